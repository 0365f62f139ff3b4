"""Starts a program that ends when its parent does; run as a script, so that nothing of ours is imported first."""

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ctypes

PR_SET_PDEATHSIG = 1


def leashed(command: list[str], *, user: str | None = None, farewell: signal.Signals = signal.SIGTERM) -> list[str]:
    """The command under a leash: `farewell` reaches it if this process dies, however it dies (Linux only).

    The kernel watches the thread that starts the program, so start it from one that lives as long as the process.
    """
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(farewell)), user or "-", *command]


def main(arguments: list[str]) -> None:
    parent, farewell, user, *command = arguments
    libc = _libc()
    if user != "-":
        _become(user)
    if libc is not None:
        # After the change of user, which would clear it.
        libc.prctl(PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != int(parent):
            sys.exit(0)
    try:
        os.execv(command[0], command)  # noqa: S606 - the command comes from our own code
    except OSError as failure:
        sys.exit(f"{command[0]}: {failure.strerror}")


def _become(user: str) -> None:
    import pwd  # noqa: PLC0415 - only where a user is named

    account = pwd.getpwnam(user)
    os.initgroups(user, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ.update(HOME=account.pw_dir, USER=user)


def _libc() -> "ctypes.CDLL | None":
    if sys.platform != "linux":
        return None
    import ctypes  # noqa: PLC0415 - only where it is of use

    return ctypes.CDLL(None)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What keeps a simulator from speaking to a server.

SimulatorError
├── ServerUnreachable   nobody answers at the address
├── NotInDevelopment    the server believes nobody but the platforms themselves
├── CallRefused         the server does not take what was sent
├── NoSuchRequest       the channel has no request of this kind
├── NoSuchCustomer      the demo shop has nobody of this name
└── NobodyToSpeakFor    the channel speaks for a signed-in customer only
"""

from collections.abc import Iterable

from assistant.errors import AssistantError


class SimulatorError(AssistantError):
    """The root of this folder's errors."""


class ServerUnreachable(SimulatorError):
    def __init__(self, *, address: str) -> None:
        super().__init__(f"Nobody answers at {address}. `make up` opens the shop; --address names another server.")
        self.address = address


class NotInDevelopment(SimulatorError):
    def __init__(self, *, address: str) -> None:
        super().__init__(
            f"The server at {address} is not in development mode: it would believe nobody but the platform itself. "
            "Close it, and open it with `AISLE_DEVELOPMENT=true make up`."
        )
        self.address = address


class CallRefused(SimulatorError):
    def __init__(self, *, status: int, why: str) -> None:
        super().__init__(f"The server refuses with {status}: {why}")
        self.status = status


class NoSuchRequest(SimulatorError):
    def __init__(self, *, kind: str, known: Iterable[str]) -> None:
        told = ", ".join(known)
        super().__init__(f"There is no {kind!r} here; " + (f"there are {told}." if told else "only words."))


class NoSuchCustomer(SimulatorError):
    def __init__(self, *, customer: str, address: str) -> None:
        super().__init__(f"Nobody can be {customer!r} there; {address}/storefront/demo-customers says who can.")


class NobodyToSpeakFor(SimulatorError):
    def __init__(self, *, channel: str) -> None:
        super().__init__(f"Nobody but a customer can use {channel}: name one, such as --as maya-okafor.")

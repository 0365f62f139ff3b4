"""The set-up before any environment exists: when it works again, and what it says when it cannot."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bootstrap.errors import DiskFull, NetworkUnreachable, PythonMissing, StepFailed
from bootstrap.installation import fingerprint
from bootstrap.jobs import Command, Job, run_all
from bootstrap.pythons import find_python, version_of


def _job(folder: Path, *, name: str = "part", fingerprint: str = "1", code: str = "") -> Job:
    commands: Sequence[Command] = [[sys.executable, "-c", f"open({str(folder / 'ran')!r}, 'a').write('x')\n{code}"]]
    return Job(
        name=name,
        commands=lambda: commands,
        log=folder / f"{name}.log",
        stamp=folder / f"{name}.stamp",
        fingerprint=fingerprint,
        needed_mb=1,
    )


def test_what_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    run_all([_job(tmp_path)])
    run_all([_job(tmp_path)])
    assert (tmp_path / "ran").read_text() == "x"


def test_changed_requirements_are_installed_again(tmp_path: Path) -> None:
    requirements = tmp_path / "some.txt"
    requirements.write_text("a==1")
    before = fingerprint(requirements)
    run_all([_job(tmp_path, fingerprint=before)])
    requirements.write_text("a==2")
    run_all([_job(tmp_path, fingerprint=fingerprint(requirements))])
    assert (tmp_path / "ran").read_text() == "xx"


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    with pytest.raises(StepFailed):
        run_all([_job(tmp_path, code="raise SystemExit(3)")])
    run_all([_job(tmp_path)])
    assert (tmp_path / "ran").read_text() == "xx"


def test_one_failure_does_not_stop_what_runs_beside_it(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    with pytest.raises(StepFailed, match="boom"):
        run_all([_job(bad, name="bad", code="raise SystemExit('boom')"), _job(good, name="good")])
    assert (good / "good.stamp").exists()


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("error sending request for url: dns error", NetworkUnreachable),
        ("Temporary failure in name resolution", NetworkUnreachable),
        ("OSError: [Errno 28] No space left on device", DiskFull),
        ("Hash mismatch for setuptools", StepFailed),
    ],
)
def test_the_cause_of_a_failure_is_named(tmp_path: Path, output: str, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        run_all([_job(tmp_path, code=f"raise SystemExit({output!r})")])


def test_the_interpreter_on_the_path_is_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _python(tmp_path / "on-path" / "python3.10", version="3.10.2")
    _python(tmp_path / "pyenv" / "versions" / "3.10.9" / "bin" / "python", version="3.10.9")
    monkeypatch.setenv("PATH", f"{tmp_path / 'on-path'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert find_python("3.10", uv=_no_uv(tmp_path)) == tmp_path / "on-path" / "python3.10"


def test_the_newest_of_pyenv_is_taken_where_the_path_has_none_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _python(tmp_path / "shims" / "python3.10", version=None)
    for version in ("3.10.4", "3.10.13", "3.9.18"):
        _python(tmp_path / "pyenv" / "versions" / version / "bin" / "python", version=version)
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    found = find_python("3.10", uv=_no_uv(tmp_path))
    assert found == tmp_path / "pyenv" / "versions" / "3.10.13" / "bin" / "python"


def test_no_interpreter_anywhere_says_which_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    with pytest.raises(PythonMissing, match=r"3\.10"):
        find_python("3.10", uv=_no_uv(tmp_path))


def test_this_interpreter_tells_its_version() -> None:
    assert version_of(Path(sys.executable)) == ".".join(str(part) for part in sys.version_info[:3])


def _python(path: Path, *, version: str | None) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho {version}\n" if version else "#!/bin/sh\nexit 127\n")
    path.chmod(0o755)


def _no_uv(folder: Path) -> Path:
    uv = folder / "no-uv"
    uv.write_text("#!/bin/sh\nexit 2\n")
    uv.chmod(0o755)
    return uv

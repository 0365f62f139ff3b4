"""Looks at the two Python environments: is each there, of a fitting version, and as its requirements pin it."""

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assistant.doctor.findings import Finding, fine, wrong

PIN = re.compile(r"^([A-Za-z0-9][\w.\-\[\],]*==[^\s;\\]+(?:\s*;[^\\]+)?)", re.MULTILINE)
LIST_INSTALLED = (
    "import json, platform, sys; from importlib.metadata import distributions;"
    "print(json.dumps([platform.python_version(), {d.metadata['Name']: d.version for d in distributions()}]))"
)
TIMEOUT_S = 60
DIFFERENCES_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    part: str
    python: Path
    requirements: Path
    versions: tuple[str, ...]


def look_at_environment(environment: Environment) -> Iterable[Finding]:
    found = _installed(environment.python)
    if found is None:
        advice = "Run `make up`: it makes the environment anew."
        yield wrong(environment.part, f"{environment.python} is missing or does not run", advice=advice)
        return
    version, installed = found
    short = ".".join(version.split(".")[:2])
    if short not in environment.versions:
        advice = "Delete its folder and run `make up`."
        expected = " or ".join(environment.versions)
        yield wrong(environment.part, f"is of Python {version}, expected {expected}", advice=advice)
        return
    differences = list(_differences(pins(environment.requirements.read_text(), python=version), installed))
    if differences:
        named = ", ".join(differences[:DIFFERENCES_NAMED])
        more = f" and {len(differences) - DIFFERENCES_NAMED} more" if len(differences) > DIFFERENCES_NAMED else ""
        yield wrong(environment.part, f"differs from its pins: {named}{more}", advice=_reinstall(environment))
        return
    yield fine(environment.part, f"Python {version}, {len(installed)} packages as pinned")


def pins(requirements: str, *, python: str) -> dict[str, str]:
    """Name to version, of those pins that apply to this machine under that Python."""
    facts = {"python_full_version": python, "python_version": ".".join(python.split(".")[:2])}
    found = [Requirement(line) for line in PIN.findall(requirements)]
    return {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in found
        if pin.marker is None or pin.marker.evaluate(dict(facts))
    }


def _differences(wanted: Mapping[str, str], installed: Mapping[str, str]) -> Iterable[str]:
    for name, version in wanted.items():
        if name not in installed:
            yield f"{name} is missing"
        elif installed[name] != version:
            yield f"{name} is {installed[name]} instead of {version}"


def _installed(python: Path) -> tuple[str, dict[str, str]] | None:
    try:
        done = subprocess.run(  # noqa: S603 - the environment's own interpreter
            [python, "-I", "-c", LIST_INSTALLED], capture_output=True, text=True, timeout=TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version, packages = json.loads(done.stdout)
    return version, {canonicalize_name(name): number for name, number in packages.items() if name}


def _reinstall(environment: Environment) -> str:
    return f"Delete {environment.python.parent.parent / '.installed'} and run `make up`."

"""Conversations as they are written in YAML: what the shopper says or does, and what must hold of each answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.evaluation.dialogue.errors import BrokenScript
from assistant.evaluation.dialogue.expectations import CHECKS

EXPECTATIONS = {*CHECKS, "longest"}
TOLD = {"say", "times", "remember"}
DEEDS = {"sign_in", "sign_out"}
OF_A_CONVERSATION = {"as", "known_failure", "lines", "sign_in_after"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`remember` names the answer, so that later lines can speak of `{jackets.2.title}` or `{placed.order.number}`."""

    say: str
    expected: Mapping[str, Any]
    remember: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something done beside the talk: signing in as a demo customer, or out where there is none."""

    sign_in: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`known_failure` says why it is known to fail; it has to go on failing until that is mended."""

    group: str
    name: str
    steps: tuple[Line | Deed, ...]
    known_failure: str | None = None

    @property
    def title(self) -> str:
        return f"{self.group}: {self.name}"

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(step for step in self.steps if isinstance(step, Line))


def conversations_in(folder: Path, *, only: Sequence[str] = ()) -> list[Conversation]:
    """Each file is a group, named as the file; `only` picks groups."""
    paths = sorted(folder.glob("*.yml")) if folder.is_dir() else [folder]
    chosen = [path for path in paths if not only or path.stem in only]
    if unknown := set(only) - {path.stem for path in paths}:
        raise BrokenScript(path=folder, name="", reason=f"there is no group {', '.join(sorted(unknown))}")
    found = [conversation for path in chosen for conversation in _conversations(path)]
    if not found:
        raise BrokenScript(path=folder, name="", reason="there are no conversations")
    return found


def _conversations(path: Path) -> Iterator[Conversation]:
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as exc:
        raise BrokenScript(path=path, name="", reason=str(exc)) from exc
    if not isinstance(written, dict):
        raise BrokenScript(path=path, name="", reason="a file is a mapping from names to conversations")
    for name, told in written.items():
        try:
            yield _conversation(path.stem, str(name), told)
        except (ValueError, TypeError, KeyError) as exc:
            raise BrokenScript(path=path, name=str(name), reason=str(exc)) from exc


def _conversation(group: str, name: str, told: Any) -> Conversation:
    whole = told if isinstance(told, dict) else {"lines": told}
    if unknown := whole.keys() - OF_A_CONVERSATION:
        raise ValueError(f"nothing is known of {', '.join(sorted(unknown))}")
    steps = [_step(plain) for plain in whole["lines"]]
    if customer := whole.get("as"):
        steps.insert(_place(steps, after=whole.get("sign_in_after", 0)), Deed(sign_in=str(customer)))
    why = whole.get("known_failure")
    if why is not None and not (isinstance(why, str) and why.strip()):
        raise ValueError("a known failure says why")
    return Conversation(group=group, name=name, steps=tuple(steps), known_failure=why)


def _place(steps: Sequence[Line | Deed], *, after: int) -> int:
    if not 0 <= after <= len(steps):
        raise ValueError(f"there are no {after} lines to sign in after")
    return after


def _step(plain: Mapping[str, Any]) -> Line | Deed:
    if plain.keys() <= DEEDS and len(plain) == 1:
        customer = plain.get("sign_in")
        return Deed(sign_in=str(customer) if customer else None)
    if not isinstance(plain["say"], str):
        raise TypeError(f"{plain['say']} is not what a shopper says: it needs quotes")
    expected = {name: value for name, value in plain.items() if name not in TOLD}
    if unknown := expected.keys() - EXPECTATIONS:
        raise ValueError(f"nothing is known of {', '.join(sorted(unknown))}")
    return Line(say=plain["say"] * plain.get("times", 1), expected=expected, remember=plain.get("remember"))

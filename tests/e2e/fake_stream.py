"""What the fake shop streams of an answer, and what can be made to go wrong with it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Event = tuple[str, dict[str, Any]]
# Whatever comes from here on waits until it is let through.
HELD: Event = ("held", {})


@dataclass(frozen=True)
class Refusal:
    """The next message is answered with a problem before any stream begins."""

    status: int
    detail: str = ""
    retry_after_s: int | None = None


@dataclass(frozen=True)
class CutOff:
    """The next answer is worked out, but its stream breaks off after some of its text."""


@dataclass(frozen=True)
class LostReply:
    """The next answer is worked out and has its effect, but nothing of it arrives."""


@dataclass(frozen=True)
class Hang:
    """The next message is accepted, and then nothing is heard any more."""


@dataclass(frozen=True)
class ProblemInStream:
    """The next stream ends with a problem instead of a reply."""


@dataclass(frozen=True)
class Begun:
    """The next answer is told to begin with these sentences, and goes on as it really is when that is let through."""

    sentences: tuple[str, ...]


Fault = Refusal | CutOff | LostReply | Hang | ProblemInStream | Begun


def events_of(reply: dict[str, Any], fault: Fault | None) -> list[Event]:
    words = reply["text"].split(" ")
    pieces = [word if place == 0 else f" {word}" for place, word in enumerate(words)]
    text = [("text", {"delta": piece}) for piece in pieces]
    accepted = [("accepted", {"turn_id": reply["turn_id"]})]
    if isinstance(fault, Begun):
        return accepted + _begun(reply, fault.sentences)
    if isinstance(fault, CutOff | Hang):
        return accepted + text[: len(text) // 2]
    if isinstance(fault, ProblemInStream):
        detail = {
            "type": "about:blank",
            "title": "Dialogue unavailable",
            "status": 503,
            "detail": "The dialogue did not answer.",
        }
        return accepted + text[:1] + [("problem", detail)]
    return accepted + text + [("reply", reply)]


def _begun(reply: dict[str, Any], sentences: tuple[str, ...]) -> list[Event]:
    """A reply that begins otherwise takes the sentences back."""
    told = " ".join(sentences)
    ahead = [("text", {"delta": each if place == 0 else f" {each}"}) for place, each in enumerate(sentences)]
    if reply["text"].startswith(told):
        rest: list[Event] = [("text", {"delta": reply["text"][len(told) :]})]
    else:
        rest = [("withdrawn", {}), ("text", {"delta": reply["text"]})]
    return [*ahead, HELD, *rest, ("reply", reply)]


def cut_inside_letters(event: bytes) -> list[bytes]:
    """Cut after the first byte of each letter that has several, and inside the line break at the end."""
    cuts = [place + 1 for place, byte in enumerate(event) if byte >= 0xC0] + [len(event) - 1]
    return [event[start:end] for start, end in pairwise([0, *cuts, len(event)])]

"""Whether the search knows what is not carried: detection, false refusals, and right kinds where it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation.asking import Ask
from assistant.evaluation.dataset import numbered_lines
from assistant.evaluation.errors import BrokenLine, NothingToMeasure
from assistant.evaluation.figures import bounds, rounded
from assistant.evaluation.intervals import mean_interval
from assistant.evaluation.progress import Tell, told

AMONG_FIRST = 5
_CARRIED = {"carried": True, "absent": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`kinds` are those that would be right, where the thing is carried."""

    carried: bool
    say: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`refused` if nothing is told and nothing near is offered either: the shopper hears that it is not carried."""

    line: Line
    refused: bool
    right: bool
    first: str


def read_lines(path: Path) -> list[Line]:
    """`carried` or `absent`, what is said, and the right kinds with bars between them; `#` begins a remark."""
    lines = []
    for number, line in numbered_lines(path):
        if line.startswith("#"):
            continue
        carried, *rest = line.split("\t")
        if carried not in _CARRIED or not rest or not rest[0].strip():
            raise BrokenLine(path=path, number=number, reason="not carried or absent, and what is said", line=line)
        kinds = tuple(rest[1].split("|")) if len(rest) > 1 and rest[1] else ()
        lines.append(Line(carried=_CARRIED[carried], say=rest[0].strip(), kinds=kinds))
    if len({line.carried for line in lines}) < len(_CARRIED):
        raise NothingToMeasure(reason=f"{path} needs requests for things that are carried and for things that are not")
    return lines


async def ask_lines(lines: Sequence[Line], ask: Ask, *, kind_of: Mapping[str, str], tell: Tell) -> list[Told]:
    return [await _ask_one(line, ask, kind_of) for line in told("Asking for what may not be carried", lines, tell)]


async def _ask_one(line: Line, ask: Ask, kind_of: Mapping[str, str]) -> Told:
    found = await ask(line.say)
    kinds = [kind_of.get(card.id, "") for card in found.cards[:AMONG_FIRST]]
    return Told(
        line=line,
        refused=not found.cards and found.near_miss is None,
        right=any(kind in line.kinds for kind in kinds),
        first=found.cards[0].title if found.cards else "",
    )


def assortment_figures(answers: Sequence[Told]) -> dict[str, Any]:
    """`answered_right` is of what is carried: how often a right kind is among the first five."""
    absent = [each for each in answers if not each.line.carried]
    carried = [each for each in answers if each.line.carried]
    measures = {
        "detection": [float(each.refused) for each in absent],
        "false_refusals": [float(each.refused) for each in carried],
        "answered_right": [float(each.right) for each in carried],
    }
    intervals = {name: mean_interval(values) for name, values in measures.items()}
    return {
        **{name: rounded(interval.mean) for name, interval in intervals.items() if interval},
        "intervals_95": {name: bounds(interval) for name, interval in intervals.items()},
        "absent": len(absent),
        "carried": len(carried),
        "missed": [{"say": each.line.say, "told": each.first} for each in absent if not each.refused],
        "refused": [each.line.say for each in carried if each.refused],
        "wrong": [
            {"say": each.line.say, "told": each.first} for each in carried if not each.refused and not each.right
        ],
    }

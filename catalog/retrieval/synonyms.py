"""Other words for the same goods: what the shop calls a thing that the shopper calls otherwise."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from catalog.retrieval.analyser import words_of

_LINES: Sequence[str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["lines"]


def _others() -> Mapping[str, tuple[str, ...]]:
    """By the words as they are read in phrases; of a word on several lines the first line comes first."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for line in _LINES:
        group = [" ".join(words_of(each)) for each in line.split(",")]
        for each in group:
            found[each] |= dict.fromkeys(other for other in group if other != each)
    return {each: tuple(others) for each, others in found.items()}


OTHER_WORDS = _others()
# As they are written: what is over-ear is not over an ear.
_WRITTEN = {" ".join(words_of(each)): each.strip() for line in _LINES for each in line.split(",")}
_LONGEST = max(len(each.split()) for each in OTHER_WORDS)


def in_the_shops_words(phrase: Sequence[str], names: Collection[str], kinds: Collection[str]) -> str | None:
    """The phrase with its head called as the shop calls it; None if the shop's word for it is not another."""
    for start in range(max(0, len(phrase) - _LONGEST), len(phrase)):
        said = " ".join(phrase[start:])
        if said in kinds:
            return None
        if start > 0 and said in names:
            # A breast pump is none of the pumps that are heels.
            continue
        known = [other for other in OTHER_WORDS.get(said, ()) if other in names]
        if said in names and any(other.endswith(f" {said}") for other in known):
            return None
        # What is the name of a kind is surer than what is only the end of one.
        for other in sorted(known, key=lambda name: name not in kinds):
            return " ".join([*phrase[:start], _WRITTEN[other]])
    return None

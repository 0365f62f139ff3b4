"""A stretch of a sentence about the same products: which of its words are spoken for, and by what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.llm.speaking.verifying.facts import Facts
from assistant.llm.speaking.verifying.lexicon import GROUPS, VERBS
from assistant.llm.speaking.verifying.words import NAME, Word

JOINS = frozenset(["and", "but", "while", "whereas", "though", ";", ","])
# What a verb that is left hanging would say is left to the listener.
HANGING = frozenset({"is", "are", "was", "were", "has", "have", "do", "does", "also", "too"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Words that say a fact, and which it may be."""

    start: int
    end: int
    names: frozenset[str]
    is_plain: bool


@dataclass(slots=True, kw_only=True)
class Piece:
    """`everyone` are all products that were handed over."""

    words: Sequence[Word]
    subjects: Sequence[Facts]
    everyone: Sequence[Facts]
    used: list[bool] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    claims: int = 0
    advises: bool = False

    def __post_init__(self) -> None:
        self.used = [word.norm == NAME or word.stops for word in self.words]

    def spans(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Where the pattern is found among the words, as places of words."""
        text = " ".join(word.norm for word in self.words)
        for found in pattern.finditer(text):
            start = text.count(" ", 0, found.start())
            yield start, start + found.group().strip().count(" ") + 1, found

    def use(self, start: int, end: int) -> None:
        self.used[start:end] = [True] * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        return not any(self.used[start:end])

    @property
    def left(self) -> list[int]:
        return [at for at, used in enumerate(self.used) if not used]


def group_of(words: Sequence[Word], everyone: Sequence[Facts]) -> bool | None:
    """Whether the sentence opens with all of those handed over: "Both ...", "All three ..."; None if with no group."""
    for group, number in GROUPS.items():
        if tuple(word.norm for word in words[: len(group)]) == group:
            return len(everyone) > 1 and number in {None, len(everyone)}
    return None


def cut(words: Sequence[Word]) -> list[Sequence[Word]]:
    """Where another product is turned to, as long as both parts say something of their own."""
    parts: list[Sequence[Word]] = []
    start = 0
    for at in range(1, len(words)):
        if words[at].norm not in JOINS or not _names_next(words, at + 1):
            continue
        if _says_something(words[start:at], with_verb=not parts) and _says_something(words[at + 1 :]):
            parts.append(words[start:at])
            start = at
    return [*parts, words[start:]]


def hangs(words: Sequence[Word]) -> bool:
    """ "... and the other is too": what is claimed is not said."""
    for at, word in enumerate(words):
        ends = at + 1 == len(words) or words[at + 1].stops or words[at + 1].norm in {"and", "but", "while", "too"}
        if word.norm in HANGING and ends:
            return True
    return False


def counts_right(piece: Piece) -> bool:
    """ "They are both" is said of two, and "each" of several."""
    words = {word.norm for word in piece.words}
    number = len(piece.subjects)
    return ("both" not in words or number == 2) and ("each" not in words or number > 1)


def _names_next(words: Sequence[Word], at: int) -> bool:
    while at < len(words) and words[at].norm in {"the", "and", "but", "while", "whereas", "though"}:
        at += 1
    return at < len(words) and words[at].norm == NAME


def _says_something(words: Sequence[Word], *, with_verb: bool = False) -> bool:
    """ "At $54 the one and the other are in stock" tells one price of both: what opens a sentence has its own verb."""
    named = any(word.norm == NAME for word in words)
    return named and any(word.norm in VERBS or (word.is_number and not with_verb) for word in words)

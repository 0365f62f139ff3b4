"""Short patterns over words, so that rules read like what people say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

NUMBER, MONEY, MEASURED = "#", "$", "#measured"
AMOUNT = "<amount>"
_COMPARING = frozenset({"over", "under", "above", "below"})
_STANDS_FOR = {AMOUNT: (NUMBER, MONEY), "<number>": (NUMBER,), "<money>": (MONEY,), "<any>": (NUMBER, MONEY, MEASURED)}


@dataclass(frozen=True, slots=True)
class Found:
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Step:
    words: frozenset[str]
    optional: bool


_Pattern = tuple[_Step, ...]


class RuleBook:
    """In a pattern `a/b` is one of several words, `a?` may be missing, and `<amount>` is a number or money.

    Of two matches that overlap the longer one holds, then the rule that is listed first. Patterns are looked up by
    their first word: spaCy's matcher tries each of them at each word, which took most of the time of a request.
    """

    def __init__(self, rules: Mapping[str, Iterable[str]]) -> None:
        self._rank = {name: rank for rank, name in enumerate(rules)}
        self._by_first: dict[str, list[tuple[str, _Pattern]]] = defaultdict(list)
        for name, patterns in rules.items():
            for pattern in map(_compiled, patterns):
                for word in _first_words(pattern):
                    self._by_first[word].append((name, pattern))

    def find(self, words: Sequence[str]) -> list[Found]:
        matches = {
            Found(rule, start, end)
            for start, word in enumerate(words)
            for rule, pattern in self._by_first.get(word, ())
            for end in _ends(pattern, words, start)
        }
        kept: list[Found] = []
        taken = bytearray(len(words))
        for found in sorted(matches, key=lambda found: (found.start - found.end, self._rank[found.rule], found.start)):
            if not _opens_another_bound(words, found) and not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                kept.append(found)
        return sorted(kept, key=lambda found: found.start)


def words_in(rules: Mapping[str, Iterable[str]]) -> set[str]:
    """Every word the patterns speak of."""
    patterns = map(_compiled, chain.from_iterable(rules.values()))
    return {word for pattern in patterns for step in pattern for word in step.words}


def _opens_another_bound(words: Sequence[str], found: Found) -> bool:
    """In "under a hundred and over fifty" the word "over" belongs to what follows."""
    opening = found.end < len(words) and words[found.end - 1] in _COMPARING
    return opening and found.end - found.start > 1 and words[found.end] in {NUMBER, MONEY}


def _ends(pattern: _Pattern, words: Sequence[str], start: int) -> Iterator[int]:
    """Where the pattern may end if it begins here."""
    reached = {start}
    for step in pattern:
        ahead = {place + 1 for place in reached if place < len(words) and words[place] in step.words}
        reached = reached | ahead if step.optional else ahead
        if not reached:
            return
    yield from (end for end in reached if end > start)


def _first_words(pattern: _Pattern) -> Iterator[str]:
    for step in pattern:
        yield from step.words
        if not step.optional:
            return


def _compiled(pattern: str) -> _Pattern:
    return tuple(_step(part) for part in pattern.split())


def _step(part: str) -> _Step:
    words: list[str] = []
    for word in part.removesuffix("?").split("/"):
        words.extend(_STANDS_FOR.get(word, (word,)))
    return _Step(frozenset(words), part.endswith("?"))

"""Guesses the brands of a feed that names none: words its titles often begin with, and hardly hold elsewhere."""

from collections import Counter, defaultdict

from catalog.attributes.colors import COLORS
from catalog.attributes.goods import HEADS
from catalog.attributes.kinds import can_modify
from catalog.retrieval.analyser import singular
from catalog.understanding.words import word_set

RECURRING = 3
MOST_WORDS = 3
_LEADING_SHARE = 0.6
# What follows the first word of a name nearly always belongs to it, if more than one thing goes on from there.
_FOLLOWING_SHARE = 0.9
_LEAST_KINDS = 2
_JOINING = frozenset({"&", "and", "of"})
_OF_FIRMS = word_set("co inc ltd company brands foods farms bros brothers sons")
# Beyond so many beginnings those seen once are forgotten, so that a large catalogue does not fill the memory.
MOST_BEGINNINGS = 600_000

_Beginning = tuple[str, ...]


class Leaders:
    def __init__(self) -> None:
        self._beginnings: Counter[_Beginning] = Counter()
        self._titles_with: Counter[str] = Counter()
        self._spellings: defaultdict[_Beginning, Counter[str]] = defaultdict(Counter)

    def add(self, title: str) -> None:
        words = [word.rstrip(",:;-") for word in title.split()]
        self._titles_with.update({word.lower() for word in words if word[:1].isupper()})
        if not words or not _may_begin(words[0]):
            return
        for length in range(1, min(len(words), MOST_WORDS + 1) + 1):
            beginning = tuple(word.lower() for word in words[:length])
            self._beginnings[beginning] += 1
            if length <= MOST_WORDS:
                self._spellings[beginning][" ".join(words[:length])] += 1
        if len(self._beginnings) > MOST_BEGINNINGS:
            self._forget()

    def brands(self) -> dict[str, str]:
        """By their lower-case words, as most titles spell them; in capitals only if all do."""
        following: defaultdict[_Beginning, dict[str, int]] = defaultdict(dict)
        for beginning, count in self._beginnings.items():
            following[beginning[:-1]][beginning[-1]] = count
        found = {}
        for first, count in following[()].items():
            if count >= RECURRING and count >= _LEADING_SHARE * self._titles_with[first]:
                whole = self._lengthened((first,), following)
                found[" ".join(whole)] = self._spelling(whole)
        return found

    def _lengthened(self, name: _Beginning, following: dict[_Beginning, dict[str, int]]) -> _Beginning:
        longest = name
        while len(name) < MOST_WORDS:
            after = following.get(name, {})
            word = max(after, key=lambda each: after[each], default="")
            longer = (*name, word)
            if not word or after[word] < _FOLLOWING_SHARE * self._beginnings[name] or not self._may_follow(longer):
                break
            name = longer
            if word not in _JOINING and len(following.get(name, {})) >= _LEAST_KINDS:
                longest = name
        return longest

    def _may_follow(self, name: _Beginning) -> bool:
        """The last word of it, which others must not use: "Turbo" is a line of several makers."""
        *_, word = name
        if word in _JOINING | _OF_FIRMS:
            return True
        known = word.isalpha() and can_modify(word) and singular(word) not in HEADS
        return known and self._beginnings[name] >= _LEADING_SHARE * self._titles_with[word]

    def _spelling(self, name: _Beginning) -> str:
        spellings = self._spellings[name]
        usual = [spelling for spelling, _ in spellings.most_common()]
        return next((spelling for spelling in usual if not spelling.isupper()), usual[0])

    def _forget(self) -> None:
        self._beginnings = Counter({beginning: count for beginning, count in self._beginnings.items() if count > 1})
        for beginning in [*self._spellings]:
            if beginning not in self._beginnings:
                del self._spellings[beginning]


def _may_begin(word: str) -> bool:
    plain = word.lower().replace("'", "")
    return (
        word[:1].isupper()
        and len(word) > 2
        and word.isalpha()
        and can_modify(plain)
        and singular(plain) not in HEADS
        and plain not in COLORS
    )

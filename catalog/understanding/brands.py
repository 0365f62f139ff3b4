"""Brands as speech recognition hears them: "fern hollow", "kestral ridge", "from millrace", "north phase"."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import ceil
from typing import Protocol

from rapidfuzz import fuzz, process

from catalog.understanding.numbers import key_of
from catalog.understanding.phonetics import consonants, sound
from catalog.understanding.words import Word, unaccented, word_set, words_of

CUES = word_set("by from brand called")
_LONGEST = 4
_SHORTEST = 5
_NEAR, _NEAR_AFTER_CUE = 87.0, 76.0
_LONGEST_SPLIT = 6
_CONSONANTS, _CONSONANTS_BEFORE_A_THING, _SOUNDS = 3, 2, 4
_SKIPPED = frozenset(["and", "the", "plus"])


class Spoken(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class BrandEars:
    """Compares runs of words the catalogue does not use otherwise with the brands' letters."""

    def __init__(self, brands: Iterable[str], *, ordinary: Collection[str], spoken: Collection[str]) -> None:
        """`ordinary` words the catalogue uses for other things, `spoken` ones stand around the goods in a request."""
        self._ordinary = frozenset(ordinary) | frozenset(spoken)
        self._spoken = frozenset(spoken)
        self._by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._letters: dict[str, str] = {}
        self._sounds: dict[str, str | None] = {}
        firsts: dict[str, set[str]] = defaultdict(set)
        for brand in brands:
            key = [part for part in key_of(brand) if part not in _SKIPPED]
            if letters := "".join(key):
                if letters not in self._letters:
                    self._by_length[letters[0], len(letters)].append(letters)
                    heard = sound(_spelled(words_of(brand)))
                    self._sounds[heard] = None if heard in self._sounds else brand
                self._letters[letters] = brand
                firsts[key[0]].add(brand)
        self._first_words = {
            word: found.copy().pop()
            for word, found in firsts.items()
            if len(found) == 1 and len(word) >= _SHORTEST and word not in self._ordinary
        }

    def heard(self, words: Sequence[Word], known: Sequence[Spoken]) -> Iterator[tuple[int, int, str]]:
        """Runs that are no phrase of the catalogue but sound like a brand: start, end and the brand's name."""
        covered = bytearray(len(words))
        for mention in known:
            covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        begins = frozenset(mention.start for mention in known)
        place = 0
        while place < len(words):
            found = self._at(words, place, covered, begins)
            if found:
                yield place, *found
            place = found[0] if found else place + 1

    def _at(
        self, words: Sequence[Word], place: int, covered: bytearray, begins: frozenset[int]
    ) -> tuple[int, str] | None:
        if words[place].norm in _SKIPPED:
            return None
        cued = place > 0 and words[place - 1].norm in CUES
        for end in range(min(len(words), place + _LONGEST), place, -1):
            run = words[place:end]
            if all(covered[place:end]) or any(word.number is not None for word in run):
                continue
            letters = "".join(word.key for word in run if word.key not in _SKIPPED)
            if brand := self._split(run, letters) or self._sounding(run, thing_follows=end in begins):
                return end, brand
            if self._strange(run) and (brand := self._nearest(letters, cued=cued)):
                return end, brand
        first = words[place].key
        return (place + 1, self._first_words[first]) if cued and first in self._first_words else None

    def _split(self, run: Sequence[Word], letters: str) -> str | None:
        """ "Kitchen aid" and "north face" are spelled like the brand, whatever else their words mean."""
        brand = self._letters.get(letters)
        written = len(letters) >= _LONGEST_SPLIT and (len(run) > 1 or run[0].key not in self._ordinary)
        return brand if written and run[-1].key not in _SKIPPED and run[0].norm not in {"and", "plus"} else None

    def _sounding(self, run: Sequence[Word], *, thing_follows: bool) -> str | None:
        """Only words torn apart: a single one that sounds like a brand ("clean") is mostly just that word."""
        if len(run) < 2 or all(word.norm in self._ordinary for word in run) or run[-1].norm in self._spoken:
            return None
        heard = sound(_spelled(run))
        least = _CONSONANTS_BEFORE_A_THING if thing_follows else _CONSONANTS
        if len(heard) < _SOUNDS or consonants(heard) < least:
            return None
        return self._sounds.get(heard)

    def _strange(self, run: Sequence[Word]) -> bool:
        """One word the catalogue uses for something else is no misheard brand, and no brand ends in "under"."""
        if not {run[0].norm, run[-1].norm}.isdisjoint(self._spoken):
            return False
        return len(run) > 1 or run[0].key not in self._ordinary

    def _nearest(self, letters: str, *, cued: bool) -> str | None:
        if len(letters) < _SHORTEST:
            return None
        near = _NEAR_AFTER_CUE if cued else _NEAR
        shortest = ceil(len(letters) * near / (200 - near))
        brands = [
            brand
            for length in range(max(1, shortest), int(len(letters) * (200 - near) / near) + 1)
            for brand in self._by_length.get((letters[0], length), ())
        ]
        found = process.extractOne(letters, brands, scorer=fuzz.ratio, score_cutoff=near)
        if found is None or not (cued or _same_word(letters, found[0])):
            return None
        return self._letters[found[0]]


def _spelled(words: Iterable[Word]) -> str:
    return "".join(unaccented(word.norm) for word in words if word.norm not in _SKIPPED)


def _same_word(letters: str, brand: str) -> bool:
    """ "stroller" is not a misheard Strollery: one that merely goes on after the other is another word."""
    return letters == brand or not (letters.startswith(brand) or brand.startswith(letters))

"""The short runs of words, of sounds and of letters that a sentence is made of, as sparse vectors of length 1."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

# Nobody says more in one breath; what comes after is not read, so that the time of a turn stays bounded.
LONGEST_READ = 1000
LETTERS_IN_A_RUN = (2, 3, 4)
# A gram of a single sentence says nothing about others.
FEWEST_SENTENCES = 2

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\?")
_DIGITS = re.compile(r"\d+")
# Soundex as the census used it: vowels part two like consonants, h and w do not.
_SOUNDS = {letter: str(sound) for sound, alike in enumerate("bfpv cgjkqsxz dt l mn r".split(), 1) for letter in alike}  # noqa: SIM905
_SILENT = "hw"


def words_of(text: str) -> list[str]:
    """In small letters, with one kind of apostrophe, and with every number alike."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST_READ]).lower().replace("\u2019", "'")
    return _WORD.findall(_DIGITS.sub("0", folded))


def grams_of(text: str) -> Iterator[str]:
    """Up to three words in a row, where the sentence begins and ends among them, and letters in a row within words.

    Sounds in a row, marked by a tilde, still hold when a word is taken for one that sounds alike, and letters, marked
    by a dot, when it is bent. A sound alone says little: too many words have it.
    """
    words = words_of(text)
    edged, sounds = ["^", *words, "$"], ["~^", *(f"~{sound_of(word)}" for word in words), "~$"]
    yield from words
    for row in edged, sounds:
        yield from map(" ".join, pairwise(row))
        yield from map(" ".join, zip(row, row[1:], row[2:], strict=False))
    for word in words:
        letters = f" {word} "
        for length in LETTERS_IN_A_RUN:
            yield from ("." + letters[start : start + length] for start in range(len(letters) - length + 1))


def sound_of(word: str) -> str:
    """The first letter and the consonants after it, those alike made one."""
    told, before = word[:1], _SOUNDS.get(word[:1], "")
    for letter in word[1:]:
        sound = _SOUNDS.get(letter, "")
        if sound != before:
            told += sound
        if letter not in _SILENT:
            before = sound
    return told


@dataclass(frozen=True)
class GramSpace:
    """The grams met in training, each with its weight: one that is in every sentence tells little."""

    places: dict[str, int]
    weights: NDArray[np.float32]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "GramSpace":
        sentences_with = Counter(gram for text in texts for gram in set(grams_of(text)))
        kept = {gram: count for gram, count in sentences_with.items() if count >= FEWEST_SENTENCES}
        rarity = np.log((1 + len(texts)) / (1 + np.fromiter(kept.values(), np.float64, len(kept)))) + 1
        return cls({gram: place for place, gram in enumerate(kept)}, rarity.astype(np.float32))

    def vector(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The places of the grams that are known, and their values."""
        counts = Counter(place for gram in grams_of(text) if (place := self.places.get(gram)) is not None)
        places = np.fromiter(counts.keys(), np.int32, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.weights[places]
        return places, values / (np.linalg.norm(values) or 1)

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        rows = [self.vector(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places, values = (np.concatenate(parts) for parts in zip(*rows, strict=True))
        return csr_matrix((values, places, ends), shape=(len(rows), len(self.places)), dtype=np.float32)

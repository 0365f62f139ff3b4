"""Says a sentence the way a recogniser may hand it on: words taken for others, lost, doubled, with sounds in between.

Only for measuring. The model is not trained on it, so that what it shows holds for recognisers we have not met.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

# How likely a word of the sentence is hit at all: what good recognisers get wrong of far-field shopping talk.
WORD_ERROR_RATE = 0.12

FILLERS = ("uh", "um", "er", "like", "well", "so", "okay so", "hmm")
SMALL_WORDS = {*"a an the my me i to of for is are it in on at do does can you please and this that".split()}  # noqa: SIM905
# Each group, between slashes, sounds alike.
ALIKE = """
    to two too / for four / ate eight / one won / buy by bye / their there they're / sale sail / pair pear pare /
    flour flower / meat meet / whole hole / cart card car / add and ad at / shoes choose / mail male / size sighs /
    sent cent scent / weight wait / blue blew / red read / right write / no know / new knew / son sun / wear where /
    hear here / cheaper cheap / order older / return returned / returns return / track truck / items item / price
    prize / stock stuck sock / brand bread / milk silk / boots boot / in and / it's its / what watch / which witch /
    much match / back bag pack / bag back / last list / first burst / show shoe / find fine / more mall / delivery
    deliver / gift give / large lodge / small mall / medium media / fit feet / feet fit / need knead / some sum /
    want won't / where's wears / aisle i'll isle / peas please peace / tea tee / oat oats / cream crime / rain reign
    / jacket jackets
"""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_VOWELS = re.compile(r"[aeiouy]+")


class Mishearing:
    """`vocabulary` are the words a recogniser of this shop would expect; the same seed hears the same."""

    def __init__(self, vocabulary: Iterable[str], *, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret
        self._alike = _alike()
        self._by_sound = _by_sound(vocabulary)

    def heard(self, sentence: str) -> str:
        told = [part for word in words_said(sentence) for part in self._one(word)]
        if self._dice.random() < WORD_ERROR_RATE:
            told = [self._dice.choice(FILLERS), *told]
        # The microphone opens late or closes early; never so that nothing is left.
        if len(told) > 4 and self._dice.random() < WORD_ERROR_RATE / 2:
            told = told[1:] if self._dice.random() < 0.7 else told[:-1]
        return " ".join(told) or sentence

    def _one(self, word: str) -> Sequence[str]:
        if self._dice.random() >= WORD_ERROR_RATE:
            return [word]
        if word in SMALL_WORDS and self._dice.random() < 0.6:
            return []
        kind = self._dice.random()
        if kind < 0.15:
            return [self._dice.choice(FILLERS), word]
        if kind < 0.25:
            return [word, word]
        return [self._taken_for(word)]

    def _taken_for(self, word: str) -> str:
        others = self._alike.get(word) or [each for each in self._by_sound.get(_sound(word), ()) if each != word]
        return self._dice.choice(others) if others else word


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Words changed, lost or added, as a share of those said; spelling of numbers and capitals are no errors."""
    pairs = [(words_said(one), words_said(other)) for one, other in zip(said, heard, strict=True)]
    return round(sum(_distance(one, other) for one, other in pairs) / max(1, sum(len(one) for one, _ in pairs)), 4)


def words_said(sentence: str) -> list[str]:
    return [_spoken(word) for word in _WORD.findall(sentence.lower())]


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, heard in enumerate(other, start=1):
            kept = before + (word != heard)
            before = row[place]
            row[place] = min(kept, row[place] + 1, row[place - 1] + 1)
    return row[-1]


def _spoken(word: str) -> str:
    return _NUMBERS[int(word)] if word.isdigit() and int(word) < len(_NUMBERS) else word


def _alike() -> Mapping[str, Sequence[str]]:
    others: dict[str, list[str]] = defaultdict(list)
    for group in ALIKE.split("/"):
        words = group.split()
        for word in words:
            others[word] += [each for each in words if each != word]
    return others


def _by_sound(vocabulary: Iterable[str]) -> Mapping[str, Sequence[str]]:
    sounding: dict[str, set[str]] = defaultdict(set)
    for word in vocabulary:
        if word.isalpha():
            sounding[_sound(word)].add(word)
    return {sound: sorted(words) for sound, words in sounding.items() if len(words) > 1}


def _sound(word: str) -> str:
    """The consonants that carry a word, those alike made one: "boots" and "buds" differ by a hair."""
    plain = word.lower().replace("ph", "f").replace("ck", "k").replace("th", "t").replace("wh", "w")
    plain = plain.translate(str.maketrans("cqdgvzbj", "kktkfspg"))
    first, rest = plain[:1], _VOWELS.sub("", plain[1:])
    return first + re.sub(r"(.)\1+", r"\1", rest)

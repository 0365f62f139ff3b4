"""The vocabulary and the rules made ready for spaCy: which phrases mean what, found in one pass over the words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from catalog.understanding import grammar
from catalog.understanding.changes import CHANGES
from catalog.understanding.choices import choice_phrases
from catalog.understanding.colors import color_phrases
from catalog.understanding.devices import FAMILIES
from catalog.understanding.diets import dietary_phrases
from catalog.understanding.materials import material_names
from catalog.understanding.measures import MEASURES
from catalog.understanding.namesakes import Namesakes
from catalog.understanding.numbers import key_of
from catalog.understanding.rules import MEASURED, MONEY, NUMBER, Found, RuleBook, words_in
from catalog.understanding.vocabulary import KindFacts, Vocabulary
from catalog.understanding.words import Word, word_set

MATERIAL, DIETARY, AUDIENCE = "material", "dietary", "audience"
COMPATIBLE = ("compatibility", "compatible_with", "works_with")
WHERE_KNOWN = ("activity", "season", "occasion", "width")
"""Attributes that bind only if the kind asked for has that very value."""

_UNKNOWN = "?"
_AFTER_A_MAKER = word_set("paris london usa co inc ltd llc gmbh corp company brand brands international official")
_SHORTEST_MAKER = 5
_SETS = frozenset({"set", "sets"})
_LONGEST_VALUE = 5
_SHORTEST_JOIN = 6


class Label(Enum):
    KIND = "kind"
    BRAND = "brand"
    COLOR = "color"
    VALUE = "value"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`values` are the kinds of goods, the brand, a colour's plain name, or one attribute's value.

    A name is a maker's that means nothing but its words until it is said who made a thing; it is kept whole.
    """

    label: Label
    values: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    meaning: Meaning

    @property
    def label(self) -> Label:
        return self.meaning.label


class Lexicon:
    """Says the same once built. Words it does not know never reach spaCy's string store, which only ever grows."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._meanings: dict[tuple[str, ...], list[Meaning]] = defaultdict(list)
        for phrase, meaning in _phrases(vocabulary):
            key = key_of(phrase)
            if key and meaning not in self._meanings[key]:
                self._meanings[key].append(meaning)
        self._merge_kinds()
        around = {name: patterns for name, patterns in grammar.RULES.items() if name != grammar.KEPT}
        self.spoken = words_in(around) | words_in(CHANGES) | MEASURES
        self._add_choices()
        self.namesakes = Namesakes(vocabulary.kinds)
        self._vocab = spacy.blank("en").vocab
        self._rules = RuleBook(grammar.RULES)
        self._changes = RuleBook(CHANGES)
        self._rule_words = words_in(grammar.RULES) | words_in(CHANGES)
        self.keys = {part for key in self._meanings for part in key}
        self.ordinary = _ordinary(self._meanings)
        self.joins = _joins(self._meanings, [*_single_words(vocabulary), *FAMILIES])
        self.free_of = {
            key_of(mark)[0]: mark for mark in sorted(vocabulary.values(DIETARY)) if key_of(mark)[1:] == ("free",)
        }
        self._phrases = PhraseMatcher(self._vocab, attr="LEMMA")
        self._phrases.add("phrase", [self._doc(key) for key in self._meanings])
        self._by_key: dict[str, Mapping[tuple[str, ...], str]] = {}

    def read(self, words: Sequence[Word]) -> tuple[list[Mention], list[Found]]:
        """The phrases of the catalogue and the rules' matches among the words; phrases may overlap."""
        if not words:
            return [], []
        doc = self._doc([word.key if word.key in self.keys else _UNKNOWN for word in words])
        mentions = [
            Mention(start, end, meaning)
            for _, start, end in self._phrases(doc)
            for meaning in self._meanings.get(tuple(word.key for word in words[start:end]), ())
        ]
        mentions.sort(key=lambda mention: (mention.start, mention.start - mention.end))
        return mentions, self._rules.find(self._shapes(words))

    def changes(self, words: Sequence[Word]) -> list[Found]:
        return self._changes.find(self._shapes(words))

    def names_goods(self, keys: tuple[str, ...]) -> bool:
        return any(meaning.label is Label.KIND for meaning in self._meanings.get(keys, ()))

    def by_key(self, attribute: str) -> Mapping[tuple[str, ...], str]:
        """The values of an attribute by how phrases are compared; a large shop has thousands, so they are kept."""
        if attribute not in self._by_key:
            values = sorted(self.vocabulary.values(attribute))
            self._by_key[attribute] = {key_of(value): value for value in values}
        return self._by_key[attribute]

    def knows(self, key: str) -> bool:
        return key in self.keys

    def facts(self, kinds: Iterable[str]) -> list[KindFacts]:
        return [self.vocabulary.kinds[kind] for kind in kinds if kind in self.vocabulary.kinds]

    def _doc(self, keys: Sequence[str]) -> Doc:
        return Doc(self._vocab, words=[_UNKNOWN] * len(keys), lemmas=list(keys))

    def _shapes(self, words: Sequence[Word]) -> list[str]:
        return [self._shape(words, place) for place in range(len(words))]

    def _shape(self, words: Sequence[Word], place: int) -> str:
        word = words[place]
        if word.number is None:
            return word.norm if word.norm in self._rule_words else _UNKNOWN
        if word.money:
            return MONEY
        measured = place + 1 < len(words) and words[place + 1].norm in MEASURES
        return MEASURED if measured else NUMBER

    def _merge_kinds(self) -> None:
        """One meaning for all kinds that go by the same name, so that "jacket" is every jacket."""
        for key, meanings in self._meanings.items():
            kinds = sorted({value for m in meanings if m.label is Label.KIND for value in m.values})
            named = any(m.label is Label.KIND for m in meanings)
            rest = [m for m in meanings if m.label is not Label.KIND]
            self._meanings[key] = [Meaning(Label.KIND, tuple(kinds)), *rest] if named else rest

    def _add_choices(self) -> None:
        """Only phrases no part of which means something already: "soft white" of bulbs leaves towels white."""
        vocabulary, known = self.vocabulary, frozenset(self._meanings)
        names = frozenset().union(*vocabulary.choices.values())
        parts = {part for kind in (*vocabulary.kinds, *vocabulary.categories) for part in key_of(kind)}
        for said, value, name in choice_phrases(names, vocabulary.attributes, names_of_goods=parts):
            key = key_of(said)
            means = any(key[start:end] in known for start in range(len(key)) for end in range(start + 1, len(key) + 1))
            if not means and len(key) <= _LONGEST_VALUE and not self.spoken.issuperset(key):
                self._meanings[key].append(Meaning(Label.VALUE, (value,), name))


def _phrases(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    yield from _names(vocabulary)
    yield from _makers(vocabulary)
    for said, color in color_phrases(vocabulary.colors, vocabulary.common_colors).items():
        yield said, Meaning(Label.COLOR, (color,), "color")
    for value in vocabulary.values(MATERIAL):
        for name in material_names(value):
            yield name, Meaning(Label.VALUE, (name,), MATERIAL)
    for said, mark in dietary_phrases(vocabulary.values(DIETARY)):
        yield said, Meaning(Label.VALUE, (mark,), DIETARY)
    for name in (*COMPATIBLE, *WHERE_KNOWN):
        for value in vocabulary.values(name):
            if len(key_of(value)) <= _LONGEST_VALUE:
                yield value, Meaning(Label.VALUE, (value,), name)


def _names(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    """Things by their whole name and by its ends, so that "jacket" is a rain jacket too, and "sheets" a sheet set."""
    for kind in vocabulary.kinds:
        words = kind.split()
        for start in range(len(words)):
            yield " ".join(words[start:]), Meaning(Label.KIND, (kind,))
        if len(words) > 1 and words[-1] in _SETS:
            yield " ".join(words[:-1]), Meaning(Label.KIND, (kind,))
    for category in vocabulary.categories:
        if len(key_of(category)) > 1:
            yield category, Meaning(Label.KIND, ())


def _makers(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    for brand in vocabulary.doubtful_brands:
        yield brand, Meaning(Label.NAME, (brand,))
    for brand in vocabulary.believed_brands:
        yield brand, Meaning(Label.BRAND, (brand,))
        name, _, last = brand.rpartition(" ")
        if last.casefold().rstrip(".") in _AFTER_A_MAKER and len(name) >= _SHORTEST_MAKER:
            yield name, Meaning(Label.BRAND, (brand,))


def _ordinary(meanings: Mapping[tuple[str, ...], Sequence[Meaning]]) -> frozenset[str]:
    """Words that occur in anything but a brand's name."""
    return frozenset(
        part for key, found in meanings.items() if any(m.label is not Label.BRAND for m in found) for part in key
    )


def _single_words(vocabulary: Vocabulary) -> set[str]:
    """Every word the catalogue writes as one, wherever it stands."""
    phrases = chain(vocabulary.kinds, vocabulary.categories, *vocabulary.attributes.values())
    return {part for phrase in phrases for part in key_of(phrase) if part.isalpha() and len(part) >= _SHORTEST_JOIN}


def _joins(meanings: Iterable[tuple[str, ...]], whole: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For the letters of each phrase of one or two words, how the catalogue writes it; `whole` words stay whole."""
    phrases = {key for key in meanings if len(key) <= 2 and all(part.isalpha() for part in key)}
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(phrases, key=lambda key: (-len(key), key)):
        letters = "".join(key)
        if len(letters) >= _SHORTEST_JOIN:
            found[letters] = key
    return {word: (word,) for word in whole} | found

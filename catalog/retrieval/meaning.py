"""What kind of thing a request is after: one the shop has a name for, one much like it, anything, or none it knows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from catalog.embedding.network import Vectors
from catalog.embedding.scale import Scale
from catalog.retrieval.analyser import FUNCTION_WORDS, words_of
from catalog.retrieval.phrases import COLLECTIONS, after_phrase, phrase_of
from catalog.retrieval.synonyms import OTHER_WORDS, in_the_shops_words

# Words that ask without naming a thing.
_FILLER_WORDS = (
    "a an the some any good nice great best cheap please i me my need want looking look find show get buy have"
)
_FILLER = frozenset(_FILLER_WORDS.split())
_ANYTHING_WORDS = (
    "something anything somewhere thing stuff gift present item product goods gear equipment idea essential one option"
)
_ANYTHING = frozenset(_ANYTHING_WORDS.split())
# Words that say how a thing shall be, whether or not the catalogue uses them.
_QUALITY_WORDS = (
    "warm warmer cold cool cozy comfortable comfy soft light lightweight heavy dry quick easy fast quiet small big "
    "large tiny compact portable sturdy durable strong healthy fresh spicy sweet salty tasty stylish elegant casual "
    "formal fancy simple modern pretty cute cheap affordable"
)
_QUALITIES = frozenset(_QUALITY_WORDS.split())
# Words that open a need and no name, where "something to" was left out: "keep the rain off", "wash hair". Those that
# name things as well (watch, dry, clean) are none of them.
_NEED_WORDS = (
    "keep stop wash charge store protect hold cook bake sleep sit listen read write hang hide fix mount remove "
    "wear smell stay get relax wipe boil eat organize organise secure prevent sweep grow teach learn put bring take"
)
_NEEDS = frozenset(_NEED_WORDS.split())
# By eye over the demo shop: "raincoat" is .80 from rain jacket, "toilet roll" .75 from toilet paper; below that follow
# "baby stroller" with .61 from baby food and "flashlight" with .62 from light bulb.
ALIKE = 0.68
ABOUT_AS_ALIKE = 0.04
# A shop that hardly names its things cannot tell from a name that it does not have them.
LEAST_KINDS = 5


class Sense(Enum):
    """How the shop knows what is asked for.

    NAMED: it has things of that name, or a shelf of it. PARTLY: so, but a word stands before the name that describes
    none of them. LIKENED: it has things that mean about the same. DESCRIBED: it has things like that, of any kind.
    OPEN: nothing is named. UNKNOWN: something is named that it does not know. OTHER: so, and it is sure to be something
    else than the things it resembles: a bike is not the bike of a bike lock, an umbrella stand no umbrella.
    """

    NAMED = "named"
    PARTLY = "partly"
    LIKENED = "likened"
    DESCRIBED = "described"
    OPEN = "open"
    UNKNOWN = "unknown"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What is meant goes by one of `names` or stands on one of `shelves`; where it `restricts`, only that is found.

    `likeness` is the cosine with the name of the nearest kind; None where no thing was named.
    """

    sense: Sense
    names: tuple[str, ...] = ()
    shelves: tuple[str, ...] = ()
    restricts: bool = True
    likeness: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the shop calls its things: how many go by each name, and the kinds of things with their vectors.

    They are `told` where the shop itself says of its products of which kind they are; names that were guessed from
    texts and shelves order what is found, and keep nothing out.
    """

    names: Mapping[str, int]
    shelves: Mapping[str, int]
    kinds: tuple[str, ...]
    kind_vectors: Vectors
    describing: frozenset[str]
    told: bool = True
    scale: Scale = field(default_factory=Scale)
    kind_set: frozenset[str] = field(init=False, repr=False, compare=False)
    # By a word that stands before them in the names of kinds: locks and lights of a bike.
    heads_of: Mapping[str, set[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind_set", frozenset(self.kinds))
        heads: dict[str, set[str]] = defaultdict(set)
        for kind in self.kinds:
            *before, head = kind.split()
            for word in before:
                heads[word].add(head)
        object.__setattr__(self, "heads_of", dict(heads))

    def describes(self, words: Iterable[str]) -> bool:
        return all(word in self.describing or word in _QUALITIES for word in words)

    def likeness(self, vector: Vectors) -> NDArray[np.float64]:
        """With each kind, in cosines as the built-in model tells them, which the bounds below are written in."""
        return self.scale.references(self.kind_vectors @ vector)

    @property
    def no_likeness(self) -> Vectors:
        """In place of a phrase's vector where none could be had: it is like nothing."""
        return np.zeros(self.kind_vectors.shape[1], np.float32)

    def most(self, meaning: Meaning) -> int | None:
        """How many products go by what was named, at most; None where no name restricts."""
        if not meaning.restricts or not (meaning.names or meaning.shelves):
            return None
        named = sum(self.names.get(name, 0) for name in meaning.names)
        return named + sum(self.shelves.get(name, 0) for name in meaning.shelves)


def meaning_of(text: str, known: Names, *, embed: Callable[[str], Vectors]) -> Meaning:
    """Of a text in the shop's words (see `in_shop_words`)."""
    phrase = asked_for(text)
    named = _named(phrase, known)
    if _is_need(phrase, named, known):
        return Meaning(sense=Sense.OPEN)
    whole = " ".join(phrase)
    likeness = 1.0 if whole in known.kind_set or whole in known.shelves else _likeness(phrase, known, embed)
    if named:
        meant = _with_what_is_alike(phrase, named, known, embed)
        return replace(meant, likeness=likeness, restricts=known.told)
    if known.describes(phrase):
        return Meaning(sense=Sense.DESCRIBED, likeness=likeness)
    if alike := _alike(phrase, known, embed):
        return Meaning(sense=Sense.LIKENED, names=alike, likeness=likeness, restricts=known.told)
    sense = Sense.OTHER if _goes_with_other_things(phrase, known) else Sense.UNKNOWN
    return Meaning(sense=sense, likeness=likeness)


def in_shop_words(text: str, known: Names) -> str:
    """The text with the thing it names called as the shop calls it; the same text if it has no other word for it."""
    phrase, rest = asked_for(text), after_phrase(text)
    if " ".join(phrase) in known.kind_set:
        return text
    if compound := _compound(phrase, rest, known):
        return compound
    called = in_the_shops_words(phrase, known.names, known.kind_set)
    return text if called is None else called + rest


def _compound(phrase: list[str], rest: str, known: Names) -> str | None:
    """A cover for my phone is a phone cover, if the shop has those, whatever it calls them."""
    for_what = rest.removeprefix(" for ")
    before = [word for word in phrase_of(for_what) if word not in _FILLER] if for_what != rest else []
    compound = " ".join([*before, *phrase]) if before and phrase else ""
    return next((name for name in (compound, *OTHER_WORDS.get(compound, ())) if name in known.kind_set), None)


def embedded_texts(text: str) -> tuple[str, ...]:
    """Every text that `embed` may be asked for, for those who have to fetch vectors beforehand."""
    return tuple(dict.fromkeys((text, " ".join(asked_for(text)))))


def searched_words(text: str) -> str:
    """What is left to look for in texts: without the words that only ask."""
    kept = [word for word in text.split() if not {*words_of(word)} <= (_FILLER | _ANYTHING | FUNCTION_WORDS)]
    return " ".join(kept)


def asked_for(text: str) -> list[str]:
    """The words of the phrase that names what is asked for."""
    return [word for word in phrase_of(text) if word not in _FILLER]


def _is_need(phrase: list[str], named: Meaning | None, known: Names) -> bool:
    """Nothing is named, but what it shall do or be like."""
    if not phrase or (not named and (not _ANYTHING.isdisjoint(phrase) or len(known.kinds) < LEAST_KINDS)):
        return True
    if not named and _QUALITIES.issuperset(phrase):
        return True
    return phrase[0] in _NEEDS and " ".join(phrase) not in known.names and (named is None or not named.names)


def _likeness(phrase: list[str], known: Names, embed: Callable[[str], Vectors]) -> float | None:
    return float(known.likeness(embed(" ".join(phrase))).max()) if known.kinds else None


def _named(phrase: list[str], known: Names) -> Meaning | None:
    """By the longest name the phrase ends in."""
    for start in range(len(phrase)):
        name = " ".join(phrase[start:])
        if name in _ANYTHING or name in COLLECTIONS:
            continue
        sense = Sense.NAMED if known.describes(phrase[:start]) else Sense.PARTLY
        if name in known.names:
            return Meaning(sense=sense, names=(name,))
        if name in known.shelves:
            return Meaning(sense=sense, shelves=(name,))
    return None


def _with_what_is_alike(phrase: list[str], named: Meaning, known: Names, embed: Callable[[str], Vectors]) -> Meaning:
    """Bed sheets are sheet sets too, toilet rolls are toilet paper and not on the shelf of rolls."""
    if named.sense is not Sense.PARTLY:
        return named
    alike = _alike(phrase, known, embed)
    if alike and named.shelves:
        return Meaning(sense=Sense.LIKENED, names=alike)
    return replace(named, names=tuple(dict.fromkeys((*named.names, *alike))))


def _alike(phrase: list[str], known: Names, embed: Callable[[str], Vectors]) -> tuple[str, ...]:
    """The kinds that mean about the same: a raincoat is a rain jacket."""
    if not known.kinds:
        return ()
    likeness = known.likeness(embed(" ".join(phrase)))
    if likeness.max() < ALIKE:
        return ()
    near = [known.kinds[place] for place in np.flatnonzero(likeness >= max(ALIKE, likeness.max() - ABOUT_AS_ALIKE))]
    return tuple(kind for kind in near if _can_mean(phrase, kind.split()))


def _can_mean(phrase: list[str], kind: list[str]) -> bool:
    """A phone is no phone case, an umbrella stand no umbrella and a trash can no trash bag, however near they are."""
    if phrase[-1] in kind[:-1] and kind[-1] not in COLLECTIONS:
        return False
    if _goes_beside(phrase, kind):
        return False
    return kind[-1] not in phrase[:-1]


def _goes_beside(phrase: list[str], kind: list[str]) -> bool:
    """Both are for the same, as are trash cans and trash bags."""
    return kind[-1] not in {phrase[-1], *COLLECTIONS} and not set(phrase[:-1]).isdisjoint(kind[:-1])


def _goes_with_other_things(phrase: list[str], known: Names) -> bool:
    """Its nearness tells little: it shares a word with other things, as a leather sofa does with leather bags."""
    *before, head = phrase
    return (
        head in known.heads_of
        or any(known.heads_of.get(word, set()) - {head, *COLLECTIONS} for word in before)
        or any(word in known.names and not known.describes([word]) for word in before)
        or (bool(before) and known.describes(before))
    )

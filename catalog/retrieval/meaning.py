"""What kind of thing a request is after: one the shop has a name for, one much like it, anything, or none it knows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from catalog.embedding.network import Vectors
from catalog.embedding.scale import Scale
from catalog.retrieval.asking import ANYTHING, NEEDS, QUALITIES, asked_for, is_done, thing_in
from catalog.retrieval.phrases import COLLECTIONS, after_phrase
from catalog.retrieval.standing import Asked, Standing, Stocked

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
    else than the things it resembles: a bike is not the bike of a bike lock, an umbrella stand no umbrella. ABSENT: it
    is known what that is, and nothing that the shop has goes by any of its names.
    """

    NAMED = "named"
    PARTLY = "partly"
    LIKENED = "likened"
    DESCRIBED = "described"
    OPEN = "open"
    UNKNOWN = "unknown"
    OTHER = "other"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What is meant goes by one of `names` or stands on one of `shelves`; where it `restricts`, only that is found.

    `likeness` is the cosine with the name of the nearest kind; None where no thing was named. What is ABSENT would go
    by one of the names `wanted`.
    """

    sense: Sense
    names: tuple[str, ...] = ()
    shelves: tuple[str, ...] = ()
    restricts: bool = True
    likeness: float | None = field(default=None, compare=False)
    wanted: tuple[str, ...] = field(default=(), compare=False)


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
    stocked: Stocked = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind_set", frozenset(self.kinds))
        plain = () if self.told else tuple(self.shelves)
        # Where the shop says what each thing is, the last word of a title says no more: ginger ale is no beer.
        names = () if self.told else tuple(self.names)
        object.__setattr__(self, "stocked", Stocked(kinds=self.kinds, names=names, plain=plain))
        heads: dict[str, set[str]] = defaultdict(set)
        for kind in self.kinds:
            *before, head = kind.split()
            for word in before:
                heads[word].add(head)
        object.__setattr__(self, "heads_of", dict(heads))

    def describes(self, words: Iterable[str]) -> bool:
        return all(word in self.describing or word in QUALITIES for word in words)

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
    """Of a text in the shop's words (see `synonyms.py`)."""
    phrase = thing_of(text, known)
    named = _named(phrase, known)
    # A robot or stick vacuum is no robot.
    is_whole = len(known.kinds) >= LEAST_KINDS and not after_phrase(text).startswith(" or ")
    asked = known.stocked.asked(phrase) if is_whole else None
    if (asked is None or asked.start > 0) and is_need(phrase, named, known):
        return Meaning(sense=Sense.OPEN)
    whole = " ".join(phrase)
    likeness = 1.0 if whole in known.kind_set or whole in known.shelves else _likeness(phrase, known, embed)
    told = _as_goods(asked, phrase, named, known) if asked else None
    if told:
        named, likeness = told, told.likeness or likeness
    if told and told.sense in {Sense.ABSENT, Sense.LIKENED}:
        return replace(told, likeness=likeness)
    if named:
        meant = _with_what_is_alike(phrase, named, known, embed)
        return replace(meant, likeness=likeness, restricts=known.told)
    return replace(_unnamed(phrase, known, embed), likeness=likeness)


def embedded_texts(text: str, known: Names) -> tuple[str, ...]:
    """Every text that `embed` may be asked for, for those who have to fetch vectors beforehand."""
    return tuple(dict.fromkeys((text, " ".join(thing_of(text, known)))))


def _unnamed(phrase: list[str], known: Names, embed: Callable[[str], Vectors]) -> Meaning:
    if known.describes(phrase):
        return Meaning(sense=Sense.DESCRIBED)
    if alike := _alike(phrase, known, embed):
        return Meaning(sense=Sense.LIKENED, names=alike, restricts=known.told)
    return Meaning(sense=Sense.OTHER if _goes_with_other_things(phrase, known) else Sense.UNKNOWN)


def thing_of(text: str, known: Names) -> list[str]:
    """The words that name what is asked for."""

    def names_end(words: Sequence[str]) -> int:
        asked = known.stocked.asked(words)
        return max(_length(_named(words, known)), len(words) - asked.start if asked else 0)

    def describes(word: str) -> bool:
        return known.describes([word]) or word in known.heads_of

    return thing_in(asked_for(text), names_end=names_end, describes=describes)


def _as_goods(asked: Asked, phrase: list[str], named: Meaning | None, known: Names) -> Meaning | None:
    """What is known of those goods; None where the shop's own names tell more.

    They come first, unless goods go by a longer one: a pocket watch is none of the watches. Where the shop tells what
    its things are, what only ends their names is no name of its own: face paint is no paint, dog biscuits no biscuits.
    """
    own, said = _length(named), phrase[asked.start :]
    if own > len(said):
        return None
    if asked.standing is Standing.CARRIED:
        return _carried(asked, phrase, named if own == len(said) else None, known)
    if asked.standing is Standing.PERHAPS:
        broader = known.told and own < len(said)
        return Meaning(sense=Sense.LIKENED, names=asked.names, likeness=1.0) if broader else None
    if own == len(said) and (not known.told or " ".join(said) in known.shelves):
        return None
    # Of an ale that is a ginger ale the shop said that it is something else.
    wanted = (" ".join(phrase),) if known.told else known.stocked.names_of(asked.key)
    return Meaning(sense=Sense.ABSENT, wanted=wanted, restricts=known.told)


def _carried(asked: Asked, phrase: list[str], own: Meaning | None, known: Names) -> Meaning:
    """It is beyond doubt, unless what stands before it are goods of their own: a dog raincoat is no raincoat."""
    before, said = phrase[: asked.start], " ".join(phrase[asked.start :])
    likeness = None if known.stocked.is_goods(before) else 1.0
    if own and (not asked.only_instead or not known.told or any(name.endswith(said) for name in asked.names)):
        return replace(own, names=tuple(dict.fromkeys((*own.names, *asked.names))), likeness=likeness)
    sense = Sense.NAMED if known.describes(before) else Sense.PARTLY
    return Meaning(sense=sense, names=asked.names, likeness=likeness)


def _length(named: Meaning | None) -> int:
    return len((named.names or named.shelves)[0].split()) if named else 0


def is_need(phrase: list[str], named: Meaning | None, known: Names) -> bool:
    """Nothing is named, but what it shall do or be like."""
    if not phrase or (not named and (not ANYTHING.isdisjoint(phrase) or len(known.kinds) < LEAST_KINDS)):
        return True
    if not named and QUALITIES.issuperset(phrase):
        return True
    return (phrase[0] in NEEDS or (not named and is_done(phrase))) and " ".join(phrase) not in known.names


def _likeness(phrase: list[str], known: Names, embed: Callable[[str], Vectors]) -> float | None:
    return float(known.likeness(embed(" ".join(phrase))).max()) if known.kinds else None


def _named(phrase: Sequence[str], known: Names) -> Meaning | None:
    """By the longest name the phrase ends in."""
    for start in range(len(phrase)):
        name = " ".join(phrase[start:])
        if name in ANYTHING or name in COLLECTIONS:
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

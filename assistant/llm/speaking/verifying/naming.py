"""Which products the words of a sentence name: by title, by a part of it that no other has, by brand, or by place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.llm.speaking.verifying.facts import Facts
from assistant.llm.speaking.verifying.lexicon import CUES, FACTS_ONLY, NARROWING, NEUTRAL, VERBS
from assistant.llm.speaking.verifying.words import Word, norms_of
from shop.phrasing.naming import spoken_title

PLACES = ("first", "second", "third")
_NO_NAMES = NEUTRAL | FACTS_ONLY | NARROWING | VERBS | set(CUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    start: int
    end: int
    keys: frozenset[str]


Names = Mapping[tuple[str, ...], frozenset[str]]


def names_of(several: Sequence[Facts]) -> Names:
    """Every way to name them, each with those that it may mean."""
    found: dict[tuple[str, ...], set[str]] = {}
    for facts in several:
        for name in _called(facts):
            if name and not all(word in _NO_NAMES or word[0].isdigit() for word in name):
                found.setdefault(name, set()).add(facts.key)
    return {name: frozenset(keys) for name, keys in found.items()}


def mentions_in(words: Sequence[Word], names: Names, several: Sequence[Facts]) -> list[Mention]:
    """From left to right, the longest name first."""
    longest = max((len(name) for name in names), default=0)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        mention = _place_at(words, at, several) or _named_at(words, at, names, longest)
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return found


def _called(facts: Facts) -> Iterable[tuple[str, ...]]:
    """The whole title in its spellings, and its beginnings: the brand, and the name that follows it."""
    title, brand = facts.product.title, norms_of(facts.product.brand)
    yield norms_of(title)
    yield norms_of(spoken_title(title))
    short = norms_of(re.split(r",| \(", title, maxsplit=1)[0])
    bare = short[len(brand) :] if brand and short[: len(brand)] == brand else ()
    for name in (short, bare):
        yield from (name[:length] for length in range(1, len(name) + 1))
        if name:
            yield (*norms_of(facts.product.attributes.get("audience", "")), *name)
    yield brand


def _named_at(words: Sequence[Word], at: int, names: Names, longest: int) -> Mention | None:
    if not words[at].raw[0].isupper() and not _begins_whole_title(words, at, names, longest):
        return None
    for length in range(min(longest, len(words) - at), 0, -1):
        keys = names.get(tuple(word.norm for word in words[at : at + length]))
        if keys:
            return Mention(start=at, end=at + length, keys=keys)
    return None


def _begins_whole_title(words: Sequence[Word], at: int, names: Names, longest: int) -> bool:
    """ "The women's Ridge Rain Jacket" begins with a small letter, and is still more than one word of a name."""
    lengths = range(min(longest, len(words) - at), 2, -1)
    return any(
        tuple(word.norm for word in words[at : at + length]) in names
        and any(word.raw[0].isupper() for word in words[at : at + length])
        for length in lengths
    )


def _place_at(words: Sequence[Word], at: int, several: Sequence[Facts]) -> Mention | None:
    if words[at].norm not in PLACES or at == 0 or words[at - 1].norm != "the":
        return None
    place = PLACES.index(words[at].norm)
    if place >= len(several):
        return None
    end = at + 2 if at + 1 < len(words) and words[at + 1].norm in {"one", "1"} else at + 1
    return Mention(start=at, end=end, keys=frozenset({several[place].key}))

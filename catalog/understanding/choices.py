"""Attributes that are a choice between a few values told of nearly every product of a kind: decaf or not, mild or hot.

There a word that is said binds like a material, because goods without the value are known not to have it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.colors import BASIC
from catalog.understanding.foods import FOODS, IDIOMS
from catalog.understanding.numbers import key_of
from catalog.understanding.size_chart import SIZE_WORDS
from catalog.understanding.words import word_set

MOST_VALUES = 8
"""Beyond this many, one who says a word of it describes rather than chooses."""

_PRODUCTS_PER_VALUE = 2
# A matter of taste, told as a shop likes: what else is said there of a thing is no other sense of it.
_LOOSE = word_set("style theme design condition blend")
# The rest is read by rules of its own.
_NEVER = _LOOSE | word_set(
    "kind color size material dietary allergens audience compatibility compatible_with works_with scent fragrance "
    "flavor flavour flavors activity season occasion width store"
)
_OTHER_SENSES = FOODS | IDIOMS | SIZE_WORDS | NAMED_WORDS.keys() | BASIC


def choices_of(
    told: Mapping[str, Mapping[str, int]], values: Mapping[str, Collection[str]]
) -> dict[str, frozenset[str]]:
    """By kind; `told` says for each attribute how many products of which kinds tell it, where nearly all do."""
    found: dict[str, set[str]] = {}
    for name, by_kind in told.items():
        said = values.get(name, ())
        if name in _NEVER or not 2 <= len(said) <= MOST_VALUES:
            continue
        if sum(by_kind.values()) >= _PRODUCTS_PER_VALUE * len(said):
            for kind in by_kind:
                found.setdefault(kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in found.items()}


def choice_phrases(
    choices: Iterable[str], attributes: Mapping[str, Collection[str]], *, names_of_goods: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """What may be said, the value and the attribute: "decaf" and "dark roast", but no bare "dark" or "medium".

    A value alone must be of one attribute only and no word of another sense; with the attribute's name it is plain.
    """
    told_by: dict[tuple[str, ...], set[str]] = {}
    for name in attributes.keys() - _LOOSE:
        for value in attributes[name]:
            told_by.setdefault(key_of(value), set()).add(name)
    for name in sorted(choices):
        for value in sorted(attributes.get(name, ())):
            key = key_of(value)
            if not key or not all(part.isalpha() for part in key):
                continue
            called = key_of(name.replace("_", " "))
            if key[-1:] != called[-1:]:
                yield f"{value} {name.replace('_', ' ')}", value, name
            if told_by.get(key, set()) <= {name} and not _has_another_sense(key, value, names_of_goods):
                yield value, value, name


def _has_another_sense(key: tuple[str, ...], value: str, names_of_goods: Collection[str]) -> bool:
    if SIZE_WORDS.issuperset(key):
        return True
    return len(key) == 1 and (key[0] in names_of_goods or not _OTHER_SENSES.isdisjoint((key[0], value.casefold())))

"""Scents and flavours that are called so: "lavender scented", "chicken flavor", "smells like vanilla"."""

from collections.abc import Mapping

from catalog.understanding.draft import Draft
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import word_set

_MARKS = {
    "scent": word_set("scented scent scents fragrance fragranced smelling perfumed"),
    "flavor": word_set("flavored flavoured flavor flavour flavors flavours tasting"),
}
_SPELLED = {"scent": ("scent", "fragrance"), "flavor": ("flavor", "flavour", "flavors")}
_LIKE = {"scent": word_set("smell smells smelling"), "flavor": word_set("taste tastes tasting")}
_WITHOUT = {"scent": word_set("unscented scentless"), "flavor": word_set("unflavored unflavoured")}
_LEADS = word_set("in with a an the that which")
_LONGEST = 3


def read_flavors(sentence: Sentence, draft: Draft) -> None:
    """A value stays in the search where it is not called a flavour: "vanilla ice cream" is found by its name."""
    for name, spellings in _SPELLED.items():
        for spelled in spellings:
            if values := sentence.lexicon.by_key(spelled):
                _read(sentence, draft, name, spelled, values)


def _read(sentence: Sentence, draft: Draft, name: str, spelled: str, values: Mapping[tuple[str, ...], str]) -> None:
    for place in range(len(sentence.words)):
        if not sentence.free(place, place + 1):
            continue
        norm = sentence.norm(place)
        if norm in _MARKS[name] and (span := _before(sentence, place, values)):
            start, value = span
            _bind(sentence, draft, spelled, value, (start, place if _in_a_name(sentence, place) else place + 1))
        elif norm in _LIKE[name] and sentence.norm(place + 1) in {"like", "of"}:
            if found := _after(sentence, place + 2, values):
                end, value = found
                start = place - (sentence.norm(place - 1) in _LEADS)
                _bind(sentence, draft, spelled, value, (start, end))
        elif norm in _WITHOUT[name] and (value := values.get((sentence.words[place].key,), "")):
            _bind(sentence, draft, spelled, value, (place, place + 1))


def _bind(sentence: Sentence, draft: Draft, name: str, value: str, span: tuple[int, int]) -> None:
    facts = sentence.lexicon.facts(sentence.all_kinds())
    if facts and not any(value in of_kind.get(name, ()) for of_kind in facts):
        return
    draft.require(name, value)
    sentence.take(*span)


def _before(sentence: Sentence, mark: int, values: Mapping[tuple[str, ...], str]) -> tuple[int, str] | None:
    for start in range(max(0, mark - _LONGEST), mark):
        value = values.get(tuple(word.key for word in sentence.words[start:mark]))
        if value and sentence.free(start, mark):
            return start, value
    return None


def _after(sentence: Sentence, place: int, values: Mapping[tuple[str, ...], str]) -> tuple[int, str] | None:
    for end in range(min(len(sentence.words), place + _LONGEST), place, -1):
        value = values.get(tuple(word.key for word in sentence.words[place:end]))
        if value and sentence.free(place, end):
            return end, value
    return None


def _in_a_name(sentence: Sentence, place: int) -> bool:
    """The scented of a scented candle."""
    return any(m.start <= place < m.end and m.end - m.start > 1 and m.label.value == "kind" for m in sentence.mentions)

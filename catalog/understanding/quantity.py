"""How many and in which unit: "two gallons of milk", "a dozen eggs", "a six-pack of soda", "3 rain jackets"."""

from collections.abc import Iterator

from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import Label
from catalog.understanding.measures import COUNTED, MEASURES, QUANTITY_UNITS
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import singular

MOST_COUNTED = 99
MOST_MEASURED = 9999
Reading = tuple[int, int, int, str | None]

_ARTICLES = frozenset({"a", "an", "another"})
_FORMS = {
    "loaves": "loaf",
    "lbs": "lb",
    "boxes": "box",
    "bunches": "bunch",
    "pouches": "pouch",
    "litre": "liter",
    "litres": "liter",
}


def read_measures(sentence: Sentence, draft: Draft) -> None:
    """A dozen eggs is one dozen: how many packs that takes depends on the pack, which only the shelf knows."""
    _read(sentence, draft, counts=False)


def read_counts(sentence: Sentence, draft: Draft) -> None:
    """Bare numbers, once sizes and prices have taken theirs."""
    if draft.quantity is None:
        _read(sentence, draft, counts=True)


def _read(sentence: Sentence, draft: Draft, *, counts: bool) -> None:
    for place in range(len(sentence.words)):
        if not sentence.free(place, place + 1):
            continue
        for start, end, quantity, unit in _readings(sentence, place, counts=counts):
            draft.quantity, draft.unit = quantity, unit
            sentence.take(start, end)
            return


def _readings(sentence: Sentence, place: int, *, counts: bool) -> Iterator[Reading]:
    count, after = _count(sentence, place)
    if count is None:
        return
    if half := sentence.norm(after) == "half":
        after += 1
        after += sentence.norm(after) in _ARTICLES
    unit = _unit(sentence.norm(after))
    said_half = half or sentence.norm(place) == "half"
    if unit and not counts:
        yield from _with_unit(sentence, (place, after), count, f"half {unit}" if said_half else unit)
    elif counts and not unit and not said_half and (count > 1 or sentence.norm(place) not in _ARTICLES):
        yield from _without_unit(sentence, place, after, count)


def _with_unit(sentence: Sentence, span: tuple[int, int], count: int, unit: str) -> Iterator[Reading]:
    place, after = span
    of = sentence.norm(after + 1) == "of"
    pack_of = (
        unit == "pack" and sentence.words[place].number is not None and sentence.norm(after) == "pack" and count > 1
    )
    if pack_of and (of or _is_thing(sentence, after + 1)):
        start = place - (sentence.norm(place - 1) in _ARTICLES)
        yield start, after + 1 + of, 1, f"{count}-pack"
    elif of or (unit.endswith("dozen") and sentence.is_content(after + 1)):
        yield place, after + 1 + of, count, unit
    elif (
        sentence.words[after].glue == " "
        and sentence.words[place].number is not None
        and unit in COUNTED
        and _is_thing(sentence, after + 1)
        and not pack_of
    ):
        yield place, after + 1, count, unit


def _without_unit(sentence: Sentence, place: int, after: int, count: int) -> Iterator[Reading]:
    """A bare number counts only if it opens the request, or is all there is: "two rain jackets", "make it three"."""
    word = sentence.words[place]
    opens = not any(sentence.is_content(before) or sentence.taken[before] for before in range(place))
    glued = after < len(sentence.words) and sentence.words[after].glue != " "
    measured = sentence.norm(after) in MEASURES
    if not opens or glued or measured or count > MOST_COUNTED or word.glue == "":
        return
    if sentence.norm(after) == "of" and not sentence.is_content(after + 1):
        yield place, after + 1, count, None
    elif (
        (not sentence.is_content(after) and word.text != "one")
        or any(m.start in range(after, after + 4) for m in sentence.of_label(Label.KIND))
        or _plural(sentence, after)
    ):
        yield place, after, count, None


def _count(sentence: Sentence, place: int) -> tuple[int | None, int]:
    word = sentence.words[place]
    if word.norm in _ARTICLES | {"half"}:
        if sentence.norm(place + 1) == "couple":
            return 2, place + 2 + (sentence.norm(place + 2) == "of")
        return 1, place + 1 + (word.norm == "half" and sentence.norm(place + 1) in _ARTICLES)
    if word.number is None or word.money or word.number != word.number.to_integral_value():
        return None, place
    count = int(word.number)
    return (count, place + 1) if 1 <= count <= MOST_MEASURED else (None, place)


def _unit(norm: str) -> str | None:
    unit = _FORMS.get(norm) or (norm if norm in QUANTITY_UNITS else singular(norm))
    return unit if unit in QUANTITY_UNITS else None


def _is_thing(sentence: Sentence, place: int) -> bool:
    return any(m.start == place for m in sentence.of_label(Label.KIND))


def _plural(sentence: Sentence, place: int) -> bool:
    if not sentence.is_content(place):
        return False
    word = sentence.words[place]
    return word.norm != word.key and word.norm.endswith("s")

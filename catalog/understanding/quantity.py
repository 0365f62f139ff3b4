"""How many and in which unit: "two gallons of milk", "a dozen eggs", "a six-pack of soda", "3 rain jackets"."""

from collections.abc import Iterator

from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import Label
from catalog.understanding.measures import COUNTED, MEASURES, QUANTITY_UNITS, WEIGHED
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import singular, spelled_number, word_set

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
    "kilo": "kilogram",
    "kilos": "kilogram",
    "kg": "kilogram",
    "kgs": "kilogram",
}
A_FEW = 3
_WANTING = word_set("add get put need buy grab order want throw toss pick")
_TIMES = frozenset({"x", "times"})


def read_measures(sentence: Sentence, draft: Draft) -> None:
    """A dozen eggs is one dozen: how many packs that takes depends on the pack, which only the shelf knows."""
    _read(sentence, draft, counts=False)


def read_counts(sentence: Sentence, draft: Draft) -> None:
    """Bare numbers, once sizes and prices have taken theirs."""
    if draft.quantity is None:
        _read(sentence, draft, counts=True)


def _read(sentence: Sentence, draft: Draft, *, counts: bool) -> None:
    for place in range(len(sentence.words)):
        if not sentence.free(place, place + 1) or sentence.in_saying(place):
            continue
        for start, end, quantity, unit in _readings(sentence, place, counts=counts):
            draft.quantity, draft.unit = quantity, unit
            sentence.take(start, end)
            return


def _readings(sentence: Sentence, place: int, *, counts: bool) -> Iterator[Reading]:
    special = None if counts else _fraction(sentence, place) or _packs(sentence, place) or _times(sentence, place)
    if special:
        yield special
        return
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


def _fraction(sentence: Sentence, place: int) -> Reading | None:
    """ "A pound and a half of beef" is one piece of that weight."""
    word, unit = sentence.words[place], _unit(sentence.norm(place + 1))
    if unit not in WEIGHED or word.money:
        return None
    after, amount = place + 2, spelled_number(word.number) if word.number is not None else ""
    following = [sentence.norm(at) for at in range(after, after + 3)]
    if following[:2] == ["and", "a"] and following[2] == "half" and (word.norm in _ARTICLES or amount.isdigit()):
        after, amount = after + 3, f"{int(amount or 1)}.5"
    elif word.norm == "quarter":
        amount = "quarter"
    elif word.number is None or amount.isdigit():
        return None
    if sentence.norm(after) != "of":
        return None
    return place - (word.norm == "quarter" and sentence.norm(place - 1) in _ARTICLES), after + 1, 1, f"{amount} {unit}"


def _packs(sentence: Sentence, place: int) -> Reading | None:
    """ "Two twelve-packs of cans"."""
    span = [word.number for word in sentence.words[place : place + 2]]
    if len(span) < 2 or None in span or _unit(sentence.norm(place + 2)) != "pack":
        return None
    of = sentence.norm(place + 3) == "of"
    count, size = (int(number) for number in span if number is not None)
    return (place, place + 3 + of, count, f"{size}-pack") if of and 1 <= count <= MOST_COUNTED else None


def _times(sentence: Sentence, place: int) -> Reading | None:
    """ "2 x 500 g pasta": how much is in each stays with the name."""
    first, *others = sentence.words[place : place + 4]
    if len(others) < 3 or first.number is None or others[1].number is None or others[0].norm not in _TIMES:
        return None
    weighed = _unit(others[2].norm) in WEIGHED and not any(sentence.is_content(before) for before in range(place))
    return (place, place + 2, int(first.number), None) if weighed and 1 <= first.number <= MOST_COUNTED else None


def _with_unit(sentence: Sentence, span: tuple[int, int], count: int, unit: str) -> Iterator[Reading]:
    place, after = span
    of = sentence.norm(after + 1) == "of"
    pack_of = (
        unit == "pack" and sentence.words[place].number is not None and sentence.norm(after) == "pack" and count > 1
    )
    if pack_of and (of or _is_thing(sentence, after + 1)):
        start = place - (sentence.norm(place - 1) in _ARTICLES)
        yield start, after + 1 + of, 1, f"{count}-pack"
    elif of or (
        unit.endswith("dozen") and (sentence.is_content(after + 1) or _ends_after_thing(sentence, place, after + 1))
    ):
        yield place, after + 1 + of, count, unit
    elif (
        sentence.words[after].glue == " "
        and sentence.words[place].number is not None
        and unit in COUNTED | {"gallon"}
        and (_is_thing(sentence, after + 1) or _ends_after_thing(sentence, place, after + 1))
        and (count == 1 or sentence.norm(after) != unit)
    ):
        yield place, after + 1, count, unit


def _ends_after_thing(sentence: Sentence, start: int, end: int) -> bool:
    """ "Milk two gallons"."""
    named = any(m.end == start for m in sentence.of_label(Label.KIND))
    return named and not any(sentence.is_content(place) for place in range(end, len(sentence.words)))


def _without_unit(sentence: Sentence, place: int, after: int, count: int) -> Iterator[Reading]:
    """A bare number counts only if it opens the request, or is all there is: "two rain jackets", "make it three"."""
    word = sentence.words[place]
    opens = not any(sentence.is_content(before) or sentence.taken[before] for before in range(place))
    glued = after < len(sentence.words) and sentence.words[after].glue != " "
    measured = sentence.norm(after) in MEASURES
    pointed_at = word.text == "one" and sentence.norm(place - 1) == "the"
    if not opens or glued or measured or pointed_at or count > MOST_COUNTED or word.glue == "":
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
        if sentence.norm(place + 1) == "few" and any(sentence.norm(before) in _WANTING for before in range(place)):
            return A_FEW, place + 2
        return 1, place + 1 + (word.norm == "half" and sentence.norm(place + 1) in _ARTICLES)
    if word.norm == "single" and _is_thing(sentence, place + 1):
        return 1, place + 1
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

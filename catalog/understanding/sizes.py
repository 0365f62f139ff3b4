"""Sizes as people say them, answered by the catalogue's own: "extra large", "nine and a half", "32 by 34", "EU 42"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import Label
from catalog.understanding.numbers import with_numbers
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import Word, word_set, words_of

SYSTEMS = frozenset(["us", "uk", "eu"])

_LETTERS = {
    "xxs": "xxs",
    "xs": "xs",
    "s": "s",
    "small": "s",
    "sm": "s",
    "m": "m",
    "medium": "m",
    "med": "m",
    "l": "l",
    "large": "l",
    "lg": "l",
    "xl": "xl",
    "xlarge": "xl",
    "xsmall": "xs",
    "xxl": "xxl",
    "xxxl": "3xl",
    "xxlarge": "xxl",
}
_MORE = frozenset({"extra", "x"})
_TIMES = {"double": 2, "triple": 3, "2": 2, "3": 3, "4": 4, "5": 5}
_UNITS = {
    "ounce": "oz",
    "ounces": "oz",
    "gallon": "gal",
    "gallons": "gal",
    "liter": "l",
    "liters": "l",
    "litre": "l",
    "pound": "lb",
    "pounds": "lb",
    "lbs": "lb",
    "count": "ct",
    "quart": "qt",
    "quarts": "qt",
    "pint": "pt",
    "inch": "in",
    "inches": "in",
    "fluid": "fl",
    "gram": "g",
    "grams": "g",
}
_LONGEST = 5
_WAIST = frozenset({"waist", "w"})
_LENGTH = frozenset({"length", "inseam", "leg", "long", "l"})
_ARTICLES = word_set("a an is of in the")


@dataclass(frozen=True, slots=True)
class Said:
    """`sure` if the words can be nothing but a size, whatever is being asked for."""

    value: str
    end: int
    sure: bool


class SizeChart:
    """The catalogue's sizes under one spelling each."""

    def __init__(self, sizes: Iterable[str]) -> None:
        self._known = {canonical(with_numbers(words_of(size))): size for size in sorted(sizes)}

    def at(self, words: Sequence[Word], place: int) -> Said | None:
        """The longest known size that begins here."""
        for end in range(min(len(words), place + _LONGEST), place, -1):
            run = words[place:end]
            if any(word.breaks or word.money for word in run[1:]):
                continue
            if size := self._known.get(canonical(run)):
                return Said(size, end, _is_sure(run))
        return None

    def called(self, name: str) -> str | None:
        return self._known.get(name)

    def in_system(self, system: str, number: str) -> str:
        """ "US 9" is plain 9 unless the catalogue says US; other systems are never taken for it."""
        spellings = [f"{system}{number}", f"{number}{system}", *([number] if system == "us" else [])]
        found = (self._known[spelling] for spelling in spellings if spelling in self._known)
        return next(found, number if system == "us" else f"{system.upper()} {number}")


def canonical(words: Sequence[Word]) -> str:
    parts = list(_canonical_parts(words))
    made = ""
    for place, part in enumerate(parts):
        follows_number = place > 0 and parts[place - 1][-1:].isdigit()
        if part in {"by", "x"} and follows_number and parts[place + 1 : place + 2]:
            made += "x"
        elif part in {"to", "through"} and follows_number:
            made += "-"
        else:
            made += ("-" if follows_number and part[:1].isdigit() else "") + part
    return made


def read_named_sizes(sentence: Sentence, draft: Draft, chart: SizeChart) -> None:
    """Sizes that are called so: "size nine", "sizes 8 or 9", "EU 42"; these bind even if nothing is made in them."""
    for place in range(len(sentence.words)):
        if sentence.free(place, place + 1):
            _read_system(sentence, draft, chart, place)
            _read_waist(sentence, draft, chart, place)
        if sentence.norm(place) in {"size", "sizes", "sized"} and sentence.free(place, place + 1):
            _read_after_size(sentence, draft, chart, place)


def read_sizes(sentence: Sentence, draft: Draft, chart: SizeChart) -> None:
    """Sizes merely said bind where they can be nothing else, or if the thing asked for is made in them."""
    place = 0
    while place < len(sentence.words):
        said = chart.at(sentence.words, place) if sentence.free(place, place + 1) else None
        if said and sentence.free(place, said.end) and _means_size(sentence, place, said):
            end = said.end + (sentence.norm(said.end) in {"size", "sized", "sizes"})
            draft.sizes.append(said.value)
            sentence.take(place, end)
            place = end
        else:
            place += 1


def _read_waist(sentence: Sentence, draft: Draft, chart: SizeChart, place: int) -> None:
    """ "Waist 32 length 34" and "32 waist 34 inseam"."""
    span = sentence.words[place : place + 4]
    numbers = [word.norm for word in span if word.number is not None and not word.money]
    names = [word.norm for word in span if word.norm in _WAIST | _LENGTH]
    if len(numbers) != 2 or len(names) != 2 or names[0] not in _WAIST or names[1] not in _LENGTH:
        return
    if said := chart.called(f"{numbers[0]}x{numbers[1]}"):
        draft.sizes.append(said)
        sentence.take(place, place + 4)


def _read_system(sentence: Sentence, draft: Draft, chart: SizeChart, place: int) -> None:
    first, second, third = (sentence.norm(place + step) for step in range(3))
    if first in SYSTEMS and (number := sentence.words[place + 1 : place + 2]) and number[0].number is not None:
        end, system, value = place + 2, first, second
    elif first in SYSTEMS and second == "size" and (_number_at(sentence, place + 2)):
        end, system, value = place + 3, first, third
    elif _number_at(sentence, place) and second in SYSTEMS and sentence.norm(place - 1) != "than":
        end, system, value = place + 2, second, first
    else:
        return
    start = place - (sentence.norm(place - 1) == "size")
    draft.sizes.append(chart.in_system(system, value))
    sentence.take(start, end)


def _read_after_size(sentence: Sentence, draft: Draft, chart: SizeChart, place: int) -> None:
    start = next_place = place + 1
    while sentence.norm(next_place) in _ARTICLES:
        next_place += 1
    if _is_other_size(sentence, draft, place, next_place):
        return
    found = None
    for value, end in _listed(sentence, chart, next_place):
        draft.sizes.append(value)
        found = end
    if found:
        sentence.take(place, found)
    elif place and (before := _ending_at(sentence, chart, place)):
        draft.sizes.append(before[1])
        sentence.take(before[0], start)


def _is_other_size(sentence: Sentence, draft: Draft, place: int, value_at: int) -> bool:
    """Of things that come in no sizes, "size 3" may be another attribute (`diaper_size`) or just words."""
    facts = sentence.lexicon.facts(sentence.all_kinds())
    value = sentence.norm(value_at)
    if not facts or any(value in of_kind.get("size", ()) for of_kind in facts):
        return False
    for name in {name for of_kind in facts for name in of_kind if name.endswith("_size")}:
        if any(value in of_kind.get(name, ()) for of_kind in facts):
            draft.require(name, value)
            sentence.take(place, value_at + 1)
            return True
    return not any("size" in of_kind for of_kind in facts)


def _listed(sentence: Sentence, chart: SizeChart, place: int) -> Iterator[tuple[str, int]]:
    while place < len(sentence.words) and sentence.free(place, place + 1):
        said = chart.at(sentence.words, place)
        if said is None and not _number_at(sentence, place):
            return
        value, end = (said.value, said.end) if said else (sentence.norm(place), place + 1)
        for made in _as_made(sentence, value):
            yield made, end
        if sentence.norm(end) not in {"or", "and"}:
            return
        place = end + 1 + (sentence.norm(end + 1) in {"a", "size"})


def _as_made(sentence: Sentence, value: str) -> list[str]:
    """ "Size 2" of a thing made in 2Y means 2Y."""
    made_in = {size for facts in sentence.lexicon.facts(sentence.all_kinds()) for size in facts.get("size", ())}
    if value in made_in or not value.isdigit():
        return [value]
    near = [size for size in sorted(made_in) if size[: len(value)] == value and size[len(value) :].isalpha()]
    return near if len({size[len(value) :] for size in near}) == 1 else [value]


def _ending_at(sentence: Sentence, chart: SizeChart, end: int) -> tuple[int, str] | None:
    for place in range(max(0, end - _LONGEST), end):
        said = chart.at(sentence.words[:end], place) if sentence.free(place, end) else None
        if said and said.end == end:
            return place, said.value
    return None


def _means_size(sentence: Sentence, place: int, said: Said) -> bool:
    if said.sure:
        return True
    inside = any(m.start <= place and said.end <= m.end and m.end - m.start > 1 for m in sentence.of_label(Label.KIND))
    if inside:
        return False
    head = sentence.head(place, said.end)
    made_in = {size for facts in sentence.facts(head) for size in facts.get("size", ())}
    bare_number = said.end == place + 1 and sentence.words[place].number is not None
    if bare_number:
        return _stands_as_size(sentence, place) and (said.value in made_in or head.assumed or not head.kinds)
    return said.value in made_in or head.assumed or not (head.named or head.kinds)


def _stands_as_size(sentence: Sentence, place: int) -> bool:
    """ "In a ten", or a number that ends what is asked for: "running shoes nine and a half"."""
    before = place - 1
    while sentence.norm(before) in {"a", "an"}:
        before -= 1
    if sentence.norm(before) == "in" and not sentence.is_content(place + 1):
        return True
    before_thing = any(mention.start == place + 1 for mention in sentence.of_label(Label.KIND))
    if before_thing and "." in sentence.norm(place):
        return True
    after_thing = any(mention.end == place for mention in sentence.of_label(Label.KIND))
    return after_thing and not sentence.is_content(place + 1)


def _is_sure(run: Sequence[Word]) -> bool:
    """Letters are a size by themselves, "large" may be eggs, and a number may be anything."""
    letters = "".join(word.norm for word in run)
    with_letter = len(run) == 2 and run[0].number is not None and len(run[1].norm) == 1 and not run[1].glue
    two_numbers = len(run) == 3 and run[1].norm in {"x", "by"}
    return letters in {"xs", "xl", "xxl", "xxs"} or letters.endswith("xl") or with_letter or two_numbers


def _canonical_parts(words: Sequence[Word]) -> Iterator[str]:
    norms = [word.norm for word in words]
    place = 0
    while place < len(norms):
        letters, end = _letter_size(norms, place)
        if letters:
            yield letters
        else:
            yield _UNITS.get(norms[place], norms[place]) if place else norms[place]
        place = end


def _letter_size(norms: Sequence[str], start: int) -> tuple[str, int]:
    """ "2XL", "double extra large" and "extra extra large" are all XXL; without a letter size, one word is passed."""
    place, times, more = start, 0, 0
    if norms[place] in _TIMES and place + 1 < len(norms):
        times, place = _TIMES[norms[place]], place + 1
    while norms[place] in _MORE and place + 1 < len(norms):
        more, place = more + 1, place + 1
    letters = _LETTERS.get(norms[place], "")
    after_number = place > 0 and norms[place - 1][-1:].isdigit()
    if not letters or (after_number and "x" not in letters):
        return "", start + 1
    more += letters.count("x")
    if (times and not more) or (more and letters == "m"):
        return "", start + 1
    return _repeated(letters.strip("x"), times or more), place + 1


def _repeated(letter: str, times: int) -> str:
    return f"{times}x{letter}" if times > 2 else "x" * times + letter


def _number_at(sentence: Sentence, place: int) -> bool:
    return (
        0 <= place < len(sentence.words)
        and sentence.words[place].number is not None
        and not sentence.words[place].money
    )

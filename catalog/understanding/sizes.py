"""Sizes as people say them, answered by the catalogue's own: "extra large", "nine and a half", "32 by 34", "EU 42"."""

from collections.abc import Iterator

from catalog.understanding.audiences import NAMED_WORDS, RELATED_WORDS
from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import Label
from catalog.understanding.sentence import Sentence
from catalog.understanding.shoe_sizes import SYSTEMS, converted, system_of
from catalog.understanding.size_chart import LONGEST_SIZE, Said, SizeChart
from catalog.understanding.words import word_set

_WAIST = frozenset({"waist", "w"})
_LENGTH = frozenset({"length", "inseam", "leg", "long", "l"})
_BEDS = word_set("twin full double queen king")
_ARTICLES = word_set("a an is of in the to")


def read_named_sizes(sentence: Sentence, draft: Draft, chart: SizeChart) -> None:
    """Sizes that are called so: "size nine", "sizes 8 or 9", "EU 42"; these bind even if nothing is made in them.

    A catalogue that tells no sizes at all cannot be held to one: then the words are searched for.
    """
    if not any(name == "size" or name.endswith("_size") for name in sentence.lexicon.vocabulary.attributes):
        return
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
            start, end, value = _whole_bed(sentence, place, said)
            end += sentence.norm(end) in {"size", "sized", "sizes"} or _says_the_age(sentence, end)
            draft.sizes.append(value)
            sentence.take(start, end, describing=True)
            place = end
        else:
            place += 1


def _says_the_age(sentence: Sentence, end: int) -> bool:
    """ "A six to twelve month old"."""
    return sentence.norm(end) in {"old", "olds"} and sentence.norm(end - 1) in {"month", "months"}


def _whole_bed(sentence: Sentence, place: int, said: Said) -> tuple[int, int, str]:
    """A California king and a twin XL are other beds than a king and a twin, also where none is sold."""
    bed = said.value.casefold() in _BEDS
    if bed and sentence.norm(place - 1) in {"california", "cal"}:
        return place - 1, said.end, f"California {said.value}"
    if bed and sentence.norm(said.end) == "xl":
        return place, said.end + 1, f"{said.value} XL"
    return place, said.end, said.value


def _read_waist(sentence: Sentence, draft: Draft, chart: SizeChart, place: int) -> None:
    """ "Waist 32 length 34", "32 waist 34 inseam" and "a thirty two waist and a thirty inseam"."""
    places = [place]
    while len(places) < 4 and (after := _after_fillers(sentence, places[-1] + 1)) < len(sentence.words):
        places.append(after)
    span = [sentence.words[at] for at in places if sentence.free(at, at + 1)]
    numbers = [word.norm for word in span if word.number is not None and not word.money]
    names = [word.norm for word in span if word.norm in _WAIST | _LENGTH]
    if len(numbers) != 2 or len(names) != 2 or names[0] not in _WAIST or names[1] not in _LENGTH:
        return
    if said := chart.called(f"{numbers[0]}x{numbers[1]}"):
        draft.sizes.append(said)
        sentence.take(place, places[-1] + 1, describing=True)


def _after_fillers(sentence: Sentence, place: int) -> int:
    while sentence.norm(place) in {"and", "a", "by", "x", "with"}:
        place += 1
    return place


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
    draft.sizes.extend(_in_system(sentence, chart, system, value))
    sentence.take(start, end, describing=True)


def _in_system(sentence: Sentence, chart: SizeChart, system: str, number: str) -> tuple[str, ...]:
    """As the goods are marked; a size nobody can tell in their system keeps the name of its own."""
    if marked := chart.called(f"{system}{number}") or chart.called(f"{number}{system}"):
        return (marked,)
    made_in = {size for facts in sentence.lexicon.facts(sentence.all_kinds()) for size in facts.get("size", ())}
    into = system_of(made_in or chart.sizes, own="uk" if sentence.lexicon.vocabulary.currency == "GBP" else "us")
    if into == system:
        return (chart.called(number) or number,)
    wearer = _wearer(sentence)
    if wearer and (same := converted(number, system=system, into=into, audience=wearer)):
        return tuple(size for size in same if size in chart.sizes) or same
    return (number if system == "us" else f"{system.upper()} {number}",)


def _wearer(sentence: Sentence) -> str | None:
    said = {NAMED_WORDS.get(word.norm) or RELATED_WORDS.get(word.norm) for word in sentence.words} - {None}
    return said.pop() if len(said) == 1 else None


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
        sentence.take(place, found, describing=True)
    elif place and (before := _ending_at(sentence, chart, place)):
        draft.sizes.append(before[1])
        sentence.take(before[0], start, describing=True)


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
    for place in range(max(0, end - LONGEST_SIZE), end):
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
    head = sentence.head(place, said.end + _says_the_age(sentence, said.end))
    made_in = {size for facts in sentence.facts(head) for size in facts.get("size", ())}
    bare_number = said.end == place + 1 and sentence.words[place].number is not None
    if bare_number:
        if head.assumed and said.value in made_in and _is_an_answer(sentence, place):
            return True
        return _stands_as_size(sentence, place) and (said.value in made_in or head.assumed or not head.kinds)
    return said.value in made_in or head.assumed or not (head.named or head.kinds)


def _is_an_answer(sentence: Sentence, place: int) -> bool:
    """ "Make it a nine" and "nine and a half" speak of the size, "make it two" of how many."""
    alone = not any(sentence.is_content(other) for other in range(len(sentence.words)) if other != place)
    return alone and (sentence.norm(place - 1) in {"a", "an"} or "." in sentence.norm(place))


def _stands_as_size(sentence: Sentence, place: int) -> bool:
    """ "In a ten", or a number that ends what is asked for: "running shoes nine and a half"."""
    before = place - 1
    while sentence.norm(before) in {"a", "an"} or (sentence.norm(before) in NAMED_WORDS and before > 0):
        before -= 1
    if sentence.norm(before) == "in" and not sentence.is_content(place + 1):
        return True
    worn_in = sentence.norm(place + 1) == "in" and any(m.start == place + 2 for m in sentence.of_label(Label.KIND))
    if worn_in and before < place - 1:
        return True
    before_thing = any(mention.start == place + 1 for mention in sentence.of_label(Label.KIND))
    if before_thing and "." in sentence.norm(place):
        return True
    after_thing = any(mention.end == before + 1 for mention in sentence.of_label(Label.KIND))
    return after_thing and not sentence.is_content(place + 1)


def _number_at(sentence: Sentence, place: int) -> bool:
    return (
        0 <= place < len(sentence.words)
        and sentence.words[place].number is not None
        and not sentence.words[place].money
    )

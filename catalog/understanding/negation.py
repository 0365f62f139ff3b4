"""What the shopper refuses: "not leather", "without nuts", "anything but Fernhollow", "except black"."""

from collections.abc import Iterator

from catalog.understanding import grammar
from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.draft import Draft
from catalog.understanding.foods import FOODS
from catalog.understanding.lexicon import DIETARY, Label, Mention
from catalog.understanding.materials import PURELY
from catalog.understanding.rules import Found
from catalog.understanding.sentence import LINKS, Sentence
from catalog.understanding.words import word_set

_LONGEST_ITEM = 4
_ENDS = word_set("but for under over that which who with in on by from to if because since at than of without")
_BRINGS = word_set("with in of by from having that")
_SKIPPED = word_set("any a an the of it from by in with made be for on be to kind sort type")
_PRONOUNS = word_set("one ones thing things stuff kind kinds option options brand brands please thanks color colors")

COLOR_WORDS = word_set("color colors colour colours shade shades")
_COLOR_LEADS = COLOR_WORDS | word_set("in a any every all the some")
_ALLERGIES = word_set("allergy allergies allergic intolerance intolerant sensitivity")
_SUFFERING = word_set(
    "someone somebody people person with a an has have having severe who is im are for safe my bad got the i"
)
_COUNTED_FOODS = word_set("nut peanut almond cashew walnut hazelnut pecan pistachio egg oat")
_TAKING_THE_PLACE = frozenset({"instead", "rather"})
_DESCRIBING = frozenset({Label.COLOR, Label.VALUE})
_QUALITIES = word_set("flavor flavors flavour flavours flavoring taste scent scents fragrance smell smells")

Span = tuple[int, int]


def read_refusals(sentence: Sentence, draft: Draft) -> None:
    for found in sentence.found(grammar.NOT_TOO):
        _pass_over_degree(sentence, found.start, found.end)
    _read_allergies(sentence, draft)
    for found in sentence.found(grammar.NOT):
        if _is_denied(sentence, found.start):
            sentence.take(found.start - 1, found.end)
        elif (wanted := _denied_later(sentence, found)) is not None:
            sentence.take(found.start, found.end)
            sentence.take(wanted, wanted + 1)
        elif _is_interjection(sentence, found.start, found.end):
            sentence.take(found.start, found.end)
        elif not _is_below_zero(sentence, found):
            _read_refusal(sentence, draft, found)


def _read_refusal(sentence: Sentence, draft: Draft, found: Found) -> None:
    items = list(_items(sentence, found.end))
    if items and sentence.norm(found.start) in _TAKING_THE_PLACE:
        start, end = items[0]
        items = [(start, min(end, _phrase_end(sentence, start)))]
    sentence.take(_start_of(sentence, found.start), found.end)
    for start, end in items:
        _refuse(sentence, draft, start, end)
    if items:
        _take_between(sentence, found.end, items[-1][1])


def _read_allergies(sentence: Sentence, draft: Draft) -> None:
    """ "Someone with a nut allergy" must not be given nuts."""
    for place in range(1, len(sentence.words)):
        if sentence.norm(place) not in _ALLERGIES or not sentence.free(place - 1, place + 1):
            continue
        known = any(m.start < place < m.end for m in sentence.of_label(Label.VALUE))
        if known or sentence.norm(place + 1) in {"to", "against"} or not sentence.is_content(place - 1):
            continue
        start = place - 1
        _exclude(sentence, draft, start, place)
        if sentence.norm(start) in _COUNTED_FOODS:
            draft.exclude[-1] += "s"
        while sentence.norm(start - 1) in _SUFFERING and sentence.free(start - 1, start):
            start -= 1
        sentence.take(start, place + 1)


def _is_below_zero(sentence: Sentence, found: Found) -> bool:
    """ "Minus ten degrees"."""
    follows = sentence.words[found.end : found.end + 1]
    return sentence.norm(found.start) == "minus" and any(word.number is not None for word in follows)


def _is_denied(sentence: Sentence, start: int) -> bool:
    """ "Not without a hood" wants the hood."""
    return sentence.norm(start) == "without" and sentence.norm(start - 1) in {"not", "never"}


def _denied_later(sentence: Sentence, found: Found) -> int | None:
    """ "Not a coat without a hood" wants it too; where the second refusal stands."""
    kinds = [m for m in sentence.of_label(Label.KIND) if m.start == _skip(sentence, found.end)]
    return next((m.end for m in kinds if sentence.norm(m.end) == "without"), None)


def _start_of(sentence: Sentence, start: int) -> int:
    """With "in a color" before "other than gray"."""
    place = start
    while sentence.norm(place - 1) in _COLOR_LEADS:
        place -= 1
    return place if any(sentence.norm(lead) in COLOR_WORDS for lead in range(place, start)) else start


def _is_interjection(sentence: Sentence, start: int, end: int) -> bool:
    """ "No, the blue one" refuses nothing that it names."""
    alone = sentence.norm(start) == "no" and end - start == 1
    return alone and end < len(sentence.words) and sentence.words[end].breaks


def _pass_over_degree(sentence: Sentence, start: int, end: int) -> None:
    """ "Not too expensive" wants neither the word expensive in the search nor everything expensive gone."""
    while end < len(sentence.words) and end - start < _LONGEST_ITEM + 2 and sentence.is_content(end):
        if any(mention.start == end for mention in sentence.of_label(Label.KIND)):
            break
        end += 1
    sentence.take(start, end)


def _items(sentence: Sentence, place: int) -> Iterator[Span]:
    """The refused things after a refusal, up to where the sentence turns to something else."""
    place = _skip(sentence, place)
    while place < len(sentence.words):
        end = _item_end(sentence, place)
        if end == place:
            return
        yield place, end
        kind = _kind_at_end(sentence, place, end)
        if kind and kind.start == place and _brings_more(sentence, end):
            place = _skip(sentence, end + 1)
        elif sentence.norm(end) in LINKS or _comma_goes_on(sentence, end):
            place = _skip(sentence, end + (sentence.norm(end) in LINKS))
        else:
            return


def _skip(sentence: Sentence, place: int) -> int:
    while place < len(sentence.words) and sentence.norm(place) in _SKIPPED and sentence.free(place, place + 1):
        place += 1
    return place


def _item_end(sentence: Sentence, start: int) -> int:
    end = start
    refusals = {found.start for found in sentence.found(grammar.NOT)}
    while end < len(sentence.words) and end - start < _LONGEST_ITEM and sentence.free(end, end + 1):
        word = sentence.words[end]
        if end in refusals or word.money or (end > start and (word.breaks or _says_of_what(sentence, end))):
            break
        stop = _phrase_end(sentence, end)
        if stop == end + 1 and (word.norm in _ENDS | LINKS or (sentence.noise[end] and word.norm not in _PRONOUNS)):
            break
        end = stop
    return end


def _says_of_what(sentence: Sentence, place: int) -> bool:
    """ "A drain without overflow solid brass" is of brass."""
    made_of = any(m.start == place + 1 and m.label in _DESCRIBING for m in sentence.mentions)
    return sentence.norm(place) in PURELY and made_of


def _phrase_end(sentence: Sentence, place: int) -> int:
    """A phrase of the catalogue is refused as a whole, even with an "and" in it."""
    ends = (m.end for m in sentence.mentions if m.start == place and sentence.free(place, m.end))
    return max(ends, default=place + 1)


def _comma_goes_on(sentence: Sentence, place: int) -> bool:
    """After a comma a refusal goes on with another word of the catalogue: "no wool, leather or fur"."""
    if place >= len(sentence.words) or not sentence.words[place].breaks or not sentence.free(place, place + 1):
        return False
    named = [m for m in sentence.mentions if m.start == place]
    return bool(named) and all(m.label is not Label.KIND for m in named)


def _refuse(sentence: Sentence, draft: Draft, start: int, end: int) -> None:
    """A described thing is refused for its description: "no leather boots" still wants boots."""
    while end > start and (_is_pronoun(sentence, end - 1) or _names_a_quality(sentence, start, end - 1)):
        sentence.take(end - 1, end)
        end -= 1
    if end == start:
        return
    if maker := _maker(sentence, start, end):
        _refuse_mention(sentence, draft, maker)
        return
    kind = _kind_at_end(sentence, start, end)
    if kind and kind.start == start and _brings_more(sentence, end):
        return
    if kind and kind.start > start and _is_sought(sentence, kind, start):
        _refuse_described(sentence, draft, start, kind.start)
    else:
        _refuse_described(sentence, draft, start, end, whole=kind is not None)


def _is_pronoun(sentence: Sentence, place: int) -> bool:
    return sentence.norm(place) in _PRONOUNS or sentence.words[place].text == "one"


def _names_a_quality(sentence: Sentence, start: int, last: int) -> bool:
    """What is refused of "hazelnut flavor" is the hazelnut."""
    return last > start and sentence.norm(last) in _QUALITIES


def _maker(sentence: Sentence, start: int, end: int) -> Mention | None:
    """Of a laptop that is not apple the maker is refused, of a pie the fruit."""
    brands = [m for m in sentence.of_label(Label.BRAND) if (m.start, m.end) == (start, end)]
    others = [m for m in sentence.of_label(Label.KIND) if m.end <= start or m.start >= end]
    edible = any(sentence.norm(place) in FOODS for m in others for place in range(m.start, m.end))
    return brands[0] if brands and others and not edible else None


def _refuse_described(sentence: Sentence, draft: Draft, start: int, end: int, *, whole: bool = False) -> None:
    """What is part of a thing is refused as a whole: a suit "without mesh liner" may be of mesh."""
    modifiers = [] if whole else _modifiers(sentence, start, end)
    if modifiers and modifiers[-1].end < end and all(m.label in _DESCRIBING for m in modifiers):
        if any(sentence.is_content(place) for place in range(start)):
            modifiers = []
        else:
            end = modifiers[-1].end
    for mention in modifiers:
        _refuse_mention(sentence, draft, mention)
    if not modifiers:
        _refuse_words(sentence, draft, start, end)
    sentence.take(start, end)


def _kind_at_end(sentence: Sentence, start: int, end: int) -> Mention | None:
    found = (m for m in sentence.of_label(Label.KIND) if start <= m.start and m.end == end)
    return next(found, None)


def _brings_more(sentence: Sentence, end: int) -> bool:
    return end < len(sentence.words) and sentence.norm(end) in _BRINGS and sentence.free(end, end + 1)


def _is_sought(sentence: Sentence, kind: Mention, start: int) -> bool:
    """What is refused by its description is still wanted, unless the request is for something else."""
    others = [m for m in sentence.of_label(Label.KIND) if m.end <= start or m.start >= kind.end]
    if not others:
        return True
    if any(set(kind.meaning.values) & set(other.meaning.values) for other in others):
        sentence.take(kind.start, kind.end)
        return True
    return False


def _modifiers(sentence: Sentence, start: int, end: int) -> list[Mention]:
    inside = [m for m in sentence.mentions if start <= m.start and m.end <= end and m.label is not Label.KIND]
    inside = [m for m in inside if not sentence.inside_kind(m)]
    return [m for n, m in enumerate(inside) if all(m.start >= other.end or m == other for other in inside[:n])]


def _refuse_mention(sentence: Sentence, draft: Draft, mention: Mention) -> None:
    if mention.label is Label.BRAND:
        draft.not_brands.extend(mention.meaning.values)
    elif mention.label is Label.COLOR:
        draft.exclude.extend(mention.meaning.values)
    else:
        _exclude(sentence, draft, mention.start, mention.end)
    sentence.take(mention.start, mention.end)


def _refuse_words(sentence: Sentence, draft: Draft, start: int, end: int) -> None:
    if end - start == 1 and (audience := NAMED_WORDS.get(sentence.norm(start))):
        draft.exclude.append(audience)
    else:
        _exclude(sentence, draft, start, end)
    sentence.take(start, end)


def _exclude(sentence: Sentence, draft: Draft, start: int, end: int) -> None:
    """What a dietary mark vouches for is asked of the mark too: "without dairy" is more than a word not said."""
    draft.exclude.append(sentence.text(start, end))
    mark = sentence.lexicon.free_of.get(sentence.words[start].key)
    if mark and end - start == 1:
        draft.require(DIETARY, mark)


def _take_between(sentence: Sentence, start: int, end: int) -> None:
    """The links and articles between refused things belong to the refusal."""
    for place in range(start, end):
        if sentence.norm(place) in _SKIPPED | LINKS:
            sentence.take(place, place + 1)

"""Amounts at the head of a thing on a list: "two loaves of", "a dozen", "three", and "too loaves of", misheard."""

from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.lexicon import Label
from catalog.understanding.lists_words import AMOUNT_ARTICLES, COUNTING, HOMOPHONES
from catalog.understanding.measures import MEASURES, QUANTITY_UNITS
from catalog.understanding.sentence import BOUNDARIES, LINKS, Sentence
from catalog.understanding.words import singular, word_set

_NEVER_BEFORE = BOUNDARIES | word_set(
    "size sizes number no half such what the model version my like or waist length inseam width "
    "height chest band cup wide long x"
)
_LOOKED_THROUGH = 4


def amount_at(sentence: Sentence, place: int) -> int | None:
    """Where the thing that is counted begins; None if no amount opens a thing here."""
    ends_a_name = any(m.end == place and m.end - m.start > 1 for m in sentence.of_label(Label.KIND))
    if sentence.norm(place - 1) in _NEVER_BEFORE and not sentence.noise[place - 1] and not ends_a_name:
        return None
    if sentence.norm(place) in AMOUNT_ARTICLES:
        return _after_article(sentence, place + 1)
    if sentence.norm(place) in {"half", "dozen"}:
        return _after_half(sentence, place)
    word = sentence.words[place]
    whole = word.number is not None and not word.money and word.number == word.number.to_integral_value()
    inside = any(m.start < place < m.end or (m.start == place < m.end - 1) for m in sentence.mentions)
    if not whole or inside or word.glue != " ":
        return None
    after = place + 1
    if sentence.norm(after) == "half":
        after += 1 + (sentence.norm(after + 1) in AMOUNT_ARTICLES)
    return _after_unit(sentence, after, bare=_counts_something(sentence, after))


def misheard_amount_at(sentence: Sentence, place: int) -> tuple[str, int | None]:
    """ "For apples" at the head of a thing: only before a unit "of" something, or more than one of something."""
    meant = HOMOPHONES.get(sentence.norm(place))
    if meant is None or sentence.noise[place]:
        return "", None
    after = place + 1
    if _is_unit(sentence.norm(after)) and sentence.norm(after + 1) == "of":
        return meant, after + 2
    return (meant, after) if meant != "one" and _many_follow(sentence, after) else ("", None)


def opens_with_unit(sentence: Sentence, place: int) -> bool:
    """ "Gallon of milk", on a list, is one gallon."""
    of = sentence.norm(place + 1) == "of"
    return sentence.norm(place) == "dozen" or (of and _is_unit(sentence.norm(place)))


def _counts_something(sentence: Sentence, place: int) -> bool:
    """A bare number counts what comes in numbers, or is sold here; "42R" and "34 long" are sizes."""
    if place >= len(sentence.words) or sentence.words[place].glue != " " or sentence.norm(place) in MEASURES:
        return False
    ahead = range(place, place + _LOOKED_THROUGH)
    return _many_follow(sentence, place) or any(m.start in ahead for m in sentence.of_label(Label.KIND))


def _after_article(sentence: Sentence, place: int) -> int | None:
    if sentence.words[place:] and sentence.words[place].number is not None:
        return amount_at(sentence, place)
    if sentence.norm(place) in COUNTING:
        place += 1
        place += sentence.norm(place) == "of"
        return place if _goes_on(sentence, place) else None
    return _after_unit(sentence, place, bare=True)


def _after_half(sentence: Sentence, place: int) -> int | None:
    """ "Half a dozen", "half a pound of", "dozen"; a bare "half" counts nothing."""
    after = place + 1
    if sentence.norm(place) == "half":
        after += sentence.norm(after) in AMOUNT_ARTICLES
        dozen = sentence.norm(after) == "dozen"
        return _after_unit(sentence, after + dozen, bare=dozen)
    return _after_unit(sentence, after, bare=True)


def _after_unit(sentence: Sentence, place: int, *, bare: bool) -> int | None:
    """A number with its unit after the thing, as in "eggs, 12 pack", opens nothing new."""
    if _is_unit(sentence.norm(place)):
        after = _past_half(sentence, place + 1)
        after += sentence.norm(after) == "of"
        return after if _goes_on(sentence, after) else None
    return place if bare and _goes_on(sentence, place) else None


def _past_half(sentence: Sentence, place: int) -> int:
    """ "A pound and a half of chicken" is one amount."""
    half = [sentence.norm(ahead) for ahead in range(place, place + 3)]
    return place + 3 if half == ["and", "a", "half"] else place


def _goes_on(sentence: Sentence, place: int) -> bool:
    """Whether something is named before the next comma or "and"."""
    for ahead in range(place, min(place + _LOOKED_THROUGH, len(sentence.words))):
        if sentence.norm(ahead) in LINKS or (sentence.words[ahead].breaks and ahead > place):
            return False
        if sentence.is_content(ahead):
            return True
    return False


def _many_follow(sentence: Sentence, place: int) -> bool:
    """Whether a plural ends the run of content words here."""
    end = place
    while sentence.is_content(end) and (end == place or not sentence.words[end].breaks):
        end += 1
    word = sentence.words[end - 1] if end > place else None
    return word is not None and word.norm not in NAMED_WORDS and word.norm.endswith("s") and word.norm != word.key


def _is_unit(norm: str) -> bool:
    return norm in QUANTITY_UNITS or singular(norm) in QUANTITY_UNITS or norm in {"loaves", "boxes", "bunches", "lbs"}

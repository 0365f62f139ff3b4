"""Whom the goods are for: "women's", "for my son", "my husband wants", "she's eight"."""

from collections.abc import Mapping

from catalog.understanding.audiences import NAMED_WORDS, RELATED_WORDS, audience_values
from catalog.understanding.draft import Draft
from catalog.understanding.filters import any_has
from catalog.understanding.lexicon import AUDIENCE, Label
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import word_set

_AGES = {"year": "kids", "yr": "kids", "month": "baby"}
_OLDEST_KID, _OLDEST = 15, 110
_TOWARDS = word_set("for to a my the our little old new young his her an own")
_OWNERS = word_set("my our his her their the")
_WISHING = word_set("wants want needs need likes loves wears asked would is wanted needed")
_OF_HER, _OF_HIM = word_set("she shes her"), word_set("he hes him")


def read_audience(sentence: Sentence, draft: Draft) -> None:
    catalogue = audience_values(sentence.lexicon.vocabulary.values(AUDIENCE))
    _read_age(sentence, draft, catalogue)
    _read_her_age(sentence, draft, catalogue)
    for place in range(len(sentence.words)):
        if sentence.free(place, place + 1) and not sentence.in_saying(place):
            _read_audience_at(sentence, draft, catalogue, place)


def _read_audience_at(sentence: Sentence, draft: Draft, catalogue: Mapping[str, str], place: int) -> None:
    norm = sentence.norm(place)
    start = place
    while sentence.norm(start - 1) in _TOWARDS and sentence.free(start - 1, start):
        start -= 1
    wishing = sentence.norm(place + 1) in _WISHING and sentence.norm(place - 1) in _OWNERS
    towards = sentence.norm(start) in {"for", "to"} or wishing
    audience = NAMED_WORDS.get(norm) or (RELATED_WORDS.get(norm) if towards else None)
    value = catalogue.get(norm) or catalogue.get(audience or "")
    if audience is None or value is None:
        return
    kinds = sentence.all_kinds() if towards else sentence.head(place, place + 1).kinds
    inside = [m for m in sentence.of_label(Label.KIND) if m.start <= place < m.end and m.end - m.start > 1]
    if inside:
        facts = sentence.lexicon.facts(inside[0].meaning.values)
        if any(value in of_kind.get(AUDIENCE, ()) for of_kind in facts):
            draft.require(AUDIENCE, value)
        return
    if towards and kinds and norm in RELATED_WORDS and not any_has(sentence.lexicon.facts(kinds), AUDIENCE):
        sentence.take(start, place + 1)
        return
    headless = not kinds and not sentence.head(place, place + 1).named
    if any_has(sentence.lexicon.facts(kinds), AUDIENCE) or (
        headless and (norm in NAMED_WORDS or towards) and _nothing_named(sentence, place)
    ):
        draft.attributes[AUDIENCE] = [value]
        sentence.take(start if towards else place, _end_of_wearer(sentence, audience, place + 1 + wishing))


def _end_of_wearer(sentence: Sentence, audience: str, end: int) -> int:
    """A baby boy is a baby, and a mother in law is one woman."""
    if audience == "baby" and NAMED_WORDS.get(sentence.norm(end)) == "kids":
        return end + 1
    in_law = (sentence.norm(end), sentence.norm(end + 1)) in {("in", "law"), ("in", "laws")}
    return end + 2 * in_law


def _read_age(sentence: Sentence, draft: Draft, catalogue: Mapping[str, str]) -> None:
    """ "For my 5 year old" of things made for kids."""
    for place in range(len(sentence.words) - 2):
        age = sentence.words[place].number
        unit = sentence.norm(place + 1).removesuffix("s")
        if age is None or unit not in _AGES or sentence.norm(place + 2) not in {"old", "olds"}:
            continue
        value = catalogue.get(_AGES[unit])
        if value and age <= _OLDEST_KID and any_has(sentence.lexicon.facts(sentence.all_kinds()), AUDIENCE):
            start = place
            while sentence.norm(start - 1) in _TOWARDS and sentence.free(start - 1, start):
                start -= 1
            draft.attributes[AUDIENCE] = [value]
            end = place + 3
            sentence.take(start, end + (sentence.norm(end) in NAMED_WORDS or sentence.norm(end) in RELATED_WORDS))


def _nothing_named(sentence: Sentence, place: int) -> bool:
    return not any(sentence.is_content(other) for other in range(len(sentence.words)) if other != place)


def _read_her_age(sentence: Sentence, draft: Draft, catalogue: Mapping[str, str]) -> None:
    """ "She's eight" of things made for girls and women."""
    for place, word in enumerate(sentence.words):
        start = place - (sentence.norm(place - 1) in {"is", "turning", "s"})
        pronoun = sentence.norm(start - 1)
        if word.number is None or word.money or pronoun not in _OF_HER | _OF_HIM or not sentence.free(place, place + 1):
            continue
        grown = "women" if pronoun in _OF_HER else "men"
        value = catalogue.get("kids" if word.number <= _OLDEST_KID else grown)
        if not value or word.number > _OLDEST or not any_has(sentence.lexicon.facts(sentence.all_kinds()), AUDIENCE):
            continue
        draft.attributes[AUDIENCE] = [value]
        end = place + 1
        while sentence.norm(end).removesuffix("s") in {*_AGES, "old"}:
            end += 1
        sentence.take(start - 1, end)
        return

"""What is left to search for once bounds, refusals and politeness are taken away."""

from catalog.understanding.lexicon import Label
from catalog.understanding.sentence import LINKS, Sentence
from catalog.understanding.words import joined, word_set

_CONNECTORS = LINKS | word_set(
    "for with in of by from to on at but than as that into onto over under made like between up near during "
    "while when who which without except per"
)


def rest(sentence: Sentence) -> str:
    """Content words, and a preposition only where it stands between two of them."""
    kept = [place for place in range(len(sentence.words)) if _is_kept(sentence, place)]
    return joined([sentence.words[place] for place in kept])


def _is_kept(sentence: Sentence, place: int) -> bool:
    if sentence.taken[place] or sentence.noise[place]:
        return False
    if sentence.in_saying(place):
        return True
    if sentence.norm(place) in _CONNECTORS and not _in_a_name(sentence, place):
        return _content_before(sentence, place) and _content_after(sentence, place)
    return not (sentence.words[place].text == "one" and not sentence.is_content(place + 1))


def _in_a_name(sentence: Sentence, place: int) -> bool:
    """Things are called "over-ear headphones", "button-up shirt" and "out-of-office mug"."""
    return any(m.start <= place < m.end for m in sentence.of_label(Label.KIND))


def _content_before(sentence: Sentence, place: int) -> bool:
    return place > 0 and not sentence.taken[place - 1] and not _is_silent(sentence, place - 1)


def _content_after(sentence: Sentence, place: int) -> bool:
    place += 1
    while place < len(sentence.words) and not sentence.taken[place] and sentence.noise[place]:
        place += 1
    return place < len(sentence.words) and not sentence.taken[place] and sentence.norm(place) not in _CONNECTORS


def _is_silent(sentence: Sentence, place: int) -> bool:
    return bool(sentence.noise[place]) or sentence.norm(place) in _CONNECTORS

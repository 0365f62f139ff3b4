"""The words of each thing on a list, as if it had been asked for alone."""

from collections.abc import Sequence

from catalog.understanding.lists_amounts import opens_with_unit
from catalog.understanding.lists_pieces import Piece
from catalog.understanding.lists_words import (
    AMOUNT_ARTICLES,
    HOMOPHONES,
    LEAVING_OUT,
    ORDERING,
    ORDINALS,
    REFERENCES,
    TAKING,
    TWO_THINGS,
    WHOLE,
)
from catalog.understanding.sentence import Sentence

_BETWEEN = " ,;:.!?\n"
_KEPT_AT_THE_START = AMOUNT_ARTICLES | {"the"}
_KEPT_WHERE_POINTING = _KEPT_AT_THE_START | REFERENCES | ORDINALS


def texts_of(sentence: Sentence, things: Sequence[Piece], said: str) -> list[str]:
    """`said` is what the sentence's words were cut from. A bound said for all at the end is given to each."""
    last = things[-1]
    place = _place_of_bound_for_all(sentence, last)
    spans = [(_start(sentence, thing), thing.end) for thing in things]
    if place is None:
        return _told_apart([_text(sentence, thing, span, said) for thing, span in zip(things, spans, strict=True)])
    for_all = _bound_for_all(sentence, (place, last.end), said)
    spans[-1] = (spans[-1][0], place)
    return [f"{_text(sentence, thing, span, said)} {for_all}" for thing, span in zip(things, spans, strict=True)]


def _told_apart(texts: Sequence[str]) -> list[str]:
    """The pepper said with salt is no bell pepper."""
    before = ["", *texts]
    return [
        TWO_THINGS.get((last.lower().rpartition(" ")[2], text.lower()), text)
        for last, text in zip(before, texts, strict=False)
    ]


def _text(sentence: Sentence, thing: Piece, span: tuple[int, int], said: str) -> str:
    start, end = span
    while end > start + 1 and sentence.noise[end - 1] and not _is_kept(sentence, end - 1):
        end -= 1
    text = _slice(sentence, start, end, said)
    if thing.spelled and sentence.norm(start) in HOMOPHONES:
        return f"{thing.spelled} {_slice(sentence, start + 1, end, said)}"
    return f"a {text}" if opens_with_unit(sentence, start) else text


def _is_kept(sentence: Sentence, place: int) -> bool:
    return sentence.norm(place) in REFERENCES


def _slice(sentence: Sentence, start: int, end: int, said: str) -> str:
    stop = sentence.words[end].at if end < len(sentence.words) else len(said)
    return said[sentence.words[start].at : stop].strip(_BETWEEN)


def _start(sentence: Sentence, thing: Piece) -> int:
    """Past the verb and politeness, and past the story before "so I need"."""
    start = thing.start
    named = thing.head.start if thing.head else thing.end
    for place in range(start, named):
        if sentence.norm(place) in ORDERING and sentence.noise[place] and "so" in _norms(sentence, start, place):
            start = place + 1
    kept = _KEPT_AT_THE_START if thing.head else _KEPT_WHERE_POINTING
    while start < min(named, thing.end - 1) and _is_opening(sentence, start, kept):
        start += 1
    for phrase in LEAVING_OUT:
        if _norms(sentence, start, start + len(phrase)) == list(phrase):
            start += len(phrase)
    return start


def _is_opening(sentence: Sentence, place: int, kept: frozenset[str]) -> bool:
    if sentence.norm(place) in kept:
        return False
    return bool(sentence.noise[place]) or sentence.norm(place) in TAKING


def _norms(sentence: Sentence, start: int, end: int) -> list[str]:
    return [sentence.norm(place) for place in range(start, end)]


def _place_of_bound_for_all(sentence: Sentence, last: Piece) -> int | None:
    """Where "all under fifty", or "under fifty each", begins; None if the end of the sentence says no such thing."""
    after = last.head.end if last.head else (last.unknown[0] + 1 if last.unknown else last.end)
    for_all = [place for place in range(after, last.end) if sentence.norm(place) in WHOLE]
    content = [place for place in range(after, last.end) if place not in for_all and _means(sentence, place)]
    if not for_all or not content or set(content) & set(last.unknown) - set(for_all):
        return None
    return after


def _means(sentence: Sentence, place: int) -> bool:
    return not sentence.noise[place] and sentence.norm(place) != "of"


def _bound_for_all(sentence: Sentence, span: tuple[int, int], said: str) -> str:
    kept = [place for place in range(*span) if sentence.norm(place) not in WHOLE]
    while kept and not _means(sentence, kept[0]):
        kept.pop(0)
    return " ".join(_slice(sentence, place, place + 1, said) for place in kept)

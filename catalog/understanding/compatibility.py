"""What a thing has to fit, also where nothing sold fits it: an iPhone 13 is not to be answered with an iPhone 15."""

from catalog.understanding.devices import FAMILIES, PARTS
from catalog.understanding.draft import Draft
from catalog.understanding.lexicon import COMPATIBLE, Label
from catalog.understanding.sentence import Sentence
from catalog.understanding.words import joined, word_set

_FITTING = word_set("for with to my the a an our fit fits fitting compatible works work working that which goes go")
_FOR = word_set("for with fit fits fitting to")
_LONGEST = 5


def read_devices(sentence: Sentence, draft: Draft) -> None:
    """Only in a shop that says of its goods what they fit; else the words are searched for."""
    name = _attribute(sentence)
    if name is None or name in draft.attributes:
        return
    for place, word in enumerate(sentence.words):
        if word.norm not in FAMILIES or not sentence.free(place, place + 1):
            continue
        end = _end_of_device(sentence, place)
        start = _start(sentence, place)
        if _is_fitted(sentence, place, end):
            draft.require(name, joined(sentence.words[place:end]))
            sentence.take(start, end)
            return


def _attribute(sentence: Sentence) -> str | None:
    known = [name for name in COMPATIBLE if sentence.lexicon.vocabulary.values(name)]
    kinds = sentence.all_kinds()
    if kinds:
        facts = sentence.lexicon.facts(kinds)
        known = [name for name in known if any(of_kind.get(name) for of_kind in facts)]
    return next(iter(known), None)


def _end_of_device(sentence: Sentence, place: int) -> int:
    end = place + 1
    while end < len(sentence.words) and end - place < _LONGEST and sentence.free(end, end + 1):
        word = sentence.words[end]
        if word.breaks or word.money or not (word.number is not None or word.norm in PARTS or _is_model(sentence, end)):
            break
        end += 1
    return end


def _is_model(sentence: Sentence, place: int) -> bool:
    """The letters of "v8" and "s24"."""
    word, after = sentence.words[place], sentence.words[place + 1 : place + 2]
    glued_on = bool(after) and after[0].number is not None and after[0].glue == ""
    return len(word.norm) <= 2 and (glued_on or word.glue == "")


def _start(sentence: Sentence, place: int) -> int:
    start = place
    while sentence.norm(start - 1) in _FITTING and sentence.free(start - 1, start):
        start -= 1
    return start


def _is_fitted(sentence: Sentence, start: int, end: int) -> bool:
    """ "A case for an iPhone 13" and "iPhone 13 case" name what is to fit; "an iPhone 13" alone is wanted itself."""
    named = any(m.start < end and start < m.end for m in sentence.of_label(Label.KIND))
    if named:
        return False
    before = any(sentence.norm(place) in _FOR for place in range(_start(sentence, start), start))
    return (before and _something_is_named(sentence, start)) or sentence.head(start, end).named


def _something_is_named(sentence: Sentence, start: int) -> bool:
    return any(sentence.is_content(place) for place in range(start))

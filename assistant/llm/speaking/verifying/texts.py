"""Whether a text of the shop's says what is claimed of it: in its own words and order, with all its conditions."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.llm.speaking.verifying.lexicon import NARROWING, NEUTRAL_IN_TEXTS
from assistant.llm.speaking.verifying.words import Word, stem, words_of
from catalog.planted_instructions import SENTENCE_END


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What is kept together where a sentence is turned around; its clause is told whole or not at all."""

    stems: tuple[str, ...]
    clause: int


def bears_out(text: str, claimed: Sequence[str]) -> bool:
    """`claimed` are stems that say something; a statement turned, narrowed less, or put together anew is none of it."""
    return bool(claimed) and any(_says(_phrases(sentence), claimed) for sentence in SENTENCE_END.split(text))


def content_of(words: Sequence[Word]) -> tuple[str, ...]:
    """The stems that say something; conditions and negations among them."""
    return tuple(stem(word.norm) for word in words if not word.stops and word.norm not in NEUTRAL_IN_TEXTS)


def _says(phrases: Sequence[Phrase], claimed: Sequence[str]) -> bool:
    """In the text's order, or with its last part said first; the first clause always, the others whole or left out."""
    for start in range(len(phrases)):
        turned = [*phrases[start:], *phrases[:start]]
        told = _told(turned, claimed)
        if told is not None and _is_whole(phrases, told):
            return True
    return False


def _told(phrases: Sequence[Phrase], claimed: Sequence[str]) -> list[Phrase] | None:
    told, at = [], 0
    for phrase in phrases:
        if tuple(claimed[at : at + len(phrase.stems)]) == phrase.stems:
            told.append(phrase)
            at += len(phrase.stems)
    return told if at == len(claimed) else None


def _is_whole(phrases: Sequence[Phrase], told: Sequence[Phrase]) -> bool:
    clauses = {phrase.clause for phrase in told} | {0}
    return all(phrase in told for phrase in phrases if phrase.clause in clauses)


def _phrases(sentence: str) -> list[Phrase]:
    found: list[Phrase] = []
    clause = 0
    held: list[Word] = []
    after_stop = False
    for word in words_of(sentence):
        if word.stops:
            _close(found, held, clause)
            held, after_stop = [], True
            continue
        opens = word.norm in NARROWING
        if after_stop and not opens and found:
            clause += 1
        if opens and held:
            _close(found, held, clause)
            held = []
        held.append(word)
        after_stop = False
    _close(found, held, clause)
    return found


def _close(found: list[Phrase], held: Sequence[Word], clause: int) -> None:
    if stems := content_of(held):
        found.append(Phrase(stems=stems, clause=clause))

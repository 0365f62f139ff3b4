"""Other words for the same goods: what the shop calls a thing that the shopper calls otherwise."""

from collections.abc import Collection, Sequence

from catalog.retrieval.analyser import FUNCTION_WORDS, words_of
from catalog.retrieval.asking import FILLER
from catalog.retrieval.lexicon import lexicon
from catalog.retrieval.meaning import Names, is_need, thing_of
from catalog.retrieval.phrases import after_phrase, phrase_of
from catalog.retrieval.standing import Standing

# Words beside a thing that are tried before it.
MOST_BESIDE = 8


def in_shop_words(text: str, known: Names) -> str:
    """The text with the thing it names called as the shop calls it; the same text if it has no other word for it."""
    phrase, rest = thing_of(text, known), after_phrase(text)
    if " ".join(phrase) in known.kind_set or is_need(phrase, None, known):
        return text
    if compound := _compound(phrase, text, known):
        return compound
    called = in_the_shops_words(phrase, known.names, known.kind_set)
    return text if called is None else called + rest


def _compound(phrase: list[str], text: str, known: Names) -> str | None:
    """A cover for my phone is a phone cover, and shoes to wear in the house are house shoes, if the shop has those."""
    rest = after_phrase(text)
    for_what = [word for word in phrase_of(rest.removeprefix(" for ")) if word not in FILLER]
    if not phrase:
        return None
    if rest.startswith(" for ") and for_what and (found := _called_with(for_what, phrase, known)):
        return found
    if len(phrase) == len(("camera", "door")) and (found := _called_with(phrase[1:], phrase[:1], known)):
        return found
    beside = [word for word in words_of(text) if word not in {*phrase, *FILLER, *FUNCTION_WORDS}]
    tried = (_called_with([word], phrase, known) for word in beside[:MOST_BESIDE])
    compound = next((name for name in tried if name), None)
    return f"{compound} for {' '.join(beside)}" if compound else None


def _called_with(before: list[str], phrase: list[str], known: Names) -> str | None:
    for words in map(" ".join, ([*before, *phrase], [*phrase[:-1], *before, phrase[-1]])):
        if name := next((name for name in (words, *other_words(words)) if name in known.kind_set), None):
            return name
        asked = known.stocked.asked(words.split())
        if asked and asked.start == 0 and asked.standing is Standing.CARRIED and not asked.only_instead:
            return words
    return None


def other_words(name: str) -> tuple[str, ...]:
    return lexicon().other_words(name)


def in_the_shops_words(phrase: Sequence[str], names: Collection[str], kinds: Collection[str]) -> str | None:
    """The phrase with its head called as the shop calls it; None if the shop's word for it is not another."""
    goods = lexicon()
    found = goods.named_last(phrase)
    if found is None:
        return None
    start, _ = found
    said = " ".join(phrase[start:])
    if said in kinds or any(" ".join(phrase[before:]) in names for before in range(start)):
        return None
    if said in names:
        # The shop says so too, if not of all: with other words only some of them would be found.
        return None
    known = [other for other in goods.other_words(said) if other in names]
    # What is the name of a kind is surer than what is only the end of one.
    for other in sorted(known, key=lambda name: name not in kinds):
        return " ".join([*phrase[:start], goods.written(other)])
    return None

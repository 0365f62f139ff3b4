"""Other words for the same goods: what the shop calls a thing that the shopper calls otherwise."""

from collections.abc import Collection, Sequence

from catalog.retrieval.lexicon import lexicon


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

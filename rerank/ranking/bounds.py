"""What must not be shown, whatever a model thinks of it: checked again for each list, on what its cards say; no I/O."""

from collections.abc import Iterable, Sequence

from catalog.product import ProductCard
from catalog.query import Query
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment


def within_bounds(candidates: Iterable[Candidate], moment: Moment) -> list[Candidate]:
    """Candidates come filtered by the search or by their source; one that slipped through ends here.

    What the list is for is not in it: who looks at a kettle is not shown that kettle beside it.
    """
    beside = frozenset(moment.beside)
    return [
        each
        for each in candidates
        if each.card.in_stock and each.card.id not in beside and (moment.query is None or fits(each.card, moment.query))
    ]


def fits(card: ProductCard, query: Query) -> bool:
    """As far as a card can tell: sizes, diets and what must not be in it are the search's to know."""
    refused = {brand.casefold() for brand in query.not_brands}
    if card.brand.casefold() in refused:
        return False
    if query.currency not in {None, card.price.currency}:
        return True
    amount = card.price.amount_minor
    return (query.max_price_minor is None or amount <= query.max_price_minor) and (
        query.min_price_minor is None or amount >= query.min_price_minor
    )


def names_one_thing(query: Query, cards: Sequence[ProductCard]) -> bool:
    """Whether the words asked for are those of one or two products, and of no kind of goods: "Pegasus 40"."""
    asked = frozenset(query.text.casefold().split())
    if len(asked | frozenset(query.brands)) < MOST_WORDS_OF_KINDS:
        return False
    called = [card for card in cards if asked <= frozenset(f"{card.title} {card.brand}".casefold().split())]
    return 0 < len({card.id for card in called}) <= FEW


# "Rain jacket" is a kind of goods even where a shop has but one.
MOST_WORDS_OF_KINDS = 2
FEW = 2

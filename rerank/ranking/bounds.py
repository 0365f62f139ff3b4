"""What must not be shown, whatever a model thinks of it: checked again for each list, on what its cards say; no I/O."""

from collections.abc import Iterable, Sequence

from catalog.product import ProductCard
from catalog.query import Query
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment

# One word names a kind of goods, even where a shop has but one of the kind.
FEWEST_WORDS = 2
FEW = 2


def within_bounds(candidates: Iterable[Candidate], moment: Moment) -> list[Candidate]:
    """Candidates come filtered by the search or by their source; one that slipped through ends here.

    What the list is for is not in it: who looks at a kettle is not shown that kettle beside it.
    """
    beside = frozenset(moment.beside)
    buyable = [each for each in candidates if each.card.in_stock and each.card.id not in beside]
    query = moment.query
    return [each for each in buyable if fits(each.card, query)] if query and _has_bounds(query) else buyable


def _has_bounds(query: Query) -> bool:
    return bool(query.not_brands) or query.max_price_minor is not None or query.min_price_minor is not None


def fits(card: ProductCard, query: Query) -> bool:
    """As far as a card can tell: sizes, diets and what must not be in it are the search's to know."""
    if query.not_brands and card.brand.casefold() in {brand.casefold() for brand in query.not_brands}:
        return False
    if query.currency is not None and query.currency != card.price.currency:
        return True
    amount = card.price.amount_minor
    return (query.max_price_minor is None or amount <= query.max_price_minor) and (
        query.min_price_minor is None or amount >= query.min_price_minor
    )


def names_one_thing(query: Query, cards: Sequence[ProductCard]) -> bool:
    """Whether the words asked for are those of one or two products, and of no kind of goods: "Pegasus 40"."""
    asked = frozenset(query.text.casefold().split())
    if len(asked | frozenset(query.brands)) < FEWEST_WORDS:
        return False
    called = [card for card in cards if asked <= frozenset(f"{card.title} {card.brand}".casefold().split())]
    return 0 < len({card.id for card in called}) <= FEW

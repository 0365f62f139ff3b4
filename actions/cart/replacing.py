"""What a shopper wants in place of a thing in the cart: another pack, what they usually buy, or other goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from actions.cart.packs import find_in_pack
from actions.cart.thing_finding import OwnHistory
from actions.cart.usually import own_first, usual_of
from actions.heard import Heard
from actions.services import Services
from catalog.product import Product, ProductCard, Variant
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import choose
from shop.narrowing import fitting, plainest
from shop.pack_steps import asks_for_other_pack, other_pack, pack_called, without_container
from shop.phrasing.results import SHOWN_AT_ONCE, SPOKEN_AT_ONCE
from shop.recollection import stems
from shop.references import by_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What shall be instead, in the words for it, or the other one where there are none.

    What `corrects` is remembered; a change of mind is not. Words that `may_be_else` than a wish for goods are left
    alone where they name none.
    """

    words: str = ""
    corrects: bool = True
    may_be_else: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is in the cart and shall not be, as it was asked for; `words` tell what is wanted, nothing if not said."""

    product_id: str
    variant_id: str
    asked: Query
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """The one variant that is meant, or the cards that may be; `query` asks for them.

    It `is_unclear` what the words mean where they change nothing of what was asked for. Where it `is_of_card`, the
    product is meant, and the variant is just the one that was shown: of what is worn the size is asked for, and what is
    `known` of it by then does not have to be said again. `attribute` is what was asked for last.
    """

    query: Query
    pair: tuple[str, str] | None = None
    cards: tuple[ProductCard, ...] = ()
    is_unclear: bool = False
    is_of_card: bool = False
    known: Mapping[str, str] = field(default_factory=dict)
    attribute: str = ""

    @classmethod
    def of_card(cls, card: ProductCard, query: Query) -> Self:
        return cls(query=query, pair=(card.id, card.variant_id), is_of_card=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What the shopper has to choose before a product can be put in place of another."""

    attribute: str
    values: tuple[str, ...]
    known: Mapping[str, str]
    answered: bool


def settled(product: Product, instead: Instead, query: Query, words: str) -> Variant | Open:
    """The variant that was chosen, or what is still open: nobody's size is assumed.

    It comes in the colour that was shown, unless another one is said.
    """
    query = as_size(query, instead.attribute)
    shown = {variant.id: variant.attributes for variant in product.variants}.get((instead.pair or ("", ""))[1], {})
    known = {name: value for name, value in shown.items() if name == "color"} | dict(instead.known)
    choice = choose(product, query, words, known=known)
    if choice.is_made:
        return choice.variants[0]
    name, values = choice.open or (next(iter(choice.lacking)), [])
    offered = values or [variant.attributes[name] for variant in choice.variants if name in variant.attributes]
    return Open(attribute=name, values=tuple(dict.fromkeys(offered)), known=choice.known, answered=choice.answered)


def as_size(query: Query, attribute: str) -> Query:
    """ "Nine" is a size if that was asked for."""
    is_bare = attribute == "size" and not query.sizes and query.quantity is not None
    return Query(sizes=(str(query.quantity),)) if is_bare else query


async def instead_of(services: Services, said: Heard, wrong: Wrong, stopwatch: Stopwatch) -> Instead:
    """Nearest first: the same thing in another pack, the shopper's own other one, and then what a search finds."""
    query = _asked_now(services, wrong)
    products = await services.products.products([wrong.product_id])
    if products and (same := _same_product(services, products[0], wrong)) is not None:
        return Instead(query=query, pair=(products[0].id, same.id))
    if (placed := by_place(wrong.words, await services.products.cards(said.shown))) is not None:
        return Instead.of_card(placed, query)
    if asks_for_other_pack(wrong.words) and not services.reader().names_goods(without_container(wrong.words)):
        return Instead(query=query)
    if not query.text or (wrong.words and query == _asked_now(services, replace(wrong, words=""))):
        return Instead(query=query, is_unclear=True)
    if not wrong.words and (other := await _other_shown(services, said, wrong)) is not None:
        return Instead.of_card(other, query)
    return await _other_goods(services, said, wrong, query, stopwatch)


async def _other_goods(services: Services, said: Heard, wrong: Wrong, query: Query, stopwatch: Stopwatch) -> Instead:
    found = await find_in_pack(services, query, limit=SHOWN_AT_ONCE, stopwatch=stopwatch)
    if not any(_says(card, query.text) for card in found.cards):
        sort = _of_another_sort(wrong.asked.text, query)
        other = await find_in_pack(services, sort, limit=SHOWN_AT_ONCE, stopwatch=stopwatch) if sort else None
        if sort and other and any(_says(card, sort.text) for card in other.cards):
            found, query = other, sort
        elif query.text != wrong.asked.text and not services.reader().names_goods(wrong.words):
            return Instead(query=query, is_unclear=True)
    own = await OwnHistory(services, said.shopper_id).read()
    usual = await usual_of(services, "", query, own, stopwatch)
    others = [habit.bought for habit in usual.own if habit.bought.variant_id != wrong.variant_id]
    mine = [bought for bought in others if bought.available]
    if len(mine) == 1:
        return Instead(query=query, pair=(mine[0].product_id, mine[0].variant_id))
    first = await own_first(services, usual, found.cards, query=query, most=SHOWN_AT_ONCE)
    cards = [card for card in first if card.id != wrong.product_id]
    one = _one_meant(services, cards, wrong, query)
    if one is not None:
        return Instead.of_card(one, query)
    return Instead(query=query, cards=tuple(cards[:SPOKEN_AT_ONCE]))


def _asked_now(services: Services, wrong: Wrong) -> Query:
    """Other goods are asked for as they are; a quality is asked for of the same goods."""
    reader = services.reader()
    asked = replace(wrong.asked, quantity=None, sort=None)
    if not wrong.words:
        return replace(Query(text=asked.text), exclude=asked.exclude)
    parsed = reader.parse(wrong.words)
    if reader.names_goods(wrong.words) and parsed.text:
        return replace(parsed, quantity=None)
    return replace(reader.refine(Query(text=asked.text, exclude=asked.exclude), wrong.words), quantity=None)


def _of_another_sort(asked: str, query: Query) -> Query | None:
    """ "The oat one", in place of almond milk, is oat milk: what it is stays, and of which sort is said anew."""
    *before, head = asked.split() or [""]
    new = [word for word in query.text.split() if word not in {*before, head}]
    return replace(query, text=" ".join((*new, head))) if before and new else None


def _says(card: ProductCard, words: str) -> bool:
    return stems(words) <= stems(f"{card.brand} {card.title} {card.category} {' '.join(card.attributes.values())}")


def _same_product(services: Services, product: Product, wrong: Wrong) -> Variant | None:
    """ "The gallon" and "the bigger one", where the thing itself comes so."""
    words = wrong.words.lower()
    if not words:
        return None
    if asks_for_other_pack(words) and (pack := other_pack(product, wrong.variant_id, words)) is not None:
        return pack
    if (called := pack_called(product, words)) is not None and called.id != wrong.variant_id:
        return called
    held = next((variant.attributes for variant in product.variants if variant.id == wrong.variant_id), {})
    choice = choose(product, services.reader().parse(words), words, known=held)
    if choice.answered and choice.is_made and choice.variants[0].id != wrong.variant_id:
        return choice.variants[0]
    return None


async def _other_shown(services: Services, said: Heard, wrong: Wrong) -> ProductCard | None:
    """ "The other one", where two had been told and one of them was taken."""
    shown = await services.products.cards(said.shown)
    others = [card for card in shown if card.id != wrong.product_id]
    return others[0] if len(shown) == len(others) + 1 and len(others) == 1 else None


def _one_meant(services: Services, cards: Sequence[ProductCard], wrong: Wrong, query: Query) -> ProductCard | None:
    """Words that only one of them is called by, or that are the whole name of one."""
    if len(cards) == 1 or (cards and query.sort is not None):
        return cards[0]
    if not wrong.words or not cards:
        return None
    words = services.reader().parse(wrong.words).text or wrong.words
    called = fitting(cards[:SPOKEN_AT_ONCE], words, goods=wrong.asked.text.split()[-1] if wrong.asked.text else "")
    if len(called) == 1:
        return called[0]
    plain = plainest(called or cards[:SPOKEN_AT_ONCE], query.text)
    return plain[0] if len(plain) == 1 else None

"""The products a sentence is about: the ones it points at, or the ones it describes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from actions.cart.packs import find_in_pack
from actions.heard import Heard
from actions.products.pointed import pointed_at
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.phrasing.aspects import asks_for_a_fact
from shop.phrasing.results import SHOWN_AT_ONCE
from shop.references import POINTING, are_called_so, referred, titled, without_purpose

WORDS_OF_A_TITLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """`certain` if the words point at the cards; otherwise these are what they may mean, best first.

    `found` is the search that they came from, if they did. `none_so` tells that nothing shown is as it was said.
    """

    cards: tuple[ProductCard, ...]
    certain: bool
    query: Query
    found: Found | None = None
    none_so: bool = False


Before = Callable[[Query], Awaitable[Meant | None]]


async def meant(
    services: Services, said: Heard, stopwatch: Stopwatch, *, asking: bool = False, before_search: Before | None = None
) -> Meant:
    """Shown products first; only what was not shown is searched for, unless `before_search` knows what is meant.

    `asking` is for questions: they are about what is being talked about, unless they name other goods.
    """
    with stopwatch.measure("parse"):
        query = services.reader().parse(said.text)
        names_goods = services.reader().names_goods(said.text)
    shown, focus = await talked_about(services, said)
    in_focus = [focus] if focus else []
    called, found = await _by_title(services, said, query, [*shown, *in_focus], stopwatch)
    if called:
        return Meant(cards=(called,), certain=True, query=query)
    might_be_any = not asking and _might_be_any(said, shown, in_focus)
    if pointed := await pointed_at(services, said, shown, focus, query):
        return Meant(cards=pointed.cards, certain=pointed.certain, query=query, none_so=not pointed.cards)
    pointing = without_purpose(said.text, names_goods=services.reader().names_goods)
    # "Does it come in a bigger bag" asks about it, and not about bags.
    of_it = asking and bool(in_focus) and POINTING.search(said.text.lower()) is not None
    it = referred(pointing, shown, in_focus=focus)
    if it and (of_it or are_called_so(it, services.reader().goods_named(query.text))):
        return Meant(cards=tuple(shown) if might_be_any else it, certain=not might_be_any, query=query)
    is_new = bool(query.text or query.attributes or query.brands)
    if asking:
        is_new = (names_goods or bool(query.brands)) and not asks_for_a_fact(said.text)
    if not is_new:
        current = shown if might_be_any else (in_focus or shown[:1])
        return Meant(cards=tuple(current), certain=bool(current) and not might_be_any, query=query)
    if before_search is not None and (known := await before_search(query)) is not None:
        return known
    found = found or await _find(services, query, stopwatch)
    return Meant(cards=found.cards, certain=False, query=query, found=found)


async def _by_title(
    services: Services, said: Heard, query: Query, known: Sequence[ProductCard], stopwatch: Stopwatch
) -> tuple[ProductCard | None, Found | None]:
    """Its whole title was said; it may have been shown so long ago that it has to be looked for, which comes along."""
    if called := titled(said.text, known):
        return called, None
    if len(query.text.split()) + len(query.brands) < WORDS_OF_A_TITLE:
        return None, None
    found = await _find(services, query, stopwatch)
    return titled(said.text, found.cards), found


async def _find(services: Services, query: Query, stopwatch: Stopwatch) -> Found:
    return await find_in_pack(services, query, limit=SHOWN_AT_ONCE, stopwatch=stopwatch)


async def talked_about(services: Services, said: Heard) -> tuple[list[ProductCard], ProductCard | None]:
    """What was shown, and the one in focus: as far as they are still sold."""
    focus = [said.in_focus] if said.in_focus else []
    known = {(card.id, card.variant_id): card for card in await services.products.cards([*said.shown, *focus])}
    return [known[pair] for pair in said.shown if pair in known], known.get(said.in_focus) if said.in_focus else None


def _might_be_any(said: Heard, shown: Sequence[ProductCard], in_focus: Sequence[ProductCard]) -> bool:
    """ "Add it" after three were named: only where one came first by the shopper's own order is it that one."""
    if len(shown) < 2 or in_focus or said.query.sort is not None:
        return False
    return not referred(said.text, shown, explicitly=True)

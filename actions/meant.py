"""The products a sentence is about: the ones it points at, or the ones it describes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.heard import Heard
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import pack_asked_for
from shop.phrasing.details import asks_for_a_fact
from shop.references import referred, titled

FOUND_AT_MOST = 10
WORDS_OF_A_TITLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """`certain` if the words point at the cards; otherwise these are what they may mean, best first."""

    cards: tuple[ProductCard, ...]
    certain: bool
    query: Query


async def meant(services: Services, said: Heard, stopwatch: Stopwatch, *, asking: bool = False) -> Meant:
    """Shown products first; only what was not shown is searched for. `asking` is for questions, which are about what
    is being talked about unless they name other goods."""
    with stopwatch.measure("parse"):
        query = services.reader().parse(said.text)
        names_goods = services.reader().names_goods(said.text)
    shown, in_focus = await _talked_about(services, said)
    if called := titled(said.text, [*shown, *in_focus]):
        return Meant(cards=(called,), certain=True, query=query)
    if len(query.text.split()) + len(query.brands) >= WORDS_OF_A_TITLE and (
        called := titled(said.text, await _found(services, query, stopwatch))
    ):
        return Meant(cards=(called,), certain=True, query=query)
    if pointed_at := referred(said.text, shown, in_focus=next(iter(in_focus), None)):
        return Meant(cards=pointed_at, certain=True, query=query)
    current = in_focus or shown[:1]
    if current and (_says_nothing_new(query) or (asking and (not names_goods or asks_for_a_fact(said.text)))):
        return Meant(cards=tuple(current), certain=True, query=query)
    if _says_nothing_new(query) or (asking and not names_goods and not query.brands):
        return Meant(cards=(), certain=False, query=query)
    return Meant(cards=tuple(await _found(services, query, stopwatch)), certain=False, query=query)


async def _talked_about(services: Services, said: Heard) -> tuple[list[ProductCard], list[ProductCard]]:
    focus = [said.in_focus] if said.in_focus else []
    known = {(card.id, card.variant_id): card for card in await services.products.cards([*said.shown, *focus])}
    return [known[pair] for pair in said.shown if pair in known], [known[pair] for pair in focus if pair in known]


async def _found(services: Services, query: Query, stopwatch: Stopwatch) -> Sequence[ProductCard]:
    """In the pack that was asked for, if anything comes in it."""
    pack = pack_asked_for(query)
    if pack and not query.sizes:
        in_pack = await services.finding.find(replace(query, sizes=(pack,)), limit=FOUND_AT_MOST, stopwatch=stopwatch)
        if in_pack.cards:
            return in_pack.cards
    return (await services.finding.find(query, limit=FOUND_AT_MOST, stopwatch=stopwatch)).cards


def _says_nothing_new(query: Query) -> bool:
    return not query.text and not query.attributes and not query.brands

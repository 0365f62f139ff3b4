"""An answer to "which one?" that names none but says what it is to be: fewer are left, or one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.cart.packs import find_in_pack
from actions.heard import Heard
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.measures import having_most
from shop.narrowing import LEFT_TO_US, by_plainness, fitting, pack_named, plainest
from shop.phrasing.comparing import facts_of
from shop.phrasing.results import SHOWN_AT_ONCE, SPOKEN_AT_ONCE

LONGEST = 6
THE_MOST = re.compile(r"^\W*(?:the )?(?:[a-z]{3,}(?<!b)est|(?:most|least) [a-z]+)(?: ones?)?(?: please)?\W*$")
ADDS = re.compile(r"^\W*(?:please |ok(?:ay)? |yes |just )*(?:add|get me|give me|i'll (?:take|have)|take|i want) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of those offered, best first; `query` asks for it. `more` is what the words ask for beyond it."""

    cards: tuple[ProductCard, ...]
    query: Query
    more: Query


async def narrowed(
    question: Mapping[str, Any], said: Heard, offered: Sequence[ProductCard], services: Services
) -> Left | None:
    """None if the words say nothing of what was asked about; no cards if nothing is so. What was heard goes first."""
    requested = Query.from_dict(question["query"])
    text = ADDS.sub("", said.text.lower())
    if LEFT_TO_US.search(text.replace(requested.text, "")):
        return Left(cards=tuple(offered[:1]), query=requested, more=Query())
    if len(text.split()) > LONGEST:
        return None
    if most := await _with_most(text, offered, services):
        return Left(cards=most, query=requested, more=Query())
    parsed = services.reader().parse(text)
    query, words = _narrower(services, requested, parsed, text)
    more = Query(quantity=parsed.quantity, sizes=query.sizes if query.sizes != requested.sizes else ())
    if query == requested:
        return None
    heard = fitting(offered[:SPOKEN_AT_ONCE], words, goods=requested.text) if query.text != requested.text else []
    one = heard if len(heard) == 1 else plainest(heard, query.text)
    if len(one) == 1:
        return Left(cards=tuple(one), query=query, more=more)
    found = (await find_in_pack(services, query, limit=SHOWN_AT_ONCE, stopwatch=Stopwatch())).cards
    if query.text != requested.text:
        found = tuple(fitting(found, words, goods=requested.text)) or tuple(heard)
    return Left(cards=tuple(by_plainness(found, query.text)), query=query, more=more)


async def _with_most(text: str, offered: Sequence[ProductCard], services: Services) -> tuple[ProductCard, ...]:
    """ "The warmest" of those offered, or those that are as warm; empty if it is not that, or is not stated."""
    if THE_MOST.match(text) is None:
        return ()
    products = {one.id: one for one in await services.products.products([card.id for card in offered])}
    cards = [card for card in offered if card.id in products]
    return tuple(cards[place] for place in having_most(text, [facts_of(products[card.id], card) for card in cards]))


def _narrower(services: Services, requested: Query, parsed: Query, text: str) -> tuple[Query, str]:
    """The query with what was said, and the words of it that a name has to hold."""
    if pack := pack_named(parsed.text):
        return replace(requested, sizes=(pack,)), ""
    refined = services.reader().refine(requested, text)
    return replace(refined, quantity=requested.quantity, unit=requested.unit, sort=None), parsed.text

"""What a thing of a list is: a product pointed at, the one this shopper usually buys, or what a search finds."""

import re
from dataclasses import dataclass, replace

from actions.cart.usually import Usual, own_first, usual_of
from actions.cart.waiting import Thing
from actions.heard import Heard
from actions.products.meant import Meant, meant
from actions.services import Services
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing.results import SHOWN_AT_ONCE
from shop.usual.history import Bought, History
from shop.usual.wording import without_usual

# "The one with the longer battery" is one of those shown, whichever that is.
POINTS = re.compile(r"\b(?:the|that|this) (?:\w+ )?one\b")
# "A different milk" is any milk but the usual.
OTHER = re.compile(r"\b(?:a |some )?(?:different|other)\b(?= [a-z])", re.IGNORECASE)


@dataclass(slots=True)
class OwnHistory:
    """What the shopper bought before, read once in a turn and only where it is asked for."""

    services: Services
    shopper_id: str
    known: History | None = None

    async def read(self) -> History:
        if self.known is None:
            self.known = await self.services.usuals.history(self.shopper_id)
        return self.known

    async def of_product(self, product_id: str) -> list[Bought]:
        """Its variants that were bought, the last one first."""
        bought = [each for each in (await self.read()).bought if each.product_id == product_id and each.times]
        return sorted(bought, key=lambda each: each.times[-1], reverse=True)


class ThingFinding:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def find(self, said: Heard, thing: Thing, own: OwnHistory, stopwatch: Stopwatch) -> tuple[Meant, Usual]:
        """A wish for an order ("the cheapest milk") makes the first of them certain, and so does a habit."""
        if thing.pair is not None:
            cards = tuple(await self._services.products.cards([thing.pair]))
            return Meant(cards=cards, certain=True, query=thing.query), Usual()
        usual = Usual()

        async def habit(query: Query) -> Meant | None:
            nonlocal usual
            usual = await usual_of(self._services, thing.text, query, await own.read(), stopwatch)
            return await self._usual_one(usual, query)

        plain = replace(said, text=OTHER.sub(" ", without_usual(thing.text)))
        found = await meant(self._services, plain, stopwatch, before_search=habit)
        if found.query.sort is not None and not found.certain:
            return replace(found, cards=found.cards[:1], certain=True), usual
        if not found.cards and POINTS.search(thing.text.lower()):
            shown = tuple(await self._services.products.cards(said.shown))
            return Meant(cards=shown, certain=False, query=Query()), usual
        if usual.own and not found.certain:
            cards = await own_first(self._services, usual, found.cards, query=found.query, most=SHOWN_AT_ONCE)
            return replace(found, cards=cards), usual
        return found, usual

    async def _usual_one(self, usual: Usual, query: Query) -> Meant | None:
        if usual.sure is None or usual.is_gone:
            return None
        pair = usual.sure.bought.product_id, usual.sure.bought.variant_id
        cards = await self._services.finding.not_avoided(await self._services.products.cards([pair]), query)
        return Meant(cards=cards, certain=True, query=query) if cards else None

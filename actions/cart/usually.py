"""What a shopper usually buys of a thing that was asked for, as far as it fits what was said of it."""

import re
from dataclasses import dataclass, replace

from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import pack_asked_for
from shop.phrasing import usual as phrasing
from shop.usual.habits import Habit, habits
from shop.usual.history import History
from shop.usual.wording import claims_usual

# Whoever says that it is the usual one need not prove it: it only has to be clear which one that is.
CLEARLY_FIRST = 0.5
SOMETHING_NEW = re.compile(
    r"\b(?:other|another kind|different|new|something else|instead of (?:my|the) usual|not (?:my|the) usual)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """`own` is what fits and was bought before, the most usual first; `sure` the one to take without asking.

    Where the shopper `claims` a habit and none is known, that is said rather than passed over.
    """

    own: tuple[Habit, ...] = ()
    sure: Habit | None = None
    claims: bool = False

    @property
    def is_unknown(self) -> bool:
        return self.claims and not self.own

    @property
    def is_gone(self) -> bool:
        """Sold out, or not sold any more."""
        return self.sure is not None and not self.sure.bought.available


async def usual_of(services: Services, text: str, query: Query, history: History, stopwatch: Stopwatch) -> Usual:
    """An explicit wish outranks habit: what does not fit it, or an order such as "the cheapest", has no usual."""
    claims = claims_usual(text)
    if not history.bought or query.sort is not None or SOMETHING_NEW.search(text.lower()):
        return Usual(claims=claims)
    fitting = await _fitting(services, query, history, stopwatch)
    gone = [each.variant_id for each in history.bought if each.available is None and _is_called(each.title, query)]
    ranked = habits(history, fitting={*fitting, *gone}, now=services.now(), reckoning=services.usuals.reckoning)
    if not ranked:
        return Usual(claims=claims)
    first = ranked[0]
    clear = claims and first.share > CLEARLY_FIRST
    is_sure = clear or first.confidence >= services.usuals.reckoning.threshold
    return Usual(own=ranked, sure=first if is_sure else None, claims=claims)


async def own_first(
    services: Services, usual: Usual, cards: tuple[ProductCard, ...], *, query: Query, most: int
) -> tuple[ProductCard, ...]:
    """What was bought before leads the options, and says so."""
    own = [habit for habit in usual.own if habit.bought.available]
    pairs = [(habit.bought.product_id, habit.bought.variant_id) for habit in own]
    known = {habit.bought.variant_id: habit for habit in own}
    mine = [
        replace(card, why=phrasing.bought_before(known[card.variant_id], now=services.now()))
        for card in await services.finding.not_avoided(await services.products.cards(pairs) if pairs else [], query)
    ]
    first = list({card.id: card for card in reversed(mine)}.values())[::-1]
    ids = {card.id for card in first}
    return (*first, *(card for card in cards if card.id not in ids))[:most]


async def _fitting(services: Services, query: Query, history: History, stopwatch: Stopwatch) -> frozenset[str]:
    """In the pack asked for; what is sold by the bunch can be had by the dozen without coming in such packs."""
    pack = pack_asked_for(query)
    if pack and not query.sizes:
        in_pack = replace(query, sizes=(pack,))
        found = await services.finding.fitting(in_pack, history.variant_ids, stopwatch=stopwatch)
        if found or query.unit not in {"dozen", "half dozen"}:
            return found
    return await services.finding.fitting(query, history.variant_ids, stopwatch=stopwatch)


def _is_called(title: str, query: Query) -> bool:
    """What is not sold any more is known by its name alone, and only where nothing else was asked of it."""
    if replace(query, text="", quantity=None, unit=None) != Query():
        return False
    return phrasing.ends_in(title, query.text)

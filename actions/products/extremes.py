"""Says whether what is talked about is the cheapest, the lightest or the best rated of all such goods, or which is."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.services import Services
from catalog.product import ProductCard
from catalog.stages import Stopwatch
from shop.extremes import ExtremeAsked, the_most
from shop.phrasing import comparing, results

LOOKED_THROUGH = 50


async def tell_extreme(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, asked: ExtremeAsked
) -> replies.Events | None:
    """None if nothing is talked about."""
    stopwatch = Stopwatch()
    cards = await _such_goods(services, said, asked, stopwatch)
    if not cards:
        return None
    products = {one.id: one for one in await services.products.products([card.id for card in cards])}
    cards = [card for card in cards if card.id in products]
    facts = [comparing.facts_of(products[card.id], card) for card in cards]
    place = the_most(asked, cards, facts)
    if place is None:
        alike = comparing.which_has_most([products[card.id] for card in cards], cards, asked.words)
        replies.tell(dispatcher, alike or comparing.cannot_tell(asked.words, cards), stopwatch)
        return [replies.miss(said.misses)]
    most, current = cards[place], _talked_of(said, cards)
    as_good = current is not None and asked.sort is not None and the_most(asked, [current, most], [{}, {}]) == 0
    told = current if current is not None and (as_good or current.id == most.id) else most
    is_it = None if current is None else told is current
    replies.tell(dispatcher, comparing.the_most(told, asked.words, said.query.text, is_it=is_it), stopwatch)
    return [replies.focus_on(told), ask({"kind": "offer_to_add"}, now=services.now())]


async def _such_goods(
    services: Services, said: Heard, asked: ExtremeAsked, stopwatch: Stopwatch
) -> Sequence[ProductCard]:
    """All that fit what was asked for, not only those shown."""
    if not results.can_be_looked_for(said.query) or not said.shown:
        return await services.products.cards(said.shown)
    query = replace(said.query, sort=asked.sort or said.query.sort)
    return (await services.finding.find(query, limit=LOOKED_THROUGH, stopwatch=stopwatch)).cards


def _talked_of(said: Heard, cards: Sequence[ProductCard]) -> ProductCard | None:
    """Of several that were just shown, none in particular."""
    pair = said.in_focus or (said.shown[0] if len(said.shown) == 1 else None)
    return next((card for card in cards if pair and card.id == pair[0]), None)

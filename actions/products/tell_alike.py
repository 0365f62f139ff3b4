"""What is much like a product that was shown: told for more than one kind of sentence."""

import re
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.products.meant import talked_about
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import results
from shop.references import ORDINALS, referred

_POINTED = rf"(?:this|that|it|these|those|the (?:{'|'.join(ORDINALS)}|last|\w+ one))\b"
# "I'd like that" wishes for the thing itself.
ALIKE = re.compile(
    rf"\b(?:similar|alike|comparable)\b|(?<!would )(?<!i )(?<!'d )(?<!don't )(?<!really )\blike {_POINTED}"
)
# What follows is how it shall differ, and says nothing of which one is meant.
BUT = re.compile(r"\b(?:but|only|except)\b")


def asks_for_alike(text: str) -> bool:
    return ALIKE.search(text.lower()) is not None


async def tell_alike(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch
) -> replies.Events | None:
    """None where the words point at no product that is being talked about."""
    one = await _one_meant(services, said)
    if one is None:
        return None
    with stopwatch.measure("parse"):
        bounds = services.reader().refine(
            Query(), _how_it_differs(said.text), shown_prices_minor=[one.price.amount_minor], shown_brands=[one.brand]
        )
    within = replace(bounds, text=said.query.text or one.category.lower())
    cards = await services.finding.find_alike(one.id, within=within, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    if not cards:
        replies.tell(dispatcher, results.nothing_like(one), stopwatch)
        return [replies.focus_on(one)]
    replies.tell(dispatcher, results.found(cards, within, lead="Much like it, I have"), stopwatch)
    return [
        replies.remember_query(within),
        *replies.remember_shown(cards),
        replies.start_seen([one, *cards]),
        ask({"kind": "offer_to_add" if len(cards) == 1 else "one_of_these"}, now=services.now()),
    ]


def _how_it_differs(text: str) -> str:
    """ "But in black" after the one that is pointed at refuses nothing."""
    before, *after = BUT.split(text, maxsplit=1)
    return after[0] if after and ALIKE.search(before.lower()) else text


async def _one_meant(services: Services, said: Heard) -> ProductCard | None:
    shown, in_focus = await talked_about(services, said)
    pointed_at = referred(BUT.split(said.text)[0], shown, in_focus=in_focus, explicitly=in_focus is None)
    return next(iter(pointed_at), in_focus or (shown[0] if len(shown) == 1 else None))

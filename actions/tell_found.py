"""Tells what a search found, and remembers what is now being talked about."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.open_question import ask
from actions.services import Services
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.phrasing import results


async def present(
    services: Services, dispatcher: CollectingDispatcher, query: Query, stopwatch: Stopwatch, *, lead: str = ""
) -> replies.Events:
    """Search, tell, and remember what is now being talked about."""
    found = await services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    goods = "" if found.cards or found.near_miss else services.reader().goods_named(query.text)
    if goods and goods != query.text:
        plainly = replace(query, text=goods)
        simpler = await services.finding.find(plainly, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        if simpler.cards:
            return tell_found(services, dispatcher, plainly, simpler, stopwatch, lead="Not exactly that, but I have")
    return tell_found(services, dispatcher, query, found, stopwatch, lead=lead)


def tell_found(
    services: Services,
    dispatcher: CollectingDispatcher,
    query: Query,
    found: Found,
    stopwatch: Stopwatch,
    *,
    lead: str = "",
) -> replies.Events:
    store = services.reader().store_called(query.store)
    if found.cards:
        answer, shown = results.found(found.cards, query, lead=lead, store=store), found.cards
        kind = "offer_to_add" if len(shown) == 1 else "one_of_these"
    elif found.near_miss:
        answer, shown = results.nearly(query, found.near_miss, store=store), (found.near_miss.card,)
        kind = "hear_about"
    else:
        answer, shown, kind = results.nothing(query, store=store), (), "anything_else"
    replies.tell(dispatcher, answer, stopwatch)
    return [
        replies.remember_query(query),
        *replies.remember_shown(shown),
        replies.start_seen(shown),
        ask({"kind": kind}, now=services.now()),
    ]

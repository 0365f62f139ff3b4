"""Tells what a search found, and remembers what is now being talked about."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.open_question import ask
from actions.packs import find_in_pack
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found, NearMiss
from catalog.stages import Stopwatch
from catalog.understanding.devices import FAMILIES
from shop.nearness import lacking
from shop.phrasing import near_misses, results
from shop.reply import Answer

COMPATIBILITY = "compatibility"


async def present(
    services: Services,
    dispatcher: CollectingDispatcher,
    query: Query,
    stopwatch: Stopwatch,
    *,
    said: str = "",
    found: Found | None = None,
) -> replies.Events:
    """Search, unless what was `found` is known; tell, and remember what is now being talked about.

    Where nothing is as it was `said`, the plain goods are told, and as what they are.
    """
    found = found or await find_in_pack(services, query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    goods = "" if found.cards or found.near_miss else services.reader().goods_named(said or query.text)
    if goods and goods != query.text:
        plainly = replace(query, text=goods)
        simpler = await services.finding.find(plainly, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        if simpler.cards and (device := _device_in(query.text, goods)):
            replies.tell(dispatcher, near_misses.nothing_fits(plainly, device), stopwatch)
            return _remember(services, query, (), "anything_else")
        if simpler.cards or simpler.near_miss:
            return await tell_found(services, dispatcher, plainly, simpler, stopwatch, lead=results.NOT_EXACTLY)
    return await tell_found(services, dispatcher, query, found, stopwatch)


async def tell_found(
    services: Services,
    dispatcher: CollectingDispatcher,
    query: Query,
    found: Found,
    stopwatch: Stopwatch,
    *,
    lead: str = "",
) -> replies.Events:
    store = services.reader().store_called(query.store)
    shown: tuple[ProductCard, ...] = ()
    if found.cards:
        answer, shown = results.found(found.cards, query, lead=lead, store=store), found.cards
        kind = "offer_to_add" if len(shown) == 1 else "one_of_these"
    elif found.near_miss:
        answer = await _nearest(services, query, found.near_miss, store)
        shown = answer.products or ()
        kind = "hear_about" if shown else "anything_else"
    else:
        answer, kind = results.nothing(query, store=store), "anything_else"
    replies.tell(dispatcher, answer, stopwatch)
    return _remember(services, query, shown, kind)


async def _nearest(services: Services, query: Query, near_miss: NearMiss, store: str) -> Answer:
    products = await services.products.products([near_miss.card.id]) if "attributes" in near_miss.without else []
    missing = lacking(products[0], query) if products else {}
    if COMPATIBILITY in missing:
        return near_misses.nothing_fits(query, query.attributes[COMPATIBILITY])
    return near_misses.nearly(query, near_miss, lacking=missing, store=store)


def _device_in(text: str, goods: str) -> str:
    """What a thing is for, in a shop that does not say so of its goods: "dyson v8" of "dyson v8 filter"."""
    beside = [word for word in text.split() if word not in goods.split()]
    return " ".join(beside) if FAMILIES & set(beside) else ""


def _remember(services: Services, query: Query, shown: tuple[ProductCard, ...], kind: str) -> replies.Events:
    return [
        replies.remember_query(query),
        *replies.remember_shown(shown),
        replies.start_seen(shown),
        ask({"kind": kind}, now=services.now()),
    ]

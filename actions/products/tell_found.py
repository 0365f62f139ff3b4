"""Tells what a search found, and remembers what is now being talked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.packs import find_in_pack
from actions.conversation.open_question import ask
from actions.conversation.whose_turn import ANYWAY
from actions.heard import Heard
from actions.products.own_purchases import with_own_first
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found, NearMiss
from catalog.stages import Stopwatch
from catalog.understanding.devices import FAMILIES
from shop.nearness import lacking
from shop.phrasing import details, failing, near_misses, results, tastes
from shop.reply import Answer

COMPATIBILITY = "compatibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One turn's words, and where they are answered."""

    services: Services
    dispatcher: CollectingDispatcher
    said: Heard
    stopwatch: Stopwatch


async def present(telling: Telling, query: Query, *, words: str = "", found: Found | None = None) -> replies.Events:
    """Search, unless what was `found` is known; tell, and remember what is now being talked about.

    Where nothing is as the `words` were, the plain goods are told, and as what they are.
    """
    services, watch = telling.services, telling.stopwatch
    own = ""
    if found is None:
        found = await find_in_pack(services, query, limit=results.SHOWN_AT_ONCE, stopwatch=watch)
        found, own = await with_own_first(services, telling.said, query, found, watch)
    goods = (
        "" if found.cards or found.near_miss or found.left_out else services.reader().goods_named(words or query.text)
    )
    if goods and goods != query.text:
        plainly = replace(query, text=goods)
        simpler = await services.finding.find(plainly, limit=results.SHOWN_AT_ONCE, stopwatch=watch)
        if simpler.cards and (device := _device_in(query.text, goods)):
            replies.tell(telling.dispatcher, near_misses.nothing_fits(plainly, device), watch)
            return [*remember_found(services, query, (), {"kind": "anything_else"}), replies.miss(telling.said.misses)]
        if simpler.cards or simpler.near_miss:
            return await tell_found(telling, plainly, simpler, lead=results.NOT_EXACTLY)
    return await tell_found(telling, query, found, lead=own)


async def tell_found(telling: Telling, query: Query, found: Found, *, lead: str = "") -> replies.Events:
    services = telling.services
    store = services.reader().store_called(query.store)
    if found.cards:
        answer = results.found(found.cards, query, lead=lead, store=store)
        answer = tastes.kept_back(answer, found.left_out, found.no_size)
        replies.tell(telling.dispatcher, answer, telling.stopwatch)
        question = {"kind": "offer_to_add" if len(found.cards) == 1 else "one_of_these"}
        return remember_found(services, query, found.cards, question)
    if found.left_out and not found.near_miss:
        replies.tell(telling.dispatcher, tastes.all_kept_back(query, found.left_out), telling.stopwatch)
        return remember_found(services, query, (), {"kind": "look_for", "query": query.as_dict(), ANYWAY: True})
    return await _tell_missing(telling, query, found.near_miss, store)


async def none_so(telling: Telling, query: Query) -> replies.Events:
    """A change that leaves nothing is not made: what was shown is still talked of."""
    misses, without = telling.said.misses, failing.wishes_of(query)
    question = None
    if _looks_around(misses) or (misses and not without):
        answer = failing.look_around(query, await telling.services.products.departments())
    elif misses:
        answer, question = failing.shall_i_let_go(query, without), _let_go(query, without)
    else:
        answer = results.none_so(query)
    replies.tell(telling.dispatcher, answer, telling.stopwatch)
    return [replies.miss(misses), *([ask(question, now=telling.services.now())] if question else [])]


async def _tell_missing(telling: Telling, query: Query, near_miss: NearMiss | None, store: str) -> replies.Events:
    """Never the same twice in a row: first that there is none, then another way, then a person or a look around."""
    services, misses = telling.services, telling.said.misses
    question: dict[str, Any] = {"kind": "anything_else"}
    if _looks_around(misses):
        answer = failing.look_around(query, await services.products.departments())
    elif misses and near_miss:
        answer = failing.shall_i_let_go(query, near_miss.without, near_miss.card)
        question = _let_go(query, near_miss.without)
    elif misses:
        answer = failing.nothing_again(query)
    elif near_miss:
        answer = await _nearest(services, query, near_miss, store)
        question = {"kind": "hear_about"} if answer.products else question
    else:
        answer = results.nothing(query, store=store)
    replies.tell(telling.dispatcher, answer, telling.stopwatch)
    remembered = remember_found(services, query, answer.products or (), question)
    return [*remembered, replies.miss(misses)]


def _looks_around(misses: int) -> bool:
    return misses > 0 and misses % 2 == 0


def _let_go(query: Query, without: Sequence[str]) -> dict[str, Any]:
    plain = Query()
    freed = replace(query, **{name: getattr(plain, name) for name in without})
    return {"kind": "look_for", "query": freed.as_dict()}


async def _nearest(services: Services, query: Query, near_miss: NearMiss, store: str) -> Answer:
    given_up = set(near_miss.without)
    products = await services.products.products([near_miss.card.id]) if given_up & {"attributes", "sizes"} else []
    missing = lacking(products[0], query) if products and "attributes" in given_up else {}
    if COMPATIBILITY in missing:
        return near_misses.nothing_fits(query, query.attributes[COMPATIBILITY])
    sizes = details.sizes_in_words(products[0]) if products and given_up == {"sizes"} else ""
    return near_misses.nearly(query, near_miss, lacking=missing, store=store, sizes=sizes)


def _device_in(text: str, goods: str) -> str:
    """What a thing is for, in a shop that does not say so of its goods: "dyson v8" of "dyson v8 filter"."""
    beside = [word for word in text.split() if word not in goods.split()]
    return " ".join(beside) if FAMILIES & set(beside) else ""


def remember_found(
    services: Services, query: Query, shown: Sequence[ProductCard], question: Mapping[str, Any]
) -> replies.Events:
    return [
        replies.remember_query(query),
        *replies.remember_shown(shown),
        replies.start_seen(shown),
        ask(question, now=services.now()),
    ]

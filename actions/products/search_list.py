"""Several things looked for at once: the best of each, and what a change said afterwards is about."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.products.tell_found import Telling, tell_found
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from catalog.understanding.lists import Listed
from shop.phrasing import lists, results
from shop.references import by_place

OF_SEVERAL, CHANGE_WHICH = "of_several", "change_which"
WORD = re.compile(r"[^\W_]+")


async def present_list(
    services: Services, dispatcher: CollectingDispatcher, listed: Listed, stopwatch: Stopwatch
) -> replies.Events:
    """The first thing is what the search is about from now on, until a change names another."""
    found: list[tuple[Query, ProductCard]] = []
    missing: list[Query] = []
    for item in listed.items:
        best = (await services.finding.find(item.query, limit=1, stopwatch=stopwatch)).cards
        found.extend((item.query, card) for card in best)
        missing.extend([] if best else [item.query])
    cards = [card for _, card in found]
    answer = lists.found_each(found, missing, left_out=listed.left_out) if found else lists.found_none(missing)
    replies.tell(dispatcher, answer, stopwatch)
    things = [{"product_id": card.id, "query": query.as_dict()} for query, card in found]
    question = {"kind": OF_SEVERAL, "things": things} if found else {"kind": "anything_else"}
    return [
        replies.remember_query(found[0][0] if found else missing[0]),
        *replies.remember_shown(cards),
        replies.start_seen(cards),
        ask(question, now=services.now()),
    ]


async def change_one(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
) -> replies.Events:
    """ "Cheaper", after milk and eggs were found, may be about either: it is asked, unless it was said."""
    shown = await services.products.cards(said.shown)
    thing = _thing_named(said.text, question["things"], shown)
    if thing is not None:
        return await _changed(services, dispatcher, said, thing, said.text, shown)
    names = [Query.from_dict(one["query"]).text for one in question["things"]]
    replies.tell(dispatcher, lists.change_which(names))
    asked = {"kind": CHANGE_WHICH, "change": said.text, "things": question["things"]}
    return [ask(asked, now=services.now())]


async def change_named(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
) -> replies.Events | None:
    """The answer to "for which of them?"; None if it is something else."""
    shown = await services.products.cards(said.shown)
    thing = _thing_named(said.text, question["things"], shown)
    if thing is None or services.reader().parse(said.text).sort is not None:
        return None
    return await _changed(services, dispatcher, said, thing, question["change"], shown)


async def _changed(
    services: Services,
    dispatcher: CollectingDispatcher,
    said: Heard,
    thing: Mapping[str, Any],
    change: str,
    shown: Sequence[ProductCard],
) -> replies.Events:
    stopwatch = Stopwatch()
    cards = [card for card in shown if card.id == thing["product_id"]]
    with stopwatch.measure("parse"):
        query = services.reader().refine(
            Query.from_dict(thing["query"]),
            change,
            shown_prices_minor=[card.price.amount_minor for card in cards],
            shown_brands=[card.brand for card in cards],
        )
    found = await services.finding.find(query, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    telling = Telling(services=services, dispatcher=dispatcher, said=said, stopwatch=stopwatch)
    return await tell_found(telling, query, found)


def _thing_named(
    text: str, things: Sequence[Mapping[str, Any]], shown: Sequence[ProductCard]
) -> Mapping[str, Any] | None:
    """The one thing that is called by its name or its place."""
    words = {_stem(word) for word in WORD.findall(text.lower())}
    named = [one for one in things if _stem((one["query"]["text"] or "-").split()[-1]) in words]
    if len(named) == 1:
        return named[0]
    placed = by_place(text, shown)
    at_place = [one for one in things if placed and one["product_id"] == placed.id]
    return at_place[0] if len(at_place) == 1 else None


def _stem(word: str) -> str:
    return word.removesuffix("s")

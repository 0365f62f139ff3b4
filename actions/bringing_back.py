"""Brings earlier results back: the ones before, or those of the goods that are named again."""

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.heard import Heard
from actions.open_question import ask
from actions.remembering import remember
from actions.services import Services
from actions.tell_found import tell_found
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import results
from shop.pointing import goes_back, recalled, starts_over, without_recalling
from shop.recollection import Recollection, Results


async def bring_back(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch
) -> replies.Events | None:
    """None if the words bring nothing back."""
    kept = said.recollection
    if starts_over(said.text):
        return await _from_the_start(services, dispatcher, said, stopwatch)
    if goes_back(said.text):
        if not said.shown and kept.current:
            return await _show(services, dispatcher, kept, stopwatch)
        if kept.before is None:
            replies.tell(dispatcher, results.nothing_before(said.query), stopwatch)
            return []
        return await _show(services, dispatcher, kept.gone_back(), stopwatch)
    if (called := recalled(said.text, kept)) is None:
        return None
    changed = services.reader().refine(called.query, without_recalling(said.text, called))
    if changed != called.query and changed.text == called.query.text:
        found = await services.finding.find(changed, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        return await tell_found(services, dispatcher, changed, found, stopwatch)
    return await _show(services, dispatcher, kept.showing(called), stopwatch)


async def _show(
    services: Services, dispatcher: CollectingDispatcher, kept: Recollection, stopwatch: Stopwatch
) -> replies.Events:
    """As they were told, but for what is no longer sold."""
    again = kept.current or Results(query=Query(), pairs=())
    cards = await services.products.cards(list(again.pairs))
    if not cards:
        replies.tell(dispatcher, results.gone(again.query), stopwatch)
        return [remember(kept)]
    replies.tell(dispatcher, results.found(cards, again.query, lead=results.back_to(again.query)), stopwatch)
    return [
        replies.remember_query(again.query),
        *replies.remember_shown(cards),
        replies.start_seen(cards),
        remember(kept),
        ask({"kind": "offer_to_add" if len(cards) == 1 else "one_of_these"}, now=services.now()),
    ]


async def _from_the_start(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, stopwatch: Stopwatch
) -> replies.Events:
    """Without any bound; where there was none, with nothing at all. What was shown can still be gone back to."""
    plainly = Query(text=said.query.text)
    if said.query == plainly or not plainly.text:
        replies.tell(dispatcher, results.anew(), stopwatch)
        return [replies.remember_query(Query()), *replies.remember_shown(()), replies.start_seen(())]
    found = await services.finding.find(plainly, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    return await tell_found(services, dispatcher, plainly, found, stopwatch)

"""Brings earlier results back: the ones before, or those of the goods that are named again."""

from actions import replies
from actions.conversation.open_question import ask
from actions.products.remembering import remember
from actions.products.tell_found import Telling, tell_found
from catalog.query import Query
from rerank.finding import in_size_asked
from shop.phrasing import results
from shop.pointing import asks_what_came_first, goes_back, recalled, starts_over, without_recalling
from shop.recollection import Recollection, Results


async def bring_back(telling: Telling) -> replies.Events | None:
    """None if the words bring nothing back."""
    services, said, kept = telling.services, telling.said, telling.said.recollection
    if starts_over(said.text):
        return await _from_the_start(telling)
    if goes_back(said.text):
        return await _go_back(telling)
    if asks_what_came_first(said.text) and kept.current:
        return await _show(telling, kept.showing(kept.first_of(kept.current)))
    if (called := recalled(said.text, kept)) is None:
        return None
    changed = services.reader().refine(called.query, without_recalling(said.text, called))
    if changed != called.query and changed.text == called.query.text:
        found = await services.finding.find(changed, limit=results.SHOWN_AT_ONCE, stopwatch=telling.stopwatch)
        return await tell_found(telling, changed, found)
    return await _show(telling, kept.showing(called))


async def _go_back(telling: Telling) -> replies.Events:
    """Where nothing is shown any more, to what was shown last."""
    said, kept = telling.said, telling.said.recollection
    if kept.current and not said.shown:
        return await _show(telling, kept)
    if kept.before is None:
        replies.tell(telling.dispatcher, results.nothing_before(said.query), telling.stopwatch)
        return []
    return await _show(telling, kept.gone_back())


async def _show(telling: Telling, kept: Recollection) -> replies.Events:
    """As they were told, but for what is no longer sold."""
    again = kept.current or Results(query=Query(), pairs=())
    cards = [in_size_asked(card, again.query) for card in await telling.services.products.cards(list(again.pairs))]
    if not cards:
        replies.tell(telling.dispatcher, results.gone(again.query), telling.stopwatch)
        return [remember(kept)]
    answer = results.found(cards, again.query, lead=results.back_to(again.query))
    replies.tell(telling.dispatcher, answer, telling.stopwatch)
    return [
        replies.remember_query(again.query),
        *replies.remember_shown(cards),
        replies.start_seen(cards),
        remember(kept),
        ask({"kind": "offer_to_add" if len(cards) == 1 else "one_of_these"}, now=telling.services.now()),
    ]


async def _from_the_start(telling: Telling) -> replies.Events:
    """Without any bound; where there was none, with nothing at all. What was shown can still be gone back to."""
    said, watch = telling.said, telling.stopwatch
    plainly = Query(text=said.query.text)
    if said.query == plainly or not plainly.text:
        replies.tell(telling.dispatcher, results.anew(), watch)
        return [replies.remember_query(Query()), *replies.remember_shown(()), replies.start_seen(())]
    found = await telling.services.finding.find(plainly, limit=results.SHOWN_AT_ONCE, stopwatch=watch)
    return await tell_found(telling, plainly, found)

"""Keeps in mind what an action showed and told of, for what is said of it later in the conversation."""

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard, pair_of
from actions.runs import Run
from catalog.query import Query
from shop.recollection import Recollection, Results

SLOT, MISSES = "recollection", "misses"


def remembering(run: Run) -> Run:
    """In one place for all actions: none of them can forget it."""

    async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        events = await run(dispatcher, tracker, domain)
        said = heard(tracker)
        before = said.recollection
        kept = recollected(said, before, events)
        missed_again = any(event.get("name") == MISSES for event in events)
        return [
            *events,
            *([remember(kept)] if kept != before else []),
            *([SlotSet(MISSES, 0)] if said.misses and not missed_again else []),
        ]

    return running


def remember(recollection: Recollection) -> dict[str, object]:
    return SlotSet(SLOT, recollection.as_dict())


def recollected(said: Heard, before: Recollection, events: replies.Events) -> Recollection:
    """What was kept in mind `before`, and what the events of the turn add to it."""
    set_ = {event["name"]: event["value"] for event in events if event.get("event") == "slot"}
    kept = Recollection.from_dict(set_[SLOT]) if SLOT in set_ else before
    if shown := set_.get("shown_products"):
        query = Query.from_dict(set_["query"]) if set_.get("query") else said.query
        results = Results(query=query, pairs=tuple(pair_of(plain) for plain in shown))
        kept = kept if kept.current == results else kept.showing(results)
    focus = set_.get("product_in_focus")
    return kept.talking_of(pair_of(focus)) if focus else kept

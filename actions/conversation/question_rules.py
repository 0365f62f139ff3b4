"""What becomes of an open question when a sentence comes that may answer it, change it, or be about something else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.cart.open_choices import change_open
from actions.cart.waiting import CHOICES, asked_about, is_of_list, question_and_behind, waiting_in, with_waiting
from actions.conversation.answers import is_riddle
from actions.conversation.open_question import ask, close_question, open_question
from actions.heard import heard
from actions.products.search_list import CHANGE_WHICH, OF_SEVERAL, change_named, change_one
from actions.runs import Run
from actions.services import Services
from catalog.query import Query
from shop.phrasing import lists

MAY_ANSWER_A_QUESTION = {
    "action_add_to_cart",
    "action_affirm",
    "action_deny",
    "action_out_of_scope",
    "action_recommend_products",
    "action_recommend_size",
    "action_refine_search",
    "action_reorder",
    "action_search_products",
    "action_show_details",
}

CHANGES_THE_SUBJECT = {
    "action_add_to_cart",
    "action_change_cart",
    "action_recommend_products",
    "action_refine_search",
    "action_search_products",
}

KEEPS_THE_LIST_ITSELF = {"action_add_to_cart", "action_affirm", "action_deny"}


def minding_the_question(name: str, run: Run, add: AddToCart, services: Services) -> Run:
    """What becomes of a question that is open when the action was not asked for as its answer."""
    if name == "action_refine_search":
        run = _one_of_several_first(run, services)
    if name == "action_change_cart":
        run = _what_is_open_first(run, add, services)
    run = changing_the_subject(name, run)
    return run if name in KEEPS_THE_LIST_ITSELF else _keeping_the_list(run, services)


def changing_the_subject(name: str, run: Run) -> Run:
    return _closing_question(run) if name in CHANGES_THE_SUBJECT else run


def open_question_first(run: Run, add: AddToCart, services: Services) -> Run:
    """A bare "medium" after "which size?" is an answer, whatever it would be on its own."""

    async def answering(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        if question and question["kind"] == CHANGE_WHICH:
            events = await change_named(services, dispatcher, said, question)
            if events is not None:
                return events
        for choosing in question_and_behind(question):
            events = await add.complete(dispatcher, said, choosing)
            if events is not None:
                return events
        if question and question["kind"] in CHOICES and is_riddle(said, services.reader()):
            await add.ask_again(dispatcher, said, question)
            return []
        return await run(dispatcher, tracker, domain)

    return answering


def _closing_question(run: Run) -> Run:
    """Whoever talks about something else leaves an open question behind."""

    async def closing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        return [close_question(), *await run(dispatcher, tracker, domain)]

    return closing


def _one_of_several_first(run: Run, services: Services) -> Run:
    """A change of several results is a change of one of them."""

    async def changing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        if question and question["kind"] == OF_SEVERAL and len(question["things"]) > 1:
            return await change_one(services, dispatcher, said, question)
        return await run(dispatcher, tracker, domain)

    return changing


def _what_is_open_first(run: Run, add: AddToCart, services: Services) -> Run:
    """What is asked about is not in the cart yet, and may be changed all the same."""

    async def changing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        events = await change_open(services, add, dispatcher, said, question) if question else None
        return await run(dispatcher, tracker, domain) if events is None else events

    return changing


def _keeping_the_list(run: Run, services: Services) -> Run:
    """A question in between is answered, and the list goes on where it stopped; other goods do not push it out."""

    async def keeping(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        question = open_question(heard(tracker), now=services.now())
        events = await run(dispatcher, tracker, domain)
        asked = [event["value"] for event in events if event.get("name") == "asked"]
        if question is None or not (is_of_list(question) or question["kind"] in CHOICES):
            return events
        if not asked or (asked[-1] is None and is_of_list(question)):
            return _asked_again(dispatcher, question, events, now=services.now())
        if not is_of_list(question):
            # Whoever turned to something else has left it; what was answered by the way has not settled it.
            by_the_way = None not in asked and not _shows_others(events)
            return [*events, ask({**asked[-1], "behind": question}, now=services.now())] if by_the_way else events
        kept = with_waiting(asked[-1], asked_about(question), waiting_in(question))
        return [*events, ask(kept if _shows_others(events) else {**kept, "behind": question}, now=services.now())]

    return keeping


def _shows_others(events: replies.Events) -> bool:
    return any(event.get("name") == "shown_products" for event in events)


def _asked_again(
    dispatcher: CollectingDispatcher, question: Mapping[str, Any], events: replies.Events, *, now: datetime
) -> replies.Events:
    """After what was said by the way, in short; an empty cart's "what can I find for you?" is no other question."""
    answer = dispatcher.messages[-1]["custom"]["answer"] if dispatcher.messages else None
    if answer and question["kind"] in CHOICES and (answer["cart"] is not None or not answer["speech"].endswith("?")):
        replies.ask_instead(dispatcher, lists.back_to(_what_is_asked(question)))
    return [*events, ask(question, now=now)]


def _what_is_asked(question: Mapping[str, Any]) -> str:
    thing = asked_about(question)
    name = thing.name if thing else Query.from_dict(question["query"]).text if "query" in question else ""
    return question.get("attribute") or name or "one"

"""What belongs to a turn because of who says it: alerts told first, questions about oneself, and the pace of the answer."""

from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.hand_off import HandOff
from actions.heard import heard
from actions.manners import SLOT, Manners, remember_manners
from actions.open_question import open_question
from actions.out_of_scope import HAND_OVER
from actions.remember_preference import FORGET, TELL_SIZE, RememberPreference
from actions.runs import Run
from actions.services import Services
from actions.whose_turn import A_YES, for_its_shopper
from shop.phrasing import manners as phrasing
from shop.preferences.of_turn import of_turn
from shop.preferences.preference import SLOWER, Kind

# They may mean anything, so also the answer to a question about oneself.
MAY_TELL = frozenset(
    {
        "action_add_to_cart",
        "action_affirm",
        "action_out_of_scope",
        "action_recommend_size",
        "action_refine_search",
        "action_remember_preference",
        "action_search_products",
        "action_show_details",
    }
)


def personally(name: str, run: Run, services: Services, remember: RememberPreference) -> Run:
    return for_its_shopper(name, _meeting(_answering_about_oneself(name, run, services, remember), services), services)


def paced(run: Run) -> Run:
    """For who listens slowly every answer says so, and comes in shorter sentences."""

    async def pacing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        events = await run(dispatcher, tracker, domain)
        if _manners_after(tracker, events).slower:
            for message in dispatcher.messages:
                answer = message["custom"]["answer"]
                answer |= {"speech": phrasing.slowly(answer["speech"]), "pace": SLOWER}
        return events

    return pacing


def _answering_about_oneself(name: str, run: Run, services: Services, remember: RememberPreference) -> Run:
    hand_off = HandOff(services)

    async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if phrasing.is_no_request(said.text):
            replies.tell(dispatcher, phrasing.beyond(0, said.text))
            return []
        question = open_question(said, now=services.now()) or {"kind": ""}
        if name == A_YES and question["kind"] == FORGET:
            return await remember.forget(dispatcher, said, question)
        if name == A_YES and question["kind"] == HAND_OVER:
            return await hand_off.run(dispatcher, tracker, domain)
        if question["kind"] == TELL_SIZE and name in MAY_TELL:
            events = await remember.answer(dispatcher, said, question, Manners.of(tracker))
            if events is not None:
                return events
        return await run(dispatcher, tracker, domain)

    return running


def _meeting(run: Run, services: Services) -> Run:
    """Once in a conversation the shopper's pace is looked up and what came back in stock is told."""

    async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        before = Manners.of(tracker)
        met = before
        if not before.met:
            shopper_id = heard(tracker).shopper_id
            if back := await services.alerts.tell(shopper_id):
                replies.tell(dispatcher, phrasing.back_in_stock(back))
            turn = of_turn()
            pace = (await turn.known()).value_of(Kind.PACE) if turn else None
            met = replace(before, met=True, slower=before.slower or pace == SLOWER)
        events = await run(dispatcher, tracker, domain)
        after = _manners_after(tracker, events)
        if _forgets_all(events):
            return events
        kept = replace(after, met=True, slower=met.slower if after.slower == before.slower else after.slower)
        kept = kept if kept.misses > before.misses else replace(kept, misses=0)
        return events if kept == after else [*events, remember_manners(kept)]

    return running


def _manners_after(tracker: Tracker, events: replies.Events) -> Manners:
    told: list[dict[str, Any]] = [event["value"] for event in events if event.get("name") == SLOT]
    return Manners(**told[-1]) if told else Manners.of(tracker)


def _forgets_all(events: replies.Events) -> bool:
    return any(event.get("event") == "reset_slots" for event in events)

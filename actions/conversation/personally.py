"""What belongs to a turn because of who says it: alerts told first, questions about oneself, and the pace."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import SLOT, Manners, remember_manners
from actions.conversation.open_question import open_question
from actions.conversation.whose_turn import A_YES, for_its_shopper
from actions.hand_off import HandOff
from actions.heard import Heard, heard
from actions.out_of_scope import HAND_OVER
from actions.products.stock_alert import SHALL_I_WATCH, WATCH, StockAlert
from actions.remember_preference import FORGET, TELL_SIZE, RememberPreference
from actions.runs import Run
from actions.services import Services
from shop.alerts.wishes import wants_alert, wants_no_alert
from shop.phrasing import manners as phrasing
from shop.preferences.learning import learning_wished
from shop.preferences.of_turn import of_turn
from shop.preferences.preference import SLOWER, Kind
from shop.usual.meanings import forgetting_in

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
# Whoever asks for goods may say in passing for whom, and what harms them.
OF_GOODS = frozenset(
    {
        "action_add_to_cart",
        "action_check_availability",
        "action_recommend_products",
        "action_refine_search",
        "action_search_products",
        "action_show_details",
    }
)


def personally(name: str, run: Run, services: Services, about: "AboutOneself") -> Run:
    return for_its_shopper(name, _meeting(about.first(name, run), services), services)


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


class AboutOneself:
    """What is taken as the answer to a question about the shopper, before the sentence is anything else."""

    def __init__(self, services: Services, remember: RememberPreference) -> None:
        self._services = services
        self._remember = remember
        self._hand_off = HandOff(services)
        self._alert = StockAlert(services)

    def first(self, name: str, run: Run) -> Run:
        async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
            said = heard(tracker)
            if (plain := await self._in_so_many_words(dispatcher, tracker, domain)) is not None:
                return plain
            question = open_question(said, now=self._services.now()) or {"kind": ""}
            events = await self._after_a_yes(dispatcher, tracker, domain, question) if name == A_YES else None
            if events is None and name in MAY_TELL:
                events = await self._told(dispatcher, said, question, Manners.of(tracker))
            if events is not None:
                return events
            if name in OF_GOODS:
                await self._remember.in_passing(dispatcher, said)
            return await run(dispatcher, tracker, domain)

        return running

    async def _in_so_many_words(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events | None:
        said = heard(tracker)
        if phrasing.is_no_request(said.text):
            replies.tell(dispatcher, phrasing.beyond(0, said.text))
            return []
        if (forgetting := forgetting_in(said.text)) and forgetting.explicit:
            return await self._remember.run(dispatcher, tracker, domain)
        if (may := learning_wished(said.text)) is not None:
            return await self._remember.learn(dispatcher, said, may=may)
        return await self._alert.cancel(dispatcher, said) if wants_no_alert(said.text) else None

    async def _after_a_yes(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict, question: Mapping[str, Any]
    ) -> replies.Events | None:
        said = heard(tracker)
        if question["kind"] == FORGET:
            return await self._remember.forget(dispatcher, said, question)
        if question["kind"] == HAND_OVER:
            return await self._hand_off.run(dispatcher, tracker, domain)
        return await self._alert.watch(dispatcher, said, question) if question["kind"] == SHALL_I_WATCH else None

    async def _told(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any], manners: Manners
    ) -> replies.Events | None:
        if question["kind"] == WATCH:
            return await self._alert.answer(dispatcher, said, question)
        if question["kind"] == TELL_SIZE:
            return await self._remember.answer(dispatcher, said, question, manners)
        return None


def _meeting(run: Run, services: Services) -> Run:
    """Once in a conversation the shopper's pace is looked up and what came back in stock is told."""

    async def running(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        before = Manners.of(tracker)
        said, met = heard(tracker), before
        if (not before.met or before.waits) and (back := await services.alerts.tell(said.shopper_id)):
            replies.tell(dispatcher, phrasing.back_in_stock(back))
        if not before.met:
            turn = of_turn()
            pace = (await turn.known()).value_of(Kind.PACE) if turn else None
            met = replace(before, met=True, slower=before.slower or pace == SLOWER)
        events = await run(dispatcher, tracker, domain)
        after = _manners_after(tracker, events)
        if _forgets_all(events):
            return events
        waits = before.waits or wants_alert(said.text) or _is_about_waiting(said)
        kept = replace(
            after, met=True, waits=waits, slower=met.slower if after.slower == before.slower else after.slower
        )
        kept = kept if kept.misses > before.misses else replace(kept, misses=0)
        return events if kept == after else [*events, remember_manners(kept)]

    return running


def _manners_after(tracker: Tracker, events: replies.Events) -> Manners:
    told: list[dict[str, Any]] = [event["value"] for event in events if event.get("name") == SLOT]
    return Manners(**told[-1]) if told else Manners.of(tracker)


def _is_about_waiting(said: Heard) -> bool:
    return (said.asked or {}).get("kind") in {WATCH, SHALL_I_WATCH}


def _forgets_all(events: replies.Events) -> bool:
    return any(event.get("event") == "reset_slots" for event in events)

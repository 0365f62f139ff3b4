"""Lets an open question be answered in other words than the action's, once the action has its answer ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import THE_REST, ask, close_question
from actions.grounding.speaker import MOST_PRODUCTS, Grounds, Matter, Promise, Question, Said, Speaker
from actions.grounding.worth import matter_of
from actions.heard import Heard, channel_of, conversation_of, heard
from actions.runs import Run
from actions.services import Services
from catalog.errors import CatalogUnavailable
from shop.phrasing import comparing, policies
from shop.turn import Channel

# Their answer ends with a choice, and whoever is advised to take another one is asked about that.
CHOOSING = frozenset({"action_compare_products", "action_recommend_products"})
SEEN = frozenset({Channel.WEB, Channel.SHELL})
CHOICES = frozenset({"offer_to_add", "one_of_these"})
CHOICE_ONLY = frozenset({"kind", "asked_at"})
LEAVES = frozenset({"asked", "product_in_focus", "shown_products"})


def grounded(name: str, run: Run, services: Services) -> Run:
    """Without a speaker nothing is in the way of the action."""
    speaker = services.speaker
    return run if speaker is None else _Grounded(name, run, services, speaker).run


@dataclass(frozen=True, slots=True)
class _Grounded:
    _name: str
    _action: Run
    _services: Services
    _speaker: Speaker

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        before = len(dispatcher.messages)
        events = await self._action(dispatcher, tracker, domain)
        said = heard(tracker)
        matter = matter_of(self._name, said.text)
        if matter is None or len(dispatcher.messages) != before + 1:
            return events
        message = dispatcher.messages[-1]["custom"]
        answer = message["answer"]
        if not _may_be_reworded(message, matter):
            return events
        try:
            grounds = await self._grounds(said, answer) if matter is Matter.PRODUCTS else _promised(message)
        except CatalogUnavailable:
            # The answer is there already.
            return events
        if matter is Matter.PRODUCTS and not grounds.products:
            return events
        told = await self._speaker.speak(_question(said, tracker, matter), grounds)
        return events if told is None else self._retold(dispatcher, told, grounds, events)

    async def _grounds(self, said: Heard, answer: Mapping[str, Any]) -> Grounds:
        """What the answer shows; where it chose one already, all that it was chosen from."""
        pairs = [(card["id"], card["variant_id"]) for card in answer["products"] or ()]
        if self._name in CHOOSING and len(pairs) == 1 and pairs[0] in said.shown:
            pairs = [*pairs, *(pair for pair in said.shown if pair != pairs[0])]
            pairs.sort(key=said.shown.index)
        cards = {card.id: card for card in await self._services.products.cards(pairs[:MOST_PRODUCTS])}
        products = await self._services.products.products(list(cards))
        return Grounds(products=tuple(products), cards=tuple(cards[product.id] for product in products))

    def _retold(
        self, dispatcher: CollectingDispatcher, told: Said, grounds: Grounds, events: replies.Events
    ) -> replies.Events:
        """What is asked in the end fits what was said: it would add to the cart what nobody spoke of."""
        chosen = self._name in CHOOSING and bool(grounds.cards) and _leaves_a_choice(events)
        if chosen and told.advised is not None:
            replies.reword(dispatcher, comparing.that_one(told.advised, opening=told.speech), text=told.text)
            return [*_without_leave(events), replies.focus_on(told.advised), self._asked("offer_to_add")]
        last = dispatcher.messages[-1]["custom"]["answer"]
        if chosen and len(grounds.cards) > 1 and len(last["products"] or ()) == 1:
            replies.reword(dispatcher, comparing.of_several(told.speech, grounds.cards), text=told.text)
            shown = replies.remember_shown(grounds.cards)
            return [*_without_leave(events), *shown, self._asked("one_of_these")]
        if (asked := _last_asked(events)) and asked["kind"] == THE_REST:
            return self._rest_after(dispatcher, told, asked["rest"], events)
        replies.reword_keeping_question(dispatcher, told.speech, text=told.text)
        return events

    def _rest_after(
        self, dispatcher: CollectingDispatcher, told: Said, rest: str, events: replies.Events
    ) -> replies.Events:
        """What was quoted is not offered once more."""
        others = [event for event in events if event.get("name") != "asked"]
        left = policies.rest_after(told.text, rest)
        if not left:
            replies.reword(dispatcher, policies.told(told.speech), text=told.text)
            return [*others, close_question()]
        replies.reword_keeping_question(dispatcher, told.speech, text=told.text, with_last=True)
        return [*others, ask({"kind": THE_REST, "rest": left}, now=self._services.now())]

    def _asked(self, kind: str) -> dict[str, Any]:
        return ask({"kind": kind}, now=self._services.now())


def _question(said: Heard, tracker: Tracker, matter: Matter) -> Question:
    return Question(
        text=said.text,
        matter=matter,
        turn_id=said.turn_id,
        conversation_id=conversation_of(tracker),
        is_heard=channel_of(tracker) not in SEEN,
        answer_by=said.answer_by,
    )


def _promised(message: Mapping[str, Any]) -> Grounds:
    return Grounds(promised=Promise(**message["of_policy"]))


def _may_be_reworded(message: Mapping[str, Any], matter: Matter) -> bool:
    """Not what was told of somebody's own order, purchase or cart: no model is told of those."""
    answer = message["answer"]
    own = any(answer[name] for name in ("cart", "order", "handoff", "link", "secret"))
    is_of_matter = message["of_policy"] is not None if matter is Matter.POLICIES else bool(answer["products"])
    return is_of_matter and not own


def _leaves_a_choice(events: Sequence[Mapping[str, Any]]) -> bool:
    """Not while a list goes on, or something else waits behind the question."""
    asked = _last_asked(events)
    return asked is not None and set(asked) <= CHOICE_ONLY and asked["kind"] in CHOICES


def _last_asked(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next((event["value"] for event in reversed(events) if event.get("name") == "asked"), None)


def _without_leave(events: Sequence[dict[str, Any]]) -> replies.Events:
    return [event for event in events if event.get("name") not in LEAVES]

"""Say what can be said next, where the conversation stands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import Manners, remember_manners
from actions.conversation.open_question import open_question
from actions.forms.turns import FORM_QUESTION
from actions.heard import Heard, heard
from actions.services import Services
from shop.cart import Cart
from shop.phrasing import account
from shop.phrasing import manners as phrasing
from shop.preferences.preference import Kind
from shop.reply import Answer

# Questions that need their answer; any other is an offer that nobody has to take up.
NEEDS_AN_ANSWER = frozenset({"which_one", "choice", "change_which", "empty_cart", "forget", "tell_size", "instead"})


class GiveHelp(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_give_help"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said, manners = heard(tracker), Manners.of(tracker)
        if account.asks_of_account(said.text):
            replies.tell(dispatcher, await self._of_account(said))
            return []
        form: Mapping[str, Any] = tracker.get_slot(FORM_QUESTION) or {}
        question = open_question(said, now=self._services.now())
        cart = None
        if not form and not said.shown and not _needs_answer(question):
            cart = await self._services.carts.cart_of(said.shopper_id)
        asked = _last_question(tracker.get_slot("last_speech"))
        answer = phrasing.help_with(
            _place(said, form, question, cart),
            manners.helped,
            asked=asked,
            called=form.get("called", ""),
            cart=cart,
        )
        replies.tell(dispatcher, answer)
        return [remember_manners(replace(manners, helped=manners.helped + 1))]

    async def _of_account(self, said: Heard) -> Answer:
        kept = self._services.preferences
        known = await kept.of(said.shopper_id)
        name = known.value_of(Kind.NAME) or await kept.account_name(said.shopper_id)
        return account.of_account(said.text, is_customer=known.is_customer, name=name)


def _place(said: Heard, form: Mapping[str, Any], question: Mapping[str, Any] | None, cart: Cart | None) -> str:
    if form:
        return "form"
    if _needs_answer(question):
        return "question"
    if said.shown:
        return "results"
    return "cart" if cart and cart.lines else "start"


def _needs_answer(question: Mapping[str, Any] | None) -> bool:
    return question is not None and question["kind"] in NEEDS_AN_ANSWER


def _last_question(speech: str | None) -> str:
    """The question that is waiting, in the words in which it was asked."""
    if not speech or not speech.endswith("?"):
        return ""
    start = max(speech.rfind(mark, 0, -1) for mark in (". ", "! ", "? "))
    return speech[start + 2 :] if start >= 0 else speech

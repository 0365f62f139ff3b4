"""Hand the shopper over to a person, with a summary that spares both the questions."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import Manners, remember_manners
from actions.conversation.open_question import close_question
from actions.forms.turns import FORM_QUESTION, SUSPENDED
from actions.heard import Heard, heard
from actions.services import Services
from shop.cart import Cart
from shop.phrasing import handing_over
from shop.phrasing.results import can_be_looked_for

ASKED_FOR, NOT_UNDERSTOOD = "asked_for_a_person", "not_understood"
DESK = "help_desk"


class HandOff(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_hand_off"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said, manners = heard(tracker), Manners.of(tracker)
        reason = NOT_UNDERSTOOD if manners.misses else ASKED_FOR
        form = (tracker.get_slot(FORM_QUESTION) or tracker.get_slot(SUSPENDED) or {}).get("called", "")
        cart = await self._services.carts.cart_of(said.shopper_id)
        summary = await self._summary(said, cart, form=form, misses=manners.misses)
        case = await self._services.handoffs.open(said.shopper_id, turn_id=said.turn_id, reason=reason, summary=summary)
        desks = [policy for policy in await self._services.products.policies() if policy.kind == DESK]
        replies.tell(dispatcher, handing_over.handed_over(case, desk=desks[0].spoken if desks else ""))
        return [close_question(), remember_manners(replace(manners, misses=0))]

    async def _summary(self, said: Heard, cart: Cart, *, form: str, misses: int) -> str:
        """Facts only, and nothing of the person: the help desk sees by the case who it is."""
        cards = await self._services.products.cards([said.in_focus] if said.in_focus else [])
        return handing_over.summary(
            looked_for=said.query if can_be_looked_for(said.query) else None,
            in_focus=cards[0].title if cards else "",
            cart=cart,
            form=form,
            misses=misses,
        )

"""Takes the number and the e-mail address of an order that is not the shopper's by sign-in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.forms.form import FormTurn, Question
from actions.services import Services
from shop.order import Order
from shop.orders.email import email_said
from shop.orders.errors import OrderUnknown, TooManyTries
from shop.orders.number import FEWEST_AT_THE_END, number_said, plain_number
from shop.phrasing import proving as phrasing
from shop.reply import Answer

NO_NUMBER = re.compile(
    r"\b(don'?t (have|know|remember)|do not (have|know)|no idea|lost|can'?t find|haven'?t|without|not sure|forgot)\b"
)
LONGEST_NUMBER = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What became of the sentence: the order, or the slots to go on with, or the end of it."""

    order: Order | None = None
    slots: Mapping[str, Any] | None = None
    told: Answer | None = None
    over: bool = False


class Proving:
    """`number_slot` and `email_slot` are those of the form; the second only ever says that one was given."""

    def __init__(self, services: Services, *, number_slot: str, email_slot: str) -> None:
        self._services = services
        self._number_slot = number_slot
        self._email_slot = email_slot

    async def take(self, turn: FormTurn) -> Proven | None:
        """None if the sentence holds neither a number nor an address."""
        text, email = turn.said.text, email_said(turn.said.text)
        asked = turn.requested == self._number_slot
        number = number_said(text) or (_bare_number(text) if asked and email is None else None)
        if number is None and asked and NO_NUMBER.search(text.lower()):
            return Proven(told=phrasing.without_number(), over=True)
        number = number or turn.slots.get(self._number_slot)
        if number is None or (email is None and number == turn.slots.get(self._number_slot)):
            return None
        return await self._looked_up(turn, number, email)

    def ask(self, slot: str, *, again: bool, purpose: str) -> Question:
        if slot == self._number_slot:
            return Question(answer=phrasing.which_number(again=again, purpose=purpose))
        return Question(answer=phrasing.which_email(again=again))

    async def _looked_up(self, turn: FormTurn, number: str, email: str | None) -> Proven:
        orders = self._services.commerce.orders
        try:
            order = await orders.numbered(number, shopper_id=turn.said.shopper_id, email=email)
        except TooManyTries:
            return Proven(told=phrasing.no_more_tries(), over=True)
        except OrderUnknown:
            if email is None:
                return Proven(slots={self._number_slot: number})
            return Proven(slots={self._number_slot: None, self._email_slot: None}, told=phrasing.no_such_order())
        return Proven(order=order, slots={self._number_slot: order.number, self._email_slot: "given"})


def _bare_number(text: str) -> str | None:
    """What was asked for and is a single word with figures is taken for it, however short."""
    said = plain_number(text)
    is_one = len(text.split()) == 1 and len(said) <= LONGEST_NUMBER
    return said if is_one and sum(sign.isdigit() for sign in said) >= FEWEST_AT_THE_END else None

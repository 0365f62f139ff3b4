"""Shoppers who talk to an open shop through the chat API, and who can say the very same thing again."""

import re
import time
import uuid
from collections.abc import Sequence
from typing import Any

from tests.open_shop import OpenShop

# What the assistant says where it could not do its work; the same request asked again may do better.
APOLOGIES = (
    "Sorry, I can't answer that just now",
    "Sorry, that took me too long",
    "Sorry, I can't reach the shop",
    "Sorry, I lost the connection",
)
CONFIRMING = "Shall I place the order"
CLAIM = re.compile(r"\b(?:is placed|order placed|it's ordered|is ordered|have ordered|thank you for your order)\b")
HEARD_WITHIN_S = 60.0

ADDING = "add the cheapest oat milk"
HOME = "27 Heron Court, Alderbrook, WA 98000"
GUEST_DELIVERED = (
    ADDING,
    "check out",
    f"deliver it to {HOME}",
    "the first one",
    "maya dot lee at example dot com",
    "yes, place it",
)
GUEST_PICKS_UP = (ADDING, "check out for pickup at riverside", "kim@example.com", "yes please")
CUSTOMER = (ADDING, "checkout", "yes")
MAYA = "maya-okafor"

Reply = dict[str, Any]


class Shopper:
    """One conversation. What is said gets an id of its own, unless it is to be the same request again."""

    def __init__(self, shop: OpenShop, *, customer: str | None = None) -> None:
        self.shop = shop
        opened = shop.ask("POST", "/chat/sessions", expected=201)[1]
        self.token, self.session_id = opened["token"], opened["session_id"]
        if customer is not None:
            self.signs_in(customer)

    def signs_in(self, customer: str) -> None:
        signed_in = self.shop.ask("POST", "/chat/demo-sign-in", body={"customer": customer}, token=self.token)[1]
        self.token, self.session_id = signed_in["token"], signed_in["session_id"]

    def tries(self, text: str, *, request_id: str | None = None) -> tuple[int, Any]:
        """Status and body; 0 if the connection was lost."""
        body = {"request_id": request_id or uuid.uuid4().hex, "text": text}
        return self.shop.ask("POST", "/chat/messages", body=body, token=self.token, expected=None)

    def says(self, text: str, *, request_id: str | None = None) -> Reply:
        status, reply = self.tries(text, request_id=request_id)
        assert status == 200, (text, status, reply)
        answer: Reply = reply
        return answer

    def insists(self, text: str, *, request_id: str | None = None, within_s: float = HEARD_WITHIN_S) -> Reply:
        """As an app does that got no answer: the same request again, until there is one."""
        request_id = request_id or uuid.uuid4().hex
        deadline = time.monotonic() + within_s
        while True:
            status, reply = self.tries(text, request_id=request_id)
            if status == 200 and not reply["speech"].startswith(APOLOGIES):
                answer: Reply = reply
                return answer
            assert status in {0, 200, 409, 500, 503}, (text, status, reply)
            assert time.monotonic() < deadline, f"{text!r} was not answered within {within_s:.0f} s: {status} {reply}"
            time.sleep(0.1)

    def goes_through(self, sentences: Sequence[str]) -> list[Reply]:
        return [self.says(sentence) for sentence in sentences]

    def cart(self) -> Reply:
        cart: Reply = self.shop.ask("GET", "/chat/cart", token=self.token)[1]
        return cart


def claims_an_order(reply: Reply) -> bool:
    """What the shopper sees, or would take from what is said."""
    return reply["order"] is not None or CLAIM.search(reply["speech"].lower()) is not None

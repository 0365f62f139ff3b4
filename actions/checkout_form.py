"""The form that takes a cart to an order."""

from collections.abc import Sequence

from actions.forms.form import FormTurn, Question, Taken
from actions.services import Services
from shop.phrasing import small
from shop.reply import Answer


class CheckoutForm:
    name = "checkout_form"
    called = "checkout"
    slots: Sequence[str] = (
        "checkout_how",
        "checkout_address",
        "checkout_store",
        "checkout_window",
        "checkout_contact",
        "checkout_confirmation",
        "checkout_code",
    )
    begun_by = frozenset({"checkout"})

    def __init__(self, services: Services) -> None:
        self._services = services

    async def begin(self, turn: FormTurn) -> Taken:
        return Taken(told=small.not_served("check_out"), done=True)

    async def go_on(self, turn: FormTurn) -> Taken:
        return Taken(done=True)

    async def take(self, turn: FormTurn) -> Taken | None:
        return None

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        raise NotImplementedError

    async def leave(self, turn: FormTurn) -> Answer:
        return small.that_is_all()

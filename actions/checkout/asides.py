"""Answers what is asked in the middle of a checkout and only the checkout can answer truly."""

from dataclasses import replace

from actions.cart.waiting import CHOICES, names_open
from actions.checkout.slots import WINDOW
from actions.conversation.open_question import open_question
from actions.forms.form import FormTurn, Taken
from actions.order_status import TOLD
from actions.products.tell_stores import stores_as_called
from actions.replies import without_question
from actions.services import Services
from catalog.query import Query
from shop.checkout.draft import Checkout
from shop.checkout.hearing.asking import Aspect, aspect_asked
from shop.checkout.window import Fulfilment
from shop.days import day_meant
from shop.orders.wishes import OrderWish, wish_about_it, wish_of
from shop.phrasing import availability, lists
from shop.phrasing import checkout as phrasing
from shop.phrasing import checkout_times as times
from shop.phrasing import orders as order_phrasing
from shop.phrasing.order_words import OPEN
from shop.reply import Answer


class CheckoutAsides:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._carts = services.commerce.carts
        self._checkouts = services.commerce.checkouts

    async def answer(self, turn: FormTurn, draft: Checkout) -> Answer | None:
        """Whatever question is open."""
        if (names := self.left_open(turn)) and not turn.interrupted:
            return lists.left_open(phrasing.nothing(), names)
        if wish_of(turn.said.text) is OrderWish.WENT_THROUGH:
            return phrasing.not_ordered_yet()
        if availability.asks_when_open(turn.said.text) and not self._services.reader().names_goods(turn.said.text):
            return await self._hours(turn, draft)
        return None

    def of_codes(self, turn: FormTurn) -> Answer | None:
        """ "Apply my coupon" opens the checkout, and is no code yet."""
        return phrasing.no_codes() if aspect_asked(turn.said.text) is Aspect.PROMOTION else None

    async def after_an_order(self, turn: FormTurn) -> Taken | None:
        """ "Make it Friday instead", said of what has been ordered a moment ago."""
        if wish_about_it(turn.said.text) is not OrderWish.CHANGE or turn.said.order_in_focus is None:
            return None
        orders = await self._services.commerce.orders.of_shopper(turn.said.shopper_id)
        order = next((each for each in orders if each.id == turn.said.order_in_focus), None)
        if order is None or order.state not in OPEN:
            return None
        about = {"kind": TOLD, "order": order.id}
        return Taken(done=True, told=order_phrasing.cannot_change(order), asked=about)

    async def before_the_summary(self, turn: FormTurn, draft: Checkout) -> Answer | None:
        """ "When would it come?", before that is settled."""
        aspect = aspect_asked(turn.said.text)
        if aspect is Aspect.TIME and draft.offers_windows and turn.requested != WINDOW:
            windows = await self._checkouts.windows(turn.said.shopper_id, limit=1)
            return times.earliest(windows, now=self._services.now())
        if aspect is Aspect.PAYMENT:
            return phrasing.payment_taken(draft.payment.stored.label if draft.payment.stored else "")
        if aspect is Aspect.TOTAL:
            return phrasing.so_far(await self._carts.cart_of(turn.said.shopper_id))
        return None

    def left_open(self, turn: FormTurn) -> list[str]:
        """What was asked about when the checkout was asked for, such as "which eggs?", and is in no cart."""
        question = open_question(turn.said, now=self._services.now())
        if question is None or question["kind"] not in CHOICES:
            return []
        names = names_open(question) or [Query.from_dict(question.get("query") or {}).text]
        return [name for name in names if name not in ("", "one")] or ["rest"]

    async def _hours(self, turn: FormTurn, draft: Checkout) -> Answer:
        """ "They" are the store that was chosen."""
        every = await stores_as_called(self._services)
        told = availability.named_stores(every, turn.said.text)
        if len(told) == len(every) and draft.how is Fulfilment.PICKUP and draft.store is not None:
            told = [store for store in every if store.id == draft.store.id] or told
        calendar = await self._checkouts.calendar(turn.said.shopper_id)
        today = calendar.today(told[0].id if len(told) == 1 else None)
        day = day_meant(turn.said.text, today=today)
        answer = (
            availability.open_on(told, day, turn.said.text, today=today)
            if day
            else availability.stores(told, turn.said.text)
        )
        return replace(answer, speech=without_question(answer.speech), suggestions=())

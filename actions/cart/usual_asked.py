""" "What's my usual milk?": the habit is told, and added only on a yes."""

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.usual_basket import BASKET
from actions.cart.usually import usual_of
from actions.conversation.open_question import ask, close_question
from actions.heard import Heard
from actions.services import Services
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import usual as phrasing
from shop.usual.habits import habits
from shop.usual.history import History
from shop.usual.wording import asks_for_usual, usual_asked_about

MOST_TOLD = 3
# What was bought twice may be chance.
OFTEN = 3


class UsualAsked:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def answer(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        """None if that is not what is asked."""
        if not asks_for_usual(said.text):
            return None
        history = await self._services.usuals.history(said.shopper_id)
        goods = usual_asked_about(said.text)
        if not self._services.reader().names_goods(goods):
            return None if goods else await self._all(dispatcher, history)
        return await self._of(dispatcher, said, goods, history)

    async def _of(
        self, dispatcher: CollectingDispatcher, said: Heard, goods: str, history: History
    ) -> replies.Events | None:
        query = self._services.reader().parse(goods)
        usual = await usual_of(self._services, f"my usual {goods}", query, history, Stopwatch())
        if not usual.own:
            replies.tell(dispatcher, phrasing.not_known(query.text, has_history=bool(history.bought)))
            return [ask({"kind": "look_for", "query": query.as_dict()}, now=self._services.now())]
        habit = usual.own[0]
        pair = habit.bought.product_id, habit.bought.variant_id
        cards = await self._services.products.cards([pair]) if habit.bought.available else []
        if not cards:
            replies.tell(dispatcher, phrasing.was_usual(habit))
            return [ask({"kind": "look_for", "query": query.as_dict()}, now=self._services.now())]
        replies.tell(dispatcher, phrasing.is_yours(habit, cards[0], query.text))
        question = {"kind": BASKET, "things": [[*pair, habit.quantity]]}
        return [*replies.remember_shown(cards), ask(question, now=self._services.now())]

    async def _all(self, dispatcher: CollectingDispatcher, history: History) -> replies.Events:
        now = self._services.now()
        ranked = habits(history, fitting=history.variant_ids, now=now, reckoning=self._services.usuals.reckoning)
        often = [each for each in ranked if len(each.bought.times) >= OFTEN and each.bought.available]
        numbers = {each.bought.variant_id: each.quantity for each in often}
        found = await self._services.products.cards(
            [(each.bought.product_id, each.bought.variant_id) for each in often]
        )
        cards = (await self._services.finding.not_avoided(found, Query()))[:MOST_TOLD]
        if not cards:
            replies.tell(dispatcher, phrasing.not_known("", has_history=bool(history.bought)))
            return [close_question()]
        told = [(card, numbers[card.variant_id]) for card in cards]
        replies.tell(dispatcher, phrasing.basket(told, is_due=False))
        question = {"kind": BASKET, "things": [[card.id, card.variant_id, number] for card, number in told]}
        return [*replies.remember_shown(cards), ask(question, now=now)]

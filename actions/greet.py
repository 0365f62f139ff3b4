"""Say hello: by name where it is known, and with what is on its way or still in the cart, unless that was told.

Whoever opens a skill for the first time hears where they are, and what can be said.
"""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import Manners, remember_manners
from actions.heard import Heard, heard
from actions.services import Services
from shop.order import OrderState
from shop.phrasing import manners as phrasing
from shop.preferences.of_turn import of_turn
from shop.preferences.preference import Kind
from shop.turn import Buying


class Greet(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said, manners = heard(tracker), Manners.of(tracker)
        name = await self._name(said)
        mention = await self._mention(said)
        if said.buying is Buying.WHEN_LINKED and not name and not mention and not tracker.get_slot("last_speech"):
            replies.tell(dispatcher, phrasing.welcome(await self._services.seller.name()))
            return []
        news = "" if mention == manners.mentioned else mention
        replies.tell(dispatcher, phrasing.greeting(_number_of(said.turn_id), name=name, mention=news))
        return [remember_manners(replace(manners, mentioned=mention))]

    async def _name(self, said: Heard) -> str | None:
        turn = of_turn()
        told = (await turn.known()).value_of(Kind.NAME) if turn else None
        return told or await self._services.preferences.account_name(said.shopper_id)

    async def _mention(self, said: Heard) -> str:
        """What is on its way, else what still lies in the cart."""
        orders = await self._services.commerce.orders.of_shopper(said.shopper_id, limit=1)
        if any(order.state is OrderState.SHIPPED for order in orders):
            return phrasing.on_its_way()
        return phrasing.open_cart(await self._services.carts.cart_of(said.shopper_id))


def _number_of(turn_id: str) -> int:
    """The same turn is always greeted in the same words."""
    return sum(turn_id.encode())

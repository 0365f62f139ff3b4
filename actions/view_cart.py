"""Read the cart back."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.services import Services
from shop.phrasing import cart as phrasing


class ViewCart(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_view_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        cart = await self._services.carts.cart_of(heard(tracker).shopper_id)
        replies.tell(dispatcher, phrasing.contents(cart))
        return []

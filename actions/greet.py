"""Say hello: by name where it is known, and with the cart that is still open, once."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import heard
from actions.manners import Manners, remember_manners
from actions.services import Services
from shop.phrasing import manners as phrasing
from shop.preferences.of_turn import of_turn
from shop.preferences.preference import Kind


class Greet(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said, manners = heard(tracker), Manners.of(tracker)
        turn = of_turn()
        name = (await turn.known()).value_of(Kind.NAME) if turn else None
        mention = ""
        if not manners.mentioned:
            mention = phrasing.open_cart(await self._services.carts.cart_of(said.shopper_id))
        replies.tell(dispatcher, phrasing.greeting(_number_of(said.turn_id), name=name, mention=mention))
        return [remember_manners(replace(manners, mentioned=True))]


def _number_of(turn_id: str) -> int:
    """The same turn is always greeted in the same words."""
    return sum(turn_id.encode())

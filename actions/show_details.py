"""Answer a question about a product that was shown, from what the catalogue says of it."""

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.meant import meant
from actions.open_question import ask, close_question
from actions.services import Services
from actions.tell_availability import tell_availability
from catalog.stages import Stopwatch
from shop.choosing import choose, wanted
from shop.phrasing import details


class ShowDetails(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_show_details"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        return await self.tell_of(dispatcher, heard(tracker))

    async def tell_of(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        stopwatch = Stopwatch()
        found = await meant(self._services, said, stopwatch, asking=True)
        products = await self._services.products.products([card.id for card in found.cards[:1]])
        if not products:
            replies.tell(dispatcher, details.of_nothing(), stopwatch)
            return []
        product, shown = products[0], found.cards[0]
        choice = choose(product, found.query, said.text, known=wanted(said.query, shown, product))
        if choice.answered and not found.query.text and details.asks_what_it_comes_in(said.text):
            return await tell_availability(self._services, dispatcher, said, [shown], found.query, stopwatch)
        card = choice.card(product) if choice.known and not choice.lacking else shown
        is_known = said.in_focus is not None and said.in_focus[0] == product.id
        answer = details.of_product(product, card, said.text, is_known=is_known)
        replies.tell(dispatcher, answer, stopwatch)
        offers = answer.speech.endswith(details.OFFER)
        question = (
            ask({"kind": "offer_to_add", "chosen": dict(choice.known)}, now=self._services.now())
            if offers
            else close_question()
        )
        return [replies.focus_on(card), question]

"""Answer a question about a product that was shown, from what the catalogue says of it."""

from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import WHICH_MEANT, ask, close_question, open_question
from actions.heard import Heard, heard
from actions.products.meant import Meant, meant
from actions.products.remembering import remember
from actions.products.tell_availability import tell_availability
from actions.products.tell_recommended import why_recommended
from actions.services import Services
from catalog.stages import Stopwatch
from shop.choosing import choose, wanted
from shop.phrasing import details
from shop.pointing import asks_the_same
from shop.spoken import listing


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
        if found.none_so:
            return self._none_so(dispatcher, said, found, stopwatch)
        if not found.certain and found.found is None and len(found.cards) > 1:
            replies.tell(dispatcher, details.which_of(found.cards), stopwatch)
            question = {"kind": WHICH_MEANT, "question": said.text}
            return [*replies.remember_shown(found.cards), ask(question, now=self._services.now())]
        return await self._told(dispatcher, said, found, stopwatch)

    async def _told(
        self, dispatcher: CollectingDispatcher, said: Heard, found: Meant, stopwatch: Stopwatch
    ) -> replies.Events:
        products = await self._services.products.products([card.id for card in found.cards[:1]])
        if not products:
            replies.tell(dispatcher, details.of_nothing(said.misses), stopwatch)
            return [replies.miss(said.misses)]
        product, shown = products[0], found.cards[0]
        choice = choose(product, found.query, said.text, known=wanted(said.query, shown, product))
        asks_for_it = bool(found.query.sizes) and not details.QUESTION.match(said.text.lower())
        if choice.answered and not found.query.text and (asks_for_it or details.asks_what_it_comes_in(said.text)):
            return await tell_availability(self._services, dispatcher, said, [shown], found.query, stopwatch)
        card = choice.card(product) if choice.known and not choice.lacking else shown
        card = replace(card, why=why_recommended(open_question(said, now=self._services.now()), product.id))
        is_known = said.in_focus is not None and said.in_focus[0] == product.id
        question = self._question_of(said)
        answer = details.of_product(product, card, question, is_known=is_known, in_vain=said.misses)
        replies.tell(dispatcher, answer, stopwatch)
        offers = answer.speech.endswith(details.OFFER)
        asked = self._still_open(said, product.id)
        if offers:
            offer = {"kind": "offer_to_add", "chosen": dict(choice.known), **self._recommended(said)}
            asked = [ask(offer, now=self._services.now())]
        kept = replace(said.recollection, question="" if offers else question)
        missed = [replies.miss(said.misses)] if details.says_nothing(answer) else []
        return [replies.focus_on(card), remember(kept), *asked, *missed]

    def _still_open(self, said: Heard, product_id: str) -> replies.Events:
        """While a size of the product is asked for, a question about it is answered and its answer still waited for."""
        open_ = open_question(said, now=self._services.now())
        waits = open_ is not None and open_["kind"] == "choice" and open_["product_id"] == product_id
        if open_ and waits:
            return [ask(open_, now=self._services.now())]
        recommended = self._recommended(said)
        return (
            [ask({"kind": "recommended", **recommended}, now=self._services.now())]
            if recommended
            else [close_question()]
        )

    def _recommended(self, said: Heard) -> dict[str, Any]:
        """Of what was recommended others may still be wanted, once one of them was asked about."""
        open_ = open_question(said, now=self._services.now()) or {}
        return {"recommended": open_["recommended"]} if "recommended" in open_ else {}

    def _question_of(self, said: Heard) -> str:
        """ "The second one", after "which do you mean?", is asked what was asked before; so is "and the third?"."""
        open_ = open_question(said, now=self._services.now())
        if open_ and open_["kind"] == WHICH_MEANT and not details.QUESTION.match(said.text.lower()):
            return str(open_["question"])
        return said.recollection.question if asks_the_same(said.text) and said.recollection.question else said.text

    def _none_so(
        self, dispatcher: CollectingDispatcher, said: Heard, found: Meant, stopwatch: Stopwatch
    ) -> replies.Events:
        asked = found.query
        how = listing(
            [*asked.colors, *asked.attributes.values(), *asked.sizes, *asked.brands, *filter(None, [asked.text])]
        )
        replies.tell(dispatcher, details.none_so(how), stopwatch)
        others = self._services.reader().refine(said.query, how)
        return [ask({"kind": "look_for", "query": others.as_dict()}, now=self._services.now())]

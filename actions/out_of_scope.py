"""Say honestly that a request is not the shop's, and what is."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import Manners, remember_manners
from actions.conversation.open_question import ask, close_question
from actions.conversation.second_look import SecondLook
from actions.explain_policy import tell_policy
from actions.forms.words import gives_up
from actions.hand_off import DESK
from actions.heard import Heard, heard
from actions.products.mentioning import names_something
from actions.products.qualities import says_only_bounds
from actions.products.tell_stores import tell_stores
from actions.refine_search import RefineSearch
from actions.search_products import SearchProducts
from actions.services import Services
from shop.phrasing import availability, small
from shop.phrasing import manners as phrasing
from shop.policy import kind_asked_for

HAND_OVER = "hand_over"


class OutOfScope(Action):
    def __init__(
        self, services: Services, *, search: SearchProducts, refine: RefineSearch, second_look: SecondLook
    ) -> None:
        self._services = services
        self._search = search
        self._refine = refine
        self._second_look = second_look

    def name(self) -> str:
        return "action_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if availability.asks_for_the_stores(said.text):
            return await tell_stores(self._services, dispatcher, said)
        if kind_asked_for(said.text) == DESK:
            return await tell_policy(self._services, dispatcher, said, kind=DESK)
        if says_only_bounds(self._services, said):
            return await self._refine.run(dispatcher, tracker, domain)
        if self._is_a_name(said) or await names_something(self._services, said.text):
            return await self._search.run(dispatcher, tracker, domain)
        if gives_up(said.text):
            replies.tell(dispatcher, small.left_undone())
            return [close_question()]
        understood = await self._second_look.at(dispatcher, tracker, domain)
        return self._beyond(dispatcher, said, Manners.of(tracker)) if understood is None else understood

    def _beyond(self, dispatcher: CollectingDispatcher, said: Heard, manners: Manners) -> replies.Events:
        """Never the same words twice in a row; whoever was not understood three times is offered a person."""
        replies.tell(dispatcher, phrasing.beyond(manners.misses, said.text))
        missed = remember_manners(replace(manners, misses=manners.misses + 1))
        if phrasing.offers_a_person(manners.misses, said.text):
            return [missed, ask({"kind": HAND_OVER}, now=self._services.now())]
        return [missed]

    def _is_a_name(self, said: Heard) -> bool:
        """A bare "TV" is asked for, whatever else it might be about."""
        goods = self._services.reader().goods_named(said.text)
        return bool(goods) and len(said.text.split()) <= len(goods.split())

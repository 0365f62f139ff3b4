"""Find products for what the shopper just said."""

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.products.qualities import qualified, says_only_bounds
from actions.products.search_list import present_list
from actions.products.tell_found import Telling, present, tell_found
from actions.products.things_meant import things_meant
from actions.refine_search import CONTRASTS, RefineSearch
from actions.services import Services
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.phrasing import results
from shop.pointing import goes_on
from shop.recollection import stems

# "16 gigs of memory and 512 gigs of storage, please".
LONGEST_BOUNDS = 12
WHAT_FOR = re.compile(r"\W*(?:for|with|without|that(?:'s| is| are))\b(?! (?:me|my|him|her|a gift)\b)")
ANY_WITH = re.compile(
    r"\W*(?:(?:do you |have you )?(?:have|got) |are there |is there )?any(?:thing)?(?: ones?)? with(?:out)? "
)
A_NUMBER = re.compile(r"\d|\b(?:gigs?|inch(?:es)?|feet|liters?|litres?|watts?|people|person)\b")


class SearchProducts(Action):
    def __init__(self, services: Services, *, refine: RefineSearch) -> None:
        self._services = services
        self._refine = refine

    def name(self) -> str:
        return "action_search_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        stopwatch = Stopwatch()
        if self._says_more_of_it(said) or self._says_what_for(said):
            return await self._refine.run(dispatcher, tracker, domain)
        listed = await things_meant(self._services, said, stopwatch)
        if len(listed.items) > 1:
            return await present_list(self._services, dispatcher, listed, stopwatch)
        telling = Telling(services=self._services, dispatcher=dispatcher, said=said, stopwatch=stopwatch)
        query = self._with_what_stays(said, listed.items[0].query)
        if (narrower := await qualified(self._services, said, query, stopwatch)) is not None:
            return await tell_found(telling, narrower.query, narrower.found, lead=narrower.lead)
        if not results.can_be_looked_for(query):
            replies.tell(dispatcher, results.what_then(said.misses), stopwatch)
            return [replies.miss(said.misses)]
        return await present(telling, query, words=said.text)

    def _says_more_of_it(self, said: Heard) -> bool:
        """ "16 gigs of memory", after laptops; who names the goods again asks anew."""
        if not said.shown or not A_NUMBER.search(said.text.lower()):
            return False
        asked = self._services.reader().parse(said.text)
        anew = stems(asked.text) & stems(said.query.text)
        return not anew and says_only_bounds(self._services, said, longest=LONGEST_BOUNDS)

    def _says_what_for(self, said: Heard) -> bool:
        """ "For dry hair", after shampoo, is no request of its own, and neither is "not wood but glass"."""
        words = said.text.lower()
        if said.shown and (CONTRASTS.match(words) or ANY_WITH.match(words)):
            return True
        goes_with = said.shown and WHAT_FOR.match(words)
        return bool(goes_with) and not self._services.reader().names_goods(said.text)

    def _with_what_stays(self, said: Heard, query: Query) -> Query:
        """ "And matching socks" are for the same person as the shoes before."""
        reader = self._services.reader()
        if not said.query.text or not goes_on(said.text) or not reader.names_goods(said.text):
            return query
        return reader.refine(said.query, said.text)

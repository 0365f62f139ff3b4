"""Keep, change, tell and forget what the shopper says of themselves."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.manners import Manners, remember_manners
from actions.conversation.open_question import ask, close_question
from actions.heard import Heard, heard
from actions.products.mentioning import names_something
from actions.services import Services
from shop.phrasing import preferences as phrasing
from shop.preferences.naming import worn_named
from shop.preferences.of_turn import of_turn
from shop.preferences.passing import told_in_passing, without_oneself
from shop.preferences.preference import SLOWER, Kind, Preference, Stance
from shop.preferences.reading import Reading, read
from shop.preferences.stored_preferences import Changed
from shop.usual.meanings import forgetting_in

FORGET = "forget"
TELL_SIZE = "tell_size"
# Told of oneself, but nothing that would change what was found.
NOT_FOR_SEARCH = frozenset({Kind.NAME, Kind.PACE, Kind.HOUSEHOLD})
SIZE_WORDS = ("size", "sizes")
_WANTS = re.compile(
    r"^(?:(?:so|now|then|please|can you|could you) )*(?:show|find|get|give|look|search|recommend|suggest|bring|any\b"
    r"|do you have|have you got|i(?:'d like|'m looking| need| want| am looking)|what\b.*\b(?:can|have|got|sell)\b)"
)


class RememberPreference(Action):
    def __init__(self, services: Services, *, search: Action, refine: Action) -> None:
        """`refine` is for "show me leather anyway", and `search` for what else is asked in the same breath."""
        self._services = services
        self._search = search
        self._refine = refine

    def name(self) -> str:
        return "action_remember_preference"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        reading = read(said.text, parse=self._services.reader().parse)
        if reading.asks_first:
            replies.tell(dispatcher, phrasing.forget_everything_first(everything=reading.everything))
            return [ask({"kind": FORGET, "everything": reading.everything}, now=self._services.now())]
        if reading.that_brand:
            return await self._brand_meant(dispatcher, said, reading, Manners.of(tracker))
        if await self._meaning_forgotten(dispatcher, said, reading):
            return []
        if reading.told or reading.forgotten:
            return await self._keep(dispatcher, tracker, domain, reading)
        if reading.asks:
            return await self._tell(dispatcher, said, reading)
        return await self._nothing_read(dispatcher, tracker, domain)

    async def answer(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any], manners: Manners
    ) -> replies.Events | None:
        """Take the sentence as the value that was asked for; None if it is something else."""
        if len(said.text.split()) > 5:
            return None
        goods = question["about"]
        told = read(f"my {goods} size is {said.text}", parse=self._services.reader().parse)
        if not told.told:
            return None
        return [close_question(), *await self._change(dispatcher, said, told, manners)]

    async def in_passing(self, dispatcher: CollectingDispatcher, said: Heard) -> None:
        """Keep what a request says of people, and say so once; the request is answered all the same."""
        told = told_in_passing(said.text, parse=self._services.reader().parse)
        if not told:
            return
        known = {one.key for one in await self._services.preferences.of(said.shopper_id)}
        if new := [one for one in told if one.key not in known]:
            await self._services.preferences.change(said.shopper_id, turn_id=said.turn_id, told=new)
            if turn := of_turn():
                turn.read_again()
            replies.tell(dispatcher, phrasing.noted(new, store=self._store))

    def _asks_for_goods(self, words: str) -> bool:
        reader = self._services.reader()
        return reader.names_goods(words) or (bool(_WANTS.search(words)) and bool(reader.parse(words).text))

    async def forget(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events:
        """After the yes. Of the conversation itself nothing is remembered either."""
        kept = self._services.preferences
        if question["everything"]:
            await kept.forget_everything(said.shopper_id, turn_id=said.turn_id)
        else:
            await kept.forget_all(said.shopper_id, turn_id=said.turn_id)
        replies.tell(dispatcher, phrasing.forgotten(everything=question["everything"]))
        return [AllSlotsReset()] if question["everything"] else [close_question()]

    async def learn(self, dispatcher: CollectingDispatcher, said: Heard, *, may: bool) -> replies.Events:
        await self._services.preferences.learn(said.shopper_id, turn_id=said.turn_id, may=may)
        replies.tell(dispatcher, phrasing.learning(may=may))
        return []

    async def _change(
        self, dispatcher: CollectingDispatcher, said: Heard, reading: Reading, manners: Manners
    ) -> replies.Events:
        change = await self._services.preferences.change(
            said.shopper_id, turn_id=said.turn_id, told=reading.told, forgotten=reading.forgotten
        )
        if turn := of_turn():
            turn.read_again()
        again = bool(said.shown and said.query.text) and _matters(change, worn=worn_named(said.query.text))
        replies.tell(dispatcher, phrasing.changed(change, store=self._store, look_again=again))
        events: replies.Events = []
        if pace := next((one.value for one in reading.told if one.kind is Kind.PACE), None):
            events.append(remember_manners(replace(manners, slower=pace == SLOWER)))
        if again:
            events.append(ask({"kind": "look_for", "query": said.query.as_dict()}, now=self._services.now()))
        return events

    async def _keep(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict, reading: Reading
    ) -> replies.Events:
        if self._asks_for_goods(reading.rest) or await names_something(self._services, reading.rest):
            return await self._and_search(dispatcher, tracker, domain, reading)
        return await self._change(dispatcher, heard(tracker), reading, Manners.of(tracker))

    async def _and_search(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict, reading: Reading
    ) -> replies.Events:
        """ "I'm allergic to nuts, find me some granola" is to be remembered, and then looked for."""
        said = replace(heard(tracker), shown=())
        events = await self._change(dispatcher, said, reading, Manners.of(tracker))
        tracker.latest_message["text"] = reading.rest
        return [*events, *await self._search.run(dispatcher, tracker, domain)]

    async def _meaning_forgotten(self, dispatcher: CollectingDispatcher, said: Heard, reading: Reading) -> bool:
        """ "Forget what I mean by milk"; "forget the wool" may be of what is liked, which comes first."""
        forgetting = forgetting_in(said.text)
        if forgetting is None:
            return False
        usuals = self._services.usuals
        gone = [one for one in await usuals.meanings(said.shopper_id) if forgetting.meets(one)]
        if not forgetting.explicit:
            known = await self._services.preferences.of(said.shopper_id)
            if not gone or known.meeting(reading.forgotten):
                return False
        if gone:
            ids = [one.variant_id for one in gone]
            await usuals.forget(said.shopper_id, turn_id=said.turn_id, right_ids=ids)
        replies.tell(dispatcher, phrasing.meanings_forgotten(gone, forgetting.words))
        return True

    async def _tell(self, dispatcher: CollectingDispatcher, said: Heard, reading: Reading) -> replies.Events:
        known = await self._services.preferences.of(said.shopper_id)
        if not reading.shown:
            meanings = await self._services.usuals.meanings(said.shopper_id)
            replies.tell(dispatcher, phrasing.known(list(known), store=self._store, meanings=meanings))
            return []
        found = known.meeting(reading.shown)
        replies.tell(dispatcher, phrasing.of_asked(found, reading.shown, store=self._store))
        first = reading.shown[0]
        if found or first.kind is not Kind.SIZE:
            return []
        return [ask({"kind": TELL_SIZE, "about": first.about or ""}, now=self._services.now())]

    async def _brand_meant(
        self, dispatcher: CollectingDispatcher, said: Heard, reading: Reading, manners: Manners
    ) -> replies.Events:
        pairs = [said.in_focus] if said.in_focus else list(said.shown)
        brands = {card.brand for card in await self._services.products.cards(pairs)}
        if len(brands) != 1:
            replies.tell(dispatcher, phrasing.asks_brand())
            return []
        meant = Preference(kind=Kind.BRAND, value=brands.pop(), stance=reading.that_brand or Stance.LIKES)
        return await self._change(dispatcher, said, replace(reading, told=(*reading.told, meant)), manners)

    async def _nothing_read(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events:
        said, turn = heard(tracker), of_turn()
        if turn and turn.anyway:
            return await self._refine.run(dispatcher, tracker, domain)
        if self._asks_for_goods(said.text):
            await self.in_passing(dispatcher, said)
            return await self._search.run(dispatcher, tracker, domain)
        rest = without_oneself(said.text)
        if rest != said.text.lower() and await names_something(self._services, rest):
            await self.in_passing(dispatcher, said)
            tracker.latest_message["text"] = rest
            return await self._search.run(dispatcher, tracker, domain)
        words = said.text.lower().replace("?", " ").split()
        if any(word in words for word in SIZE_WORDS):
            goods = "shoe" if "shoe" in words or "shoes" in words else ""
            replies.tell(dispatcher, phrasing.asks_value(f"{goods}s" if goods else ""))
            return [ask({"kind": TELL_SIZE, "about": goods}, now=self._services.now())]
        replies.tell(dispatcher, phrasing.nothing_read())
        return []

    def _store(self, store: str) -> str:
        return self._services.reader().store_called(store)


def _matters(change: Changed, *, worn: str) -> bool:
    """A shoe size changes nothing of the salsa that was found."""
    changed = [one for one in (*change.told, *change.gone) if one.kind not in NOT_FOR_SEARCH and _is_own(one)]
    return any(one.kind is not Kind.SIZE or (worn and one.about in {"", worn}) for one in changed)


def _is_own(one: Preference) -> bool:
    return one.kind in {Kind.SIZE, Kind.BUDGET} or not one.about

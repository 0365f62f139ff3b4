"""The times a checkout offers, and which of them an answer takes."""

from actions.checkout.slots import WINDOW, slots_of
from actions.forms.form import FormTurn, Question, Taken
from actions.services import Services
from shop.checkout.draft import Checkout
from shop.checkout.errors import ChoiceGone
from shop.checkout.hearing.corrections import is_question
from shop.checkout.hearing.windows import MOST_OFFERED, Offer, offer_of
from shop.checkout.window import Fulfilment, Window
from shop.phrasing import checkout_times as times

FARTHEST = 60


class CheckoutWindows:
    def __init__(self, services: Services) -> None:
        self._checkouts = services.commerce.checkouts
        self._now = services.now

    async def take(self, turn: FormTurn, draft: Checkout, *, may_be_a_time: bool) -> Taken | None:
        """The sentence as a choice of a time, if it may be one or a time is what was asked for."""
        asked = turn.requested == WINDOW or "windows" in turn.about
        if not draft.offers_windows or not (asked or may_be_a_time):
            return None
        if is_question(turn.said.text):
            return await self._asked_about(turn, draft) if asked else None
        if asked and turn.about.get("full"):
            return await self._other_way(turn, draft)
        offer = await self._offer(turn)
        if offer is None:
            return None
        if offer.chosen is None:
            return Taken(slots={**slots_of(draft), WINDOW: None})
        return await self._chosen(turn, draft, offer.chosen.id)

    async def along(self, turn: FormTurn, draft: Checkout) -> Checkout:
        """ "Deliver it tomorrow morning" tells the time with the way, as far as it is clear."""
        if not draft.offers_windows or draft.window is not None:
            return draft
        offer = await self._offer(turn)
        if offer is None or offer.chosen is None:
            return draft
        said = turn.said
        try:
            return await self._checkouts.choose(said.shopper_id, turn_id=said.turn_id, window_id=offer.chosen.id)
        except ChoiceGone:
            return draft

    async def ask(self, turn: FormTurn, draft: Checkout, *, again: bool) -> Question:
        windows = await self._checkouts.windows(turn.said.shopper_id, limit=FARTHEST)
        way = draft.how or Fulfilment.DELIVERY
        if not windows:
            return Question(answer=times.no_window(way), about={"full": True})
        told = [window for window in windows if window.id in turn.about.get("windows", ())]
        offer = await self._offer(turn)
        offered: tuple[Window, ...]
        if offer is not None and offer.chosen and is_question(turn.said.text):
            offered, lead, again = (offer.chosen,), "", True
        elif offer is not None and offer.windows:
            offered, lead, again = offer.windows, times.none_then() if offer.missed else "", True
        else:
            offered, lead = tuple((told if again else None) or windows[:MOST_OFFERED]), ""
        answer = times.windows(offered, way, now=self._now(), lead=lead, again=again)
        return Question(answer=answer, about={"windows": [window.id for window in offered]})

    async def _offer(self, turn: FormTurn) -> Offer | None:
        windows = await self._checkouts.windows(turn.said.shopper_id, limit=FARTHEST)
        told = list(turn.about.get("windows", ()))
        by_id = {window.id: window for window in windows}
        if turn.intent == "affirm" and len(told) == 1 and told[0] in by_id:
            return Offer(chosen=by_id[told[0]])
        if turn.intent == "deny" and told and offer_of(turn.said.text, windows, told=told, now=self._now()) is None:
            return offer_of("other times", windows, told=told, now=self._now())
        return offer_of(turn.said.text, windows, told=told, now=self._now())

    async def _asked_about(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """ "What about Sunday?" is answered by Sunday's times, and chooses none of them."""
        offer = await self._offer(turn)
        return Taken(slots={**slots_of(draft), WINDOW: None}) if offer is not None else None

    async def _chosen(self, turn: FormTurn, draft: Checkout, window_id: str) -> Taken:
        said = turn.said
        try:
            chosen = await self._checkouts.choose(said.shopper_id, turn_id=said.turn_id, window_id=window_id)
        except ChoiceGone:
            return Taken(slots={**slots_of(draft), WINDOW: None}, told=times.window_gone())
        return Taken(slots=slots_of(chosen))

    async def _other_way(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """No time is left for this way; a yes takes the other."""
        other = next((way for way in draft.ways if way is not draft.how), None)
        if turn.intent != "affirm" or other is None:
            return None
        said = turn.said
        chosen = await self._checkouts.choose(said.shopper_id, turn_id=said.turn_id, how=other)
        return Taken(slots=slots_of(chosen))

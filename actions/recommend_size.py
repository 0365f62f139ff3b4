"""Answer whatever is asked about sizes: which to take, how they run, what the chart says, and how one turned out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import ask, close_question
from actions.forms.suspension import come_back_to
from actions.heard import Heard, heard
from actions.orders.return_form import ReturnForm
from actions.orders.returning import wants_another_size
from actions.products.meant import meant
from actions.services import Services
from actions.sizes.advising import Told, Wanted, advice_on, next_question, remember, told, told_in, wanted_of
from actions.sizes.feedback import tell_feedback
from actions.sizes.form import SizeForm, opened_for
from catalog.product import ProductCard
from catalog.stages import Stopwatch
from catalog.understanding.shoe_sizes import converted
from shop.phrasing import details
from shop.phrasing import sizes as phrasing
from shop.phrasing.details import ASKS_WHAT_THERE_IS
from shop.sizes.asked import Wish, systems_of, wearer_of, wish_of
from shop.sizes.charts import in_system, marked
from shop.sizes.ladder import called
from shop.sizes.spoken import read_measurements
from shop.sizes.usual_spoken import as_written, read_between


class RecommendSize(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_recommend_size"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if await wants_another_size(self._services, said):
            return come_back_to(ReturnForm.name)
        answering: dict[Wish, Callable[[CollectingDispatcher, Heard], Awaitable[replies.Events]]] = {
            Wish.FORGET: self._forget,
            Wish.FEEDBACK: self._feedback,
            Wish.RUNS: self._runs,
            Wish.CHART: self._chart,
            Wish.CONVERT: self._convert,
            Wish.HOW_TO_MEASURE: self._how,
            Wish.ADVICE: self._advise,
        }
        return await answering[wish_of(said.text)](dispatcher, said)

    async def _advise(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        stopwatch = Stopwatch()
        told_now = told_in(self._services, said.text)
        wearer = wearer_of(said.text)
        card = await self._product(said, stopwatch, told_now)
        wavers = read_between(said.text) or ()
        wanted = await wanted_of(self._services, card.id, wearer, wavers) if card else None
        wearer = wanted.wearer if wanted else wearer
        await remember(self._services, said, told_now, wanted, wearer=wearer)
        if card is None or wanted is None:
            replies.tell(dispatcher, phrasing.which_product(noted=told_now.anything), stopwatch)
            return []
        if ASKS_WHAT_THERE_IS.search(said.text.lower()):
            replies.tell(dispatcher, details.sizes(wanted.product, card), stopwatch)
            return [replies.focus_on(card), close_question()]
        if len(wanted.goods.offered) < 2:
            replies.tell(dispatcher, phrasing.one_size(card), stopwatch)
            return [replies.focus_on(card), close_question()]
        return await self._of(dispatcher, said, wanted, card, stopwatch)

    async def _of(
        self, dispatcher: CollectingDispatcher, said: Heard, wanted: Wanted, card: ProductCard, stopwatch: Stopwatch
    ) -> replies.Events:
        """At once where enough is known; otherwise the form asks."""
        advice, known = await advice_on(self._services, said, wanted)
        asks = advice.is_between or (
            not advice.is_sure and not advice.beyond and next_question(self._services, wanted, known, {}) is not None
        )
        if asks:
            emptied = [SlotSet(slot, None) for slot in SizeForm.slots]
            of = SlotSet("size_product", opened_for(wanted))
            return [replies.focus_on(card), *emptied, of, *come_back_to(SizeForm.name)]
        answer, offer = told(wanted, advice, said)
        replies.tell(dispatcher, answer, stopwatch)
        question = ask(offer, now=self._services.now()) if offer else close_question()
        return [replies.focus_on(card), question]

    async def _product(self, said: Heard, stopwatch: Stopwatch, told_now: Told) -> ProductCard | None:
        """What is talked about, unless the rest of the sentence names other goods: "a nine in Swiftlet" names none."""
        if told_now.anything and not self._services.reader().names_goods(said.text):
            pair = said.in_focus or (said.shown[0] if len(said.shown) == 1 else None)
            cards = await self._services.products.cards([pair] if pair else [])
            if cards:
                return cards[0]
        found = await meant(self._services, said, stopwatch, asking=True)
        is_named = self._services.reader().names_goods(said.text)
        return found.cards[0] if found.cards and (found.certain or is_named) else None

    async def _runs(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        stopwatch = Stopwatch()
        card = await self._product(said, stopwatch, told_in(self._services, ""))
        wanted = await wanted_of(self._services, card.id, "") if card else None
        if card is None or wanted is None:
            replies.tell(dispatcher, phrasing.which_product(noted=False), stopwatch)
            return []
        turned_out = await self._services.sizes.runs(card.id)
        replies.tell(dispatcher, phrasing.runs(card, turned_out, has_chart=wanted.goods.chart is not None), stopwatch)
        return [replies.focus_on(card), close_question()]

    async def _chart(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        stopwatch = Stopwatch()
        card = await self._product(said, stopwatch, told_in(self._services, ""))
        wanted = await wanted_of(self._services, card.id, "") if card else None
        if card is None or wanted is None:
            replies.tell(dispatcher, phrasing.which_product(noted=False), stopwatch)
            return []
        chart = wanted.goods.chart
        if chart is None:
            replies.tell(dispatcher, phrasing.no_chart(card, wanted.goods.offered), stopwatch)
        else:
            query = self._services.reader().parse(said.text)
            named = next((size for size in query.sizes if called(size, chart.sizes)), None)
            size = called(named, chart.sizes) if named else None
            replies.tell(dispatcher, phrasing.chart_told(card, chart, size), stopwatch)
        return [replies.focus_on(card), close_question()]

    async def _convert(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        """By the chart of what is talked about, else by the tables everybody uses."""
        systems = systems_of(said.text)
        rest = read_measurements(said.text).rest.split()
        size = next((as_written(word) for word in rest if word.replace(".", "", 1).isdigit()), None)
        if size is None or not systems:
            return await self._advise(dispatcher, said)
        source, into = (
            (systems[0], systems[1]) if len(systems) > 1 else ("eu" if float(size) >= 30 else "us", systems[0])
        )
        query = self._services.reader().parse(said.text)
        audience = query.attributes.get("audience", "")
        wanted = await wanted_of(self._services, said.in_focus[0]) if said.in_focus else None
        told_now = told_in(self._services, said.text)
        if wanted is not None and told_now.usual is not None:
            usual = replace(told_now.usual, system=source)
            await remember(self._services, said, replace(told_now, usual=usual), wanted, wearer=wearer_of(said.text))
        if wanted is not None:
            audience = audience or wanted.goods.audience
        own = _by_chart(wanted, size, source, into) if wanted else ()
        others = own or converted(size, system=source, into=into, audience=audience)
        answer = phrasing.converted(size, source, others, into) if others else phrasing.cannot_convert(audience)
        replies.tell(dispatcher, answer)
        return []

    async def _how(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        wanted = await wanted_of(self._services, said.in_focus[0], "") if said.in_focus else None
        replies.tell(dispatcher, phrasing.how_to_measure(wanted.goods.chart if wanted else None))
        return []

    async def _feedback(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        return await tell_feedback(self._services, dispatcher, said)

    async def _forget(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        anything = await self._services.sizes.forget(said.shopper_id)
        replies.tell(dispatcher, phrasing.forgotten(anything=anything))
        return [close_question()]


def _by_chart(wanted: Wanted, size: str, source: str, into: str) -> tuple[str, ...]:
    """What a shoe's own chart says of a size in another system."""
    chart = wanted.goods.chart
    if chart is None or "foot_cm" not in chart.measured_by:
        return ()
    ours = (size,) if source == "us" else marked(chart, size, system=source)
    return tuple(name for each in ours if (name := each if into == "us" else in_system(chart, each, system=into)))

"""A second look at a sentence that nothing was sure of: what an interpreter makes of it, done plainly or asked back.

Nothing that an interpreter says changes a cart, an order or what is known of the shopper: that takes a yes, which is
only ever the shopper's own word, to a question that says what would be done.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.cart.waiting import CHOICES, is_of_list
from actions.conversation.interpreting import OUT_OF_SCOPE, Interpretation, Plain
from actions.conversation.manners import Manners, remember_manners
from actions.conversation.moment import moment_of
from actions.conversation.open_question import ask, close_question, open_question
from actions.conversation.said_plainly import BY_THE_WAY, ONLY_LOOKS, Missing, said_plainly
from actions.forms.suspension import come_back_to
from actions.forms.turns import OFFERS
from actions.heard import Heard, heard
from actions.runs import Run
from actions.services import Services
from catalog.errors import CatalogUnavailable
from shop.phrasing import second_look as phrasing
from shop.reply import Answer

# A question whether something was meant, and one which of two things.
MEANT, EITHER = "meant", "meant_either"
# From here on an interpreter is believed without being asked back, where all it said is borne out.
SURE = 0.6
# Below that it is a guess that nobody need be asked about.
LEAST = 0.3
# Of intents that the classifier is less sure of than that, four in ten are not what was meant.
DOUBTFUL = 0.5
# Less likely than that, an intent is not worth being offered beside another.
LIKELY = 0.1
# Who was not understood so often is offered a person rather than one more question.
MOST_QUESTIONS = 2
LONGEST = 400
# Their last question is whether an order is to be placed, or goods to be sent back.
KEEP_SOMETHING = frozenset({"checkout_form", "return_form"})
# None of these keeps money or a promise, and each may be left for another question.
MAY_BE_LEFT = OFFERS | {MEANT, EITHER}
ACTIONS = {
    "product_search": "action_search_products",
    "refine_search": "action_refine_search",
    "product_details": "action_show_details",
    "compare_products": "action_compare_products",
    "recommend": "action_recommend_products",
    "add_to_cart": "action_add_to_cart",
    "change_cart": "action_change_cart",
    "view_cart": "action_view_cart",
    "reorder": "action_reorder",
    "order_status": "action_order_status",
    "return_policy": "action_explain_policy",
    "size_recommendation": "action_recommend_size",
    "price_match": "action_match_price",
    "availability_check": "action_check_availability",
    "preference": "action_remember_preference",
}


class SecondLook:
    """`plainly` are the runs of the actions by name; they may be put in later."""

    def __init__(self, services: Services, plainly: Mapping[str, Run]) -> None:
        self._services = services
        self._plainly = plainly

    async def at(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events | None:
        """None where nobody knows better: then what is said without an interpreter is said."""
        found = await self._understood(tracker)
        if found is None:
            return None
        understood, plain = found
        looks = BY_THE_WAY if _form(tracker) in KEEP_SOMETHING else ONLY_LOOKS
        if isinstance(plain, Plain) and is_sure(understood) and understood.intent in looks:
            return await self._done(plain, dispatcher, tracker, domain)
        return self._asked_back(plain, understood, dispatcher, tracker) if self._may_ask(tracker) else None

    def doubting(self, name: str, run: Run) -> Run:
        """A guess of the classifier gives way to what an interpreter is sure of; otherwise it stands."""

        async def looking(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
            events = None
            if _is_a_guess(tracker, name):
                events = await self._instead_of_guess(dispatcher, tracker, domain)
            return await run(dispatcher, tracker, domain) if events is None else events

        return looking

    async def do(
        self, plain: Plain, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events:
        """As if the shopper had said it in these words; a question that a yes would have settled is closed."""
        if plain.is_a_form:
            return come_back_to(plain.action)
        question = open_question(heard(tracker), now=self._services.now())
        tracker.latest_message["text"] = plain.words
        events = await self._plainly[plain.action](dispatcher, tracker, domain)
        waits = question is None or question["kind"] in CHOICES or is_of_list(question)
        return events if waits else [close_question(), *events]

    async def confirmed(
        self, question: Mapping[str, Any], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events:
        """The shopper's own yes; "the first one" must still be the one that was named."""
        shown = heard(tracker).shown
        if [list(pair) for pair in shown] != question["shown"]:
            replies.tell(dispatcher, phrasing.which_one(several=len(shown) > 1))
            return [close_question()]
        return [close_question(), *await self.do(Plain.from_dict(question), dispatcher, tracker, domain)]

    async def _done(
        self, plain: Plain, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events:
        events = await self.do(plain, dispatcher, tracker, domain)
        replies.note_meant(dispatcher, plain.intent)
        return events

    async def _instead_of_guess(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> replies.Events | None:
        found = await self._understood(tracker)
        if found is None:
            return None
        understood, plain = found
        if isinstance(plain, Missing) or not gives_way(_intent_of(tracker), understood):
            return None
        if understood.intent in ONLY_LOOKS:
            return await self._done(plain, dispatcher, tracker, domain)
        return self._asked_back(plain, understood, dispatcher, tracker) if self._may_ask(tracker) else None

    async def _understood(self, tracker: Tracker) -> tuple[Interpretation, Plain | Missing] | None:
        """None also for what is no business of the shop's, and where the catalogue cannot be read."""
        interpreter, said = self._services.interpreter, heard(tracker)
        if interpreter is None or len(said.text) > LONGEST:
            return None
        try:
            moment = await moment_of(self._services, said, tracker)
        except CatalogUnavailable:
            return None
        within_s = self._services.model_time.within_s(said.turn_id, answer_by=said.answer_by, most_s=interpreter.most_s)
        if within_s <= 0:
            return None
        understood = await interpreter.interpret(moment, within_s=within_s)
        if understood is None or not is_something(understood):
            return None
        is_it = moment.in_focus and not understood.references and not understood.wanted.text
        if moment.in_focus and is_it:
            understood = replace(understood, references=(moment.in_focus,))
        return understood, said_plainly(understood, moment)

    def _may_ask(self, tracker: Tracker) -> bool:
        """Not where a yes might be taken for one to something else, and not without end."""
        question = open_question(heard(tracker), now=self._services.now())
        may_be_left = question is None or (question["kind"] in MAY_BE_LEFT and not is_of_list(question))
        return may_be_left and _form(tracker) is None and Manners.of(tracker).misses < MOST_QUESTIONS

    def _asked_back(
        self,
        plain: Plain | Missing,
        understood: Interpretation,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
    ) -> replies.Events:
        manners = Manners.of(tracker)
        missed = remember_manners(replace(manners, misses=manners.misses + 1))
        if isinstance(plain, Missing):
            replies.tell(dispatcher, _missing(plain, heard(tracker)))
            return [missed, close_question()]
        other = None if is_sure(understood) else _runner_up(tracker, understood)
        if other is not None:
            replies.tell(dispatcher, phrasing.this_or(plain.phrase, other))
            return [missed, ask({"kind": EITHER}, now=self._services.now())]
        replies.tell(dispatcher, phrasing.do_you_mean(plain.phrase))
        question = {"kind": MEANT, **plain.as_dict(), "shown": [list(pair) for pair in heard(tracker).shown]}
        return [missed, ask(question, now=self._services.now())]


def is_something(understood: Interpretation) -> bool:
    return understood.intent != OUT_OF_SCOPE and understood.confidence >= LEAST


def is_sure(understood: Interpretation) -> bool:
    return understood.confidence >= SURE and not understood.fallen


def gives_way(guess: str, understood: Interpretation) -> bool:
    """What would only show something is no worse a guess than a question whether to change something."""
    may_be_other = understood.intent in ONLY_LOOKS or guess not in ONLY_LOOKS
    return understood.intent != guess and is_sure(understood) and may_be_other


def _form(tracker: Tracker) -> str | None:
    return (tracker.active_loop or {}).get("name")


def _intent_of(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def _is_a_guess(tracker: Tracker, name: str) -> bool:
    """Of the classifier itself: what a rule has read is none, and neither is an answer to a form."""
    is_its_own = ACTIONS.get(_intent_of(tracker)) == name
    return is_its_own and _form(tracker) is None and heard(tracker).confidence < DOUBTFUL


def _runner_up(tracker: Tracker, understood: Interpretation) -> str | None:
    """What else it may be by the classifier, in words."""
    ranking = tracker.latest_message.get("intent_ranking") or ()
    others = (
        phrasing.KINDS[each["name"]]
        for each in ranking
        if each.get("name") in phrasing.KINDS and each["name"] != understood.intent and each["confidence"] >= LIKELY
    )
    return next(others, None)


def _missing(missing: Missing, said: Heard) -> Answer:
    if missing is Missing.GOODS:
        return phrasing.which_goods()
    return phrasing.which_change() if missing is Missing.CHANGE else phrasing.which_one(several=len(said.shown) > 1)

"""Every action with its services, in the executor that Rasa calls."""

from collections.abc import Awaitable, Callable, Mapping

from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.affirm import Affirm
from actions.answers import is_riddle
from actions.change_cart import ChangeCart
from actions.check_availability import CheckAvailability
from actions.compare_products import CompareProducts
from actions.deny import Deny
from actions.explain_policy import ExplainPolicy
from actions.heard import heard
from actions.match_price import MatchPrice
from actions.not_served import NotServed
from actions.open_choices import change_open
from actions.open_question import ask, close_question, open_question
from actions.out_of_scope import OutOfScope
from actions.plain_words import asks_for
from actions.recommend_products import RecommendProducts
from actions.recommend_size import RecommendSize
from actions.refine_search import RefineSearch
from actions.remembering import remembering
from actions.repeat import Repeat
from actions.search_list import CHANGE_WHICH, OF_SEVERAL, change_named, change_one
from actions.search_products import SearchProducts
from actions.services import Services
from actions.show_details import ShowDetails
from actions.view_cart import ViewCart
from actions.waiting import CHOICES, asked_about, is_of_list, question_and_behind, waiting_in, with_waiting
from catalog.errors import CatalogUnavailable
from shop.errors import ShopUnavailable
from shop.phrasing import lists, small

Run = Callable[[CollectingDispatcher, Tracker, DomainDict], Awaitable[replies.Events]]

MAY_ANSWER_A_QUESTION = {
    "action_add_to_cart",
    "action_affirm",
    "action_deny",
    "action_out_of_scope",
    "action_recommend_products",
    "action_recommend_size",
    "action_refine_search",
    "action_reorder",
    "action_search_products",
    "action_show_details",
}

MAY_HIDE_A_COMMAND = {"action_search_products", "action_refine_search", "action_out_of_scope"}

CHANGES_THE_SUBJECT = {
    "action_add_to_cart",
    "action_change_cart",
    "action_recommend_products",
    "action_refine_search",
    "action_search_products",
}


KEEPS_THE_LIST_ITSELF = {"action_add_to_cart", "action_affirm", "action_deny"}


def build_executor(services: Services) -> ActionExecutor:
    executor = ActionExecutor()
    add = AddToCart(services)
    actions = {action.name(): action for action in _actions(services, add)}
    runs = {name: _minding_the_question(action, add, services) for name, action in actions.items()}
    for name, minding in runs.items():
        run = _plain_words_first(minding, runs) if name in MAY_HIDE_A_COMMAND else minding
        if name in MAY_ANSWER_A_QUESTION:
            run = _open_question_first(run, add, services)
        executor.register_function(name, _speaking(remembering(run)))
    return executor


def _actions(services: Services, add: AddToCart) -> list[Action]:
    search = SearchProducts(services)
    shown = ShowDetails(services)
    refine = RefineSearch(services, details=shown)
    change = ChangeCart(services, refine=refine)
    return [
        search,
        refine,
        shown,
        CompareProducts(services),
        RecommendProducts(services),
        RecommendSize(services),
        add,
        change,
        ViewCart(services),
        ExplainPolicy(services),
        MatchPrice(services),
        CheckAvailability(services, refine=refine),
        Affirm(services, add=add, change=change, details=shown),
        Deny(services, add=add, details=shown),
        OutOfScope(services, search=search, refine=refine),
        Repeat(),
        *(NotServed(name=f"action_{what}") for what in small.NOT_SERVED),
    ]


def _minding_the_question(action: Action, add: AddToCart, services: Services) -> Run:
    """What becomes of a question that is open when the action was not asked for as its answer."""
    run: Run = action.run
    if action.name() == "action_refine_search":
        run = _one_of_several_first(run, services)
    if action.name() == "action_change_cart":
        run = _what_is_open_first(run, add, services)
    if action.name() in CHANGES_THE_SUBJECT:
        run = _closing_question(run)
    return run if action.name() in KEEPS_THE_LIST_ITSELF else _keeping_the_list(run, services)


def _open_question_first(run: Run, add: AddToCart, services: Services) -> Run:
    """A bare "medium" after "which size?" is an answer, whatever it would be on its own."""

    async def answering(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        if question and question["kind"] == CHANGE_WHICH:
            events = await change_named(services, dispatcher, said, question)
            if events is not None:
                return events
        for choosing in question_and_behind(question):
            events = await add.complete(dispatcher, said, choosing)
            if events is not None:
                return events
        if question and question["kind"] in CHOICES and is_riddle(said, services.reader()):
            await add.ask_again(dispatcher, said, question)
            return []
        return await run(dispatcher, tracker, domain)

    return answering


def _plain_words_first(run: Run, runs: Mapping[str, Run]) -> Run:
    async def obeying(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        name = asks_for(heard(tracker).text)
        return await (runs[name] if name else run)(dispatcher, tracker, domain)

    return obeying


def _closing_question(run: Run) -> Run:
    """Whoever talks about something else leaves an open question behind."""

    async def closing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        return [close_question(), *await run(dispatcher, tracker, domain)]

    return closing


def _one_of_several_first(run: Run, services: Services) -> Run:
    """A change of several results is a change of one of them."""

    async def changing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        if question and question["kind"] == OF_SEVERAL and len(question["things"]) > 1:
            return await change_one(services, dispatcher, said, question)
        return await run(dispatcher, tracker, domain)

    return changing


def _what_is_open_first(run: Run, add: AddToCart, services: Services) -> Run:
    """What is asked about is not in the cart yet, and may be changed all the same."""

    async def changing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        events = await change_open(services, add, dispatcher, said, question) if question else None
        return await run(dispatcher, tracker, domain) if events is None else events

    return changing


def _keeping_the_list(run: Run, services: Services) -> Run:
    """A question in between is answered, and the list goes on where it stopped; other goods do not push it out."""

    async def keeping(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        question = open_question(heard(tracker), now=services.now())
        events = await run(dispatcher, tracker, domain)
        asked = [event["value"] for event in events if event.get("name") == "asked"]
        if question is None or not is_of_list(question) or not asked:
            return events
        if asked[-1] is not None:
            kept = with_waiting(asked[-1], asked_about(question), waiting_in(question))
            shows_others = any(event.get("name") == "shown_products" for event in events)
            return [*events, ask(kept if shows_others else {**kept, "behind": question}, now=services.now())]
        said = dispatcher.messages[-1]["custom"]["answer"]["speech"] if dispatcher.messages else ""
        if not said.endswith("?"):
            thing = asked_about(question)
            replies.tell(dispatcher, lists.back_to(question.get("attribute") or (thing.name if thing else "one")))
        return [*events, ask(question, now=services.now())]

    return keeping


def _speaking(run: Run) -> Run:
    """Keeps what was said for "say that again"; an expected failure becomes a sentence, and nothing else changes."""

    async def speaking(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        try:
            events = await run(dispatcher, tracker, domain)
        except (CatalogUnavailable, ShopUnavailable) as exc:
            dispatcher.messages.clear()
            replies.tell(dispatcher, small.unavailable(), failure=type(exc).__name__)
            return []
        return [*events, replies.remember_speech(dispatcher)]

    return speaking

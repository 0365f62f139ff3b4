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
from actions.open_question import close_question, open_question
from actions.out_of_scope import OutOfScope
from actions.plain_words import asks_for
from actions.recommend_products import RecommendProducts
from actions.recommend_size import RecommendSize
from actions.refine_search import RefineSearch
from actions.repeat import Repeat
from actions.search_products import SearchProducts
from actions.services import Services
from actions.show_details import ShowDetails
from actions.view_cart import ViewCart
from catalog.errors import CatalogUnavailable
from shop.errors import ShopUnavailable
from shop.phrasing import small

Run = Callable[[CollectingDispatcher, Tracker, DomainDict], Awaitable[replies.Events]]

MAY_ANSWER_A_QUESTION = {
    "action_add_to_cart",
    "action_affirm",
    "action_deny",
    "action_out_of_scope",
    "action_recommend_size",
    "action_refine_search",
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


def build_executor(services: Services) -> ActionExecutor:
    executor = ActionExecutor()
    add = AddToCart(services)
    actions = {action.name(): action for action in _actions(services, add)}
    for action in actions.values():
        run: Run = action.run
        if action.name() in MAY_HIDE_A_COMMAND:
            run = _plain_words_first(run, actions)
        if action.name() in CHANGES_THE_SUBJECT:
            run = _closing_question(run)
        if action.name() in MAY_ANSWER_A_QUESTION:
            run = _open_question_first(run, add, services)
        executor.register_function(action.name(), _speaking(run))
    return executor


def _actions(services: Services, add: AddToCart) -> list[Action]:
    change = ChangeCart(services)
    shown = ShowDetails(services)
    refine = RefineSearch(services, details=shown)
    return [
        SearchProducts(services),
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
        Deny(services, details=shown),
        OutOfScope(services),
        Repeat(),
        *(NotServed(name=f"action_{what}") for what in small.NOT_SERVED),
    ]


def _open_question_first(run: Run, add: AddToCart, services: Services) -> Run:
    """A bare "medium" after "which size?" is an answer, whatever it would be on its own."""

    async def answering(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        question = open_question(said, now=services.now())
        if question and question["kind"] in {"which_one", "choice"}:
            events = await add.complete(dispatcher, said, question)
            if events is not None:
                return events
            if is_riddle(said, services.reader()):
                await add.ask_again(dispatcher, said, question)
                return []
        return await run(dispatcher, tracker, domain)

    return answering


def _plain_words_first(run: Run, actions: Mapping[str, Action]) -> Run:
    async def obeying(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        name = asks_for(heard(tracker).text)
        return await (actions[name].run if name else run)(dispatcher, tracker, domain)

    return obeying


def _closing_question(run: Run) -> Run:
    """Whoever talks about something else leaves an open question behind."""

    async def closing(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        return [close_question(), *await run(dispatcher, tracker, domain)]

    return closing


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

"""Every action with its services, in the executor that Rasa calls."""

from collections.abc import Mapping, Sequence

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.add_to_cart import AddToCart
from actions.affirm import Affirm
from actions.cart.said import MAY_BE_ABOUT_THE_CART, AboutCart
from actions.change_cart import ChangeCart
from actions.check_availability import CheckAvailability
from actions.checkout.form import CheckoutForm
from actions.compare_products import CompareProducts
from actions.conversation.personally import AboutOneself, paced, personally
from actions.conversation.plain_words import MAY_HIDE_PLAIN_WORDS, asks_for
from actions.conversation.question_rules import (
    MAY_ANSWER_A_QUESTION,
    changing_the_subject,
    minding_the_question,
    open_question_first,
)
from actions.conversation.second_look import SecondLook
from actions.deny import Deny
from actions.explain_policy import ExplainPolicy
from actions.forms.asking import Asking
from actions.forms.form import Form
from actions.forms.suspension import AfterForm, offering, resuming
from actions.forms.validating import Validation
from actions.give_help import GiveHelp
from actions.greet import Greet
from actions.grounding.grounded import grounded
from actions.hand_off import HandOff
from actions.heard import heard
from actions.match_price import MatchPrice
from actions.order_status import OrderStatus
from actions.orders.answers import OrderAnswers
from actions.orders.lookup_form import OrderForm
from actions.orders.price_match_form import PriceMatchForm
from actions.orders.return_form import ReturnForm
from actions.out_of_scope import OutOfScope
from actions.products.remembering import remembering
from actions.recommend_products import RecommendProducts
from actions.recommend_size import RecommendSize
from actions.refine_search import RefineSearch
from actions.remember_preference import RememberPreference
from actions.reorder import Reorder
from actions.repeat import Repeat
from actions.runs import Run
from actions.search_products import SearchProducts
from actions.services import Services
from actions.show_details import ShowDetails
from actions.sizes.form import SizeForm
from actions.view_cart import ViewCart
from catalog.errors import CatalogUnavailable
from shop.errors import OtherCurrency, ShopUnavailable
from shop.phrasing import cart as cart_phrasing
from shop.phrasing import small
from shop.shown_of_turn import noting


def build_executor(services: Services, forms: Sequence[Form] | None = None) -> ActionExecutor:
    """Every form brings two kinds of actions: one that takes its answers, and one for each slot that asks."""
    executor = ActionExecutor()
    for name, run in _answering(services).items():
        executor.register_function(name, _speaking(paced(remembering(resuming(offering(run, services))))))
    for form in _forms(services) if forms is None else forms:
        validating = _never_rejecting(_speaking(paced(Validation(form, services).run)))
        executor.register_function(f"validate_{form.name}", validating)
        for slot in form.slots:
            executor.register_function(
                f"action_ask_{form.name}_{slot}", _speaking(paced(Asking(form, slot, services).run))
            )
    executor.register_function("action_after_form", _speaking(AfterForm(services).run))
    return executor


def _answering(services: Services) -> dict[str, Run]:
    """The actions that intents are answered by, each minding its words and the question that is open."""
    add = AddToCart(services)
    plainly: dict[str, Run] = {}
    second_look = SecondLook(services, plainly)
    actions = {action.name(): action for action in _actions(services, add, second_look)}
    answers = {name: grounded(name, action.run, services) for name, action in actions.items()}
    plainly |= {name: changing_the_subject(name, run) for name, run in answers.items()}
    minding = {
        name: minding_the_question(name, second_look.doubting(name, run), add, services)
        for name, run in answers.items()
    }
    runs: dict[str, Run] = {}
    for name, run in minding.items():
        runs[name] = _plain_words_first(name, minding) if name in MAY_HIDE_PLAIN_WORDS else run
        if name in MAY_ANSWER_A_QUESTION:
            runs[name] = open_question_first(runs[name], add, services)
    cart = AboutCart(services)
    first = {name: cart.first(name, runs) if name in MAY_BE_ABOUT_THE_CART else run for name, run in runs.items()}
    remember = next(action for action in actions.values() if isinstance(action, RememberPreference))
    about = AboutOneself(services, remember)
    orders = OrderAnswers(services)
    return {name: personally(name, orders.first(run), services, about) for name, run in first.items()}


def _forms(services: Services) -> list[Form]:
    return [
        CheckoutForm(services),
        SizeForm(services),
        OrderForm(services),
        ReturnForm(services),
        PriceMatchForm(services),
    ]


def _actions(services: Services, add: AddToCart, second_look: SecondLook) -> list[Action]:
    shown = ShowDetails(services)
    refine = RefineSearch(services, details=shown)
    search = SearchProducts(services, refine=refine)
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
        OrderStatus(services),
        Reorder(services),
        CheckAvailability(services, refine=refine),
        Affirm(services, add=add, change=change, details=shown, second_look=second_look),
        Deny(services, add=add, details=shown),
        OutOfScope(services, search=search, refine=refine, second_look=second_look),
        Repeat(services),
        Greet(services),
        GiveHelp(services),
        HandOff(services),
        RememberPreference(services, search=search, refine=refine),
    ]


def _plain_words_first(understood: str, runs: Mapping[str, Run]) -> Run:
    async def obeying(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        name = asks_for(heard(tracker), understood) or understood
        return await runs[name](dispatcher, tracker, domain)

    return obeying


def _never_rejecting(run: Run) -> Run:
    """An apology is an answer too: without any slot Rasa would let the intent's own action say more."""

    async def keeping(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        events = await run(dispatcher, tracker, domain)
        apologised = any(message["custom"].get("failure") for message in dispatcher.messages)
        return events or ([SlotSet("asked", tracker.get_slot("asked"))] if apologised else [])

    return keeping


def _speaking(run: Run) -> Run:
    """An expected failure becomes a sentence, and nothing changes."""

    async def speaking(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        try:
            with noting():
                return await run(dispatcher, tracker, domain)
        except (CatalogUnavailable, ShopUnavailable) as exc:
            dispatcher.messages.clear()
            replies.tell(dispatcher, small.unavailable(), failure=type(exc).__name__)
            return []
        except OtherCurrency as exc:
            replies.tell(dispatcher, cart_phrasing.other_currency(exc.currency, exc.cart_currency))
            return []

    return speaking

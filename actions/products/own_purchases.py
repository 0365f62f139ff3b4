"""What a customer bought before leads what a search finds, where they buy it again and again, and says so."""

from dataclasses import replace

from actions.cart.usually import Usual, own_first, usual_of
from actions.heard import Heard
from actions.services import Services
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.phrasing.results import SHOWN_AT_ONCE
from shop.phrasing.usual import OWN_FIRST, bought_before
from shop.preferences.of_turn import of_turn
from shop.usual.habits import Habit

# Softly: of the three that are told, one is always something else.
MOST_LEADING = 2
AGAIN = 2


async def with_own_first(
    services: Services, said: Heard, query: Query, found: Found, stopwatch: Stopwatch
) -> tuple[Found, str]:
    """With the words that lead it; what was bought once keeps its place. An anonymous search costs nothing more."""
    turn = of_turn()
    if turn is None or not (found.cards and query.text) or not (await turn.known()).is_customer:
        return found, ""
    with stopwatch.measure("retrieve"):
        history = await services.usuals.history(said.shopper_id)
    usual = await usual_of(services, said.text, query, history, stopwatch)
    leading = Usual(own=tuple(habit for habit in usual.own if _leads(habit))[:MOST_LEADING])
    cards = await own_first(services, leading, found.cards, query=query, most=SHOWN_AT_ONCE)
    now = services.now()
    known = {habit.bought.product_id: habit for habit in reversed(usual.own)}
    told = (replace(card, why=bought_before(known[card.id], now=now)) if card.id in known else card for card in cards)
    leads = bool(leading.own) and len(cards) > 1 and not query.store
    return replace(found, cards=tuple(told)), OWN_FIRST if leads else ""


def _leads(habit: Habit) -> bool:
    """What was bought again, or taken instead of another: nobody needs the same tent twice."""
    return len(habit.bought.times) >= AGAIN or not habit.bought.times

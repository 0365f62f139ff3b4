"""Trials in the database: one in a layer, and what came of who saw which arm first."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents
from rerank.experiments.errors import AlreadyStopped, ExperimentUnknown, LayerTaken, NameTaken, PlanWrong
from rerank.experiments.lots import rounds_of
from rerank.experiments.outcomes import Outcomes, Tally
from rerank.experiments.past_lots import PastLots
from rerank.experiments.plan import Arm, Experiment, Unit
from rerank.experiments.stored_experiments import StoredExperiments
from rerank.features.past_features import PastFeatures
from rerank.identity import people
from rerank.ranking.stored_lists import StoredLists, ToldList
from shop.shown import Placement, ShownList, Surface
from tests.conftest import OneConnection
from tests.unit.experiments.trials import PLAN, RIPE, START

ARMS = (Arm(name="control", model="baseline", share=0.5), Arm(name="newer", model="m7", share=0.5))
THIS = replace(PLAN, arms=ARMS, window=timedelta(days=1))


class Shop:
    def __init__(self, database: OneConnection) -> None:
        self.database = database
        self.events = 0

    async def run(self, statement: str, *given: Any) -> None:
        async with self.database.connection() as connection:
            await connection.execute(statement, given)

    async def sees(self, arm: str, actor: Actor, *, at: datetime, list_id: str) -> None:
        placement = Placement(product_id="kettle", variant_id="kettle-1", position=1, relevance=1.0, score=1.0)
        shown = ShownList(list_id=list_id, surface=Surface.HOME, model="m", placements=(placement,), arm=f"trial/{arm}")
        told = ToldList(shown=shown, actor=actor, channel="web", at=at)
        await StoredLists(self.database).keep([told])

    async def does(
        self, kind: EventKind, actor: Actor, *, at: datetime, source: Source = Source.PAGE, **told: Any
    ) -> None:
        self.events += 1
        event = Event(
            event_id=f"e{self.events}",
            kind=kind,
            source=source,
            channel="web",
            actor=actor,
            occurred_at=at,
            received_at=at,
            product_id="kettle",
            **told,
        )
        await StoredEvents(self.database).keep([event], channel="web", received_at=at, left_out={})

    async def buys(self, actor: Actor, *, at: datetime, minor: int = 4000) -> None:
        """As an order of the shop's own, and the turn that it was placed in."""
        await self.says_bought(actor, at=at, minor=minor, source=Source.TURN)
        await self.run(
            "insert into signals (occurred_at, known_at, price_minor, kind, product_id, person_id, shopper_id,"
            " event_id, order_id) values (%s, %s, %s, 'purchase', 'kettle', person_of(%s, null, %s), %s, %s, %s)",
            *(at, at, minor, actor.shopper_id, at, actor.shopper_id, f"purchase:{self.events}", f"o{self.events}"),
        )

    async def says_bought(
        self, actor: Actor, *, at: datetime, minor: int = 4000, source: Source = Source.PAGE, currency: str = "USD"
    ) -> None:
        told = {"value_minor": minor, "currency": currency, "quantity": 1}
        await self.does(EventKind.PURCHASE, actor, at=at, source=source, **told)


def shopper(name: str) -> Actor:
    return Actor(shopper_id=name, conversation_id=f"talk of {name}")


@pytest.fixture
async def shop(database: OneConnection) -> Shop:
    shop = Shop(database)
    await shop.run(
        "insert into ranking_models (version, outcome, sha256, network, manifest)"
        " values ('m7', 'passed', %s, 'x', '{}'), ('gone', 'passed', %s, null, '{}')",
        *("0" * 64,) * 2,
    )
    await shop.run(
        "insert into products (product_id, title, brand, department, category, description, delivery_days, image_url,"
        " url) values ('kettle', 'Kettle', 'B', 'home', '{home}', 'd', 1, '/i', '/u')"
    )
    await shop.run(
        "insert into variants (variant_id, product_id, position, price_minor, currency)"
        " values ('kettle-1', 'kettle', 0, 4000, 'USD')"
    )
    for name in ("ann", "bob", "guest", "late"):
        await shop.run("insert into shoppers (shopper_id) values (%s)", name)
    return shop


async def test_a_trial_is_kept_as_planned_and_stopping_keeps_what_was_seen(shop: Shop) -> None:
    stored = StoredExperiments(connections=shop.database)
    begun = await stored.begin(replace(THIS, revenue_cap_minor=9000), at=START)
    assert await stored.running() == [replace(begun, plan=replace(begun.plan, surfaces=tuple(sorted(Surface))))]

    await stored.stop("trial", at=RIPE, conclusion={"finding": "open"})

    assert await stored.running() == []
    assert (await stored.named("trial")).conclusion == {"finding": "open"}
    assert [each.plan.name for each in await stored.listed()] == ["trial"]
    with pytest.raises(AlreadyStopped):
        await stored.stop("trial", at=RIPE, conclusion={})
    with pytest.raises(ExperimentUnknown):
        await stored.stop("nothing", at=RIPE, conclusion={})


async def test_one_trial_runs_in_a_layer(shop: Shop) -> None:
    stored = StoredExperiments(connections=shop.database)
    await stored.begin(replace(THIS, surfaces=(Surface.HOME, Surface.CART)), at=START)
    with pytest.raises(LayerTaken) as taken:
        await stored.begin(replace(THIS, name="second", surfaces=(Surface.CART, Surface.SEARCH)), at=START)
    assert taken.value.surfaces == ("cart",)
    with pytest.raises(NameTaken):
        await stored.begin(replace(THIS, surfaces=(Surface.SEARCH,)), at=START)
    await stored.begin(replace(THIS, name="third", surfaces=(Surface.SEARCH,)), at=START)
    await stored.stop("trial", at=RIPE, conclusion={})
    await stored.begin(replace(THIS, name="fourth", surfaces=(Surface.CART,)), at=START)
    assert {each.plan.name for each in await stored.running()} == {"third", "fourth"}


@pytest.mark.parametrize("model", ["gone", "never-was"])
async def test_a_model_that_cannot_be_shown_is_not_tried(shop: Shop, model: str) -> None:
    arms = (ARMS[0], replace(ARMS[1], model=model))
    with pytest.raises(PlanWrong, match=f"no model {model}"):
        await StoredExperiments(connections=shop.database).begin(replace(THIS, arms=arms), at=START)


async def tallies(shop: Shop, *, until: datetime = RIPE, counts_told: bool = False, **changed: Any) -> dict[str, Tally]:
    trial = Experiment(plan=replace(THIS, **changed), salt="s", started_at=START)
    return dict(await Outcomes(connections=shop.database, counts_told=counts_told).of(trial, until=until))


async def test_a_purchase_counts_after_the_first_sight_of_an_arm_and_within_the_window(shop: Shop) -> None:
    at = START + timedelta(days=1)
    await shop.buys(shopper("ann"), at=at - timedelta(minutes=5))
    await shop.sees("newer", shopper("ann"), at=at, list_id="l1")
    await shop.buys(shopper("ann"), at=at + timedelta(hours=1))
    await shop.buys(shopper("ann"), at=at + timedelta(hours=23))
    await shop.buys(shopper("ann"), at=at + timedelta(hours=25))
    await shop.buys(shopper("bob"), at=at)  # never saw an arm

    found = await tallies(shop)

    assert found["control"] == Tally()
    newer = found["newer"]
    assert (newer.exposed, newer.ripe, newer.converted, newer.revenue_minor) == (1, 1, 1, 8000)
    assert (await tallies(shop, revenue_cap_minor=5000))["newer"].revenue_minor == 5000
    assert (await tallies(shop, until=at + timedelta(hours=20)))["newer"].ripe == 0, "their window is not over"


@pytest.mark.parametrize("unit", Unit)
async def test_a_purchase_that_only_a_page_tells_of_counts_where_the_operator_says_so(shop: Shop, unit: Unit) -> None:
    at = START + timedelta(days=1)
    await shop.sees("newer", shopper("ann"), at=at, list_id="l1")
    await shop.says_bought(shopper("ann"), at=at + timedelta(hours=1), minor=900_000_00)
    assert (await tallies(shop, unit=unit))["newer"].converted == 0
    believed = (await tallies(shop, unit=unit, counts_told=True))["newer"]
    assert (believed.converted, believed.revenue_minor) == (1, 900_000_00)


@pytest.mark.parametrize("unit", Unit)
async def test_it_is_told_in_which_currencies_was_bought(shop: Shop, unit: Unit) -> None:
    at = START + timedelta(days=1)
    await shop.sees("newer", shopper("ann"), at=at, list_id="l1")
    for currency in ("USD", "JPY"):
        await shop.says_bought(shopper("ann"), at=at + timedelta(hours=1), currency=currency)
    assert (await tallies(shop, unit=unit, counts_told=True))["newer"].currencies == {"USD", "JPY"}


async def test_who_saw_two_arms_counts_once_for_the_first(shop: Shop) -> None:
    """A guest who signed in is one person from the beginning."""
    await shop.run("insert into customers (customer_id, name, email) values ('c', 'N', 'e')")
    await shop.run("update shoppers set customer_id = 'c' where shopper_id = 'ann'")
    at = START + timedelta(days=1)
    await shop.sees("control", shopper("guest"), at=at, list_id="l1")
    async with shop.database.connection() as connection:
        await people.signed_in(connection, guest_id="guest", shopper_id="ann", customer_id="c")
    await shop.sees("newer", shopper("ann"), at=at + timedelta(minutes=1), list_id="l2")
    await shop.buys(shopper("ann"), at=at + timedelta(hours=1))

    found = await tallies(shop)

    assert found["newer"] == Tally()
    assert (found["control"].exposed, found["control"].crossed, found["control"].converted) == (1, 1, 1)


async def test_clicks_are_told_per_list(shop: Shop) -> None:
    at = START + timedelta(days=1)
    for number in range(3):
        await shop.sees("newer", shopper("ann"), at=at, list_id=f"l{number}")
    await shop.sees("newer", shopper("bob"), at=at, list_id="l3")
    for _ in range(2):
        await shop.does(EventKind.CLICK, shopper("ann"), at=at, list_id="l1", position=1)
    newer = (await tallies(shop))["newer"]
    assert (newer.lists, newer.clicks, newer.list_squares, newer.list_clicks) == (4, 1, 10, 3)


async def test_a_session_counts_what_was_bought_in_it(shop: Shop) -> None:
    at = START + timedelta(days=1)
    one, two = Actor(shopper_id="ann", conversation_id="one"), Actor(shopper_id="ann", conversation_id="two")
    await shop.sees("control", one, at=at, list_id="l1")
    await shop.sees("newer", two, at=at, list_id="l2")
    await shop.buys(two, at=at + timedelta(hours=1), minor=1500)
    found = await tallies(shop, unit=Unit.SESSION)
    assert (found["control"].ripe, found["control"].converted) == (1, 0)
    assert (found["newer"].ripe, found["newer"].converted, found["newer"].revenue_minor) == (1, 1, 1500)


async def test_who_was_deleted_is_in_no_trial(shop: Shop) -> None:
    await shop.sees("control", shopper("ann"), at=START, list_id="l1")
    await shop.run("delete from shoppers where shopper_id = 'ann'")
    assert await tallies(shop) == {"control": Tally(), "newer": Tally()}


async def test_all_places_of_the_models_own_lists_tell_what_was_drawn_by_lot(shop: Shop) -> None:
    """Also those that nobody is known to have looked at, or clicks would seem more frequent than they are."""
    at = START + timedelta(days=1)
    places = [
        Placement(
            product_id=product, variant_id=product, position=number, relevance=1.0, score=1.0, propensity=propensity
        )
        for number, (product, propensity) in enumerate([("kettle", 0.9), ("pot", 0.9), ("pan", 1.0)], start=1)
    ]
    for list_id, model, shown in (
        ("of it", "baseline", places),
        ("another's", "m7", places),
        ("sure", "baseline", places[2:]),
    ):
        told = ShownList(list_id=list_id, surface=Surface.HOME, model=model, placements=tuple(shown))
        await StoredLists(shop.database).keep([ToldList(shown=told, actor=shopper("ann"), channel="web", at=at)])
    await shop.does(EventKind.CLICK, shopper("ann"), at=at, list_id="of it", position=1)

    lots = PastLots(connections=shop.database, past=PastFeatures(connections=shop.database))
    lessons = await lots.lessons(model="baseline", since=START, until=RIPE)

    assert lessons.product_id == ("kettle", "pot", "pan")
    assert lessons.gain.tolist() == [1, 0, 0]
    scores = np.array([3, 2, 1], np.float32)
    assert len(rounds_of(lessons, own=scores, target=scores)) == 1, "below there is nothing left to choose from"

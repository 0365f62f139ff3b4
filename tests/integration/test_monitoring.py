"""What the worker notices of a shop with a history whose truth is known."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from catalog.writing import CatalogWriter
from rerank.monitoring import alert_rows
from rerank.monitoring.alert import AlertKind
from rerank.monitoring.monitoring import Monitoring
from tests.conftest import OneConnection
from tests.integration.conftest import new_id
from tests.integration.planted import Planted, Rate, always
from tests.integration.small_shop import CONTENTS

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
TODAY = NOW.date()
LAST_WEEK, WEEK_BEFORE = TODAY - timedelta(days=7), TODAY - timedelta(days=14)
CATEGORY_OF: Mapping[str, str] = {product.id: " / ".join(product.category[:2]) for product in CONTENTS.products}


@pytest.fixture
async def shop(database: OneConnection) -> OneConnection:
    await CatalogWriter(database).write(CONTENTS)
    return database


def planted(shop: OneConnection, *, rate: Rate, seed: int = 1) -> Planted:
    return Planted(connection=shop.held, products=CATEGORY_OF, dice=np.random.default_rng(seed), rate=rate)


def monitoring(shop: OneConnection, *, now: datetime = NOW) -> Monitoring:
    return Monitoring(connections=shop, kept=timedelta(days=400), new_id=new_id, now=lambda: now)


async def alerts(shop: OneConnection) -> dict[tuple[str, str], alert_rows.KeptAlert]:
    listed = await alert_rows.list_alerts(shop.held, since=NOW - timedelta(days=30))
    return {(each.alert.kind.value, each.alert.subject): each for each in listed if each.is_open}


async def rows(shop: OneConnection, statement: str) -> list[tuple[object, ...]]:
    return await (await shop.held.execute(statement)).fetchall()


async def test_a_fall_on_one_channel_in_one_category_is_told_with_its_cause(shop: OneConnection) -> None:
    def rate(day: date, channel: str, category: str) -> float:
        has_fallen = day >= LAST_WEEK and channel == "alexa" and category == "Outdoor / Clothing"
        return 0.02 if has_fallen else 0.35

    await planted(shop, rate=rate).plant(WEEK_BEFORE, 14, visitors=200)
    noted = await monitoring(shop).look()
    (alert,) = (alert for alert in noted.opened if alert.kind is AlertKind.CLICKS_FELL)
    assert alert.subject == "alexa"
    assert alert.details["change"] < -0.15
    assert alert.details["causes"][0]["where"] == {"category": "Outdoor / Clothing"}
    assert alert.details["causes"][0]["kind"] == "rate"
    assert alert.details["causes"][0]["explains"] > 0.8


async def test_a_new_model_that_does_worse_is_named(shop: OneConnection) -> None:
    history = planted(shop, rate=lambda day, *_: 0.3 if day < LAST_WEEK else 0.15)
    history.model = lambda day: "baseline" if day < LAST_WEEK else "ranking-7"
    await history.plant(WEEK_BEFORE, 14, visitors=150)
    await monitoring(shop).look()
    open_alerts = await alerts(shop)
    causes = open_alerts["clicks_fell", "web"].alert.details["causes"]
    assert {cause["where"]["model"] for cause in causes} == {"baseline", "ranking-7"}
    assert {cause["kind"] for cause in causes} == {"mix"}


async def test_more_voice_is_told_as_a_shift_and_not_as_a_fall_of_any_channel(shop: OneConnection) -> None:
    def rate(_day: date, channel: str, _category: str) -> float:
        return 0.4 if channel == "web" else 0.1

    history = planted(shop, rate=rate)
    history.mix = {"web": 0.8, "alexa": 0.2}
    await history.plant(WEEK_BEFORE, 7, visitors=150)
    history.mix = {"web": 0.2, "alexa": 0.8}
    await history.plant(LAST_WEEK, 7, visitors=150)
    await monitoring(shop).look()
    told = {key: each for key, each in (await alerts(shop)).items() if key[0] == "clicks_fell"}
    assert set(told) == {("clicks_fell", "")}
    cause = told["clicks_fell", ""].alert.details["causes"][0]
    assert cause["kind"] == "mix"
    assert set(cause["where"]) == {"channel"}


async def test_a_quiet_fortnight_tells_nothing_and_an_alert_ends_when_its_reason_does(shop: OneConnection) -> None:
    await planted(shop, rate=lambda day, *_: 0.3 if day < LAST_WEEK else 0.1).plant(WEEK_BEFORE, 14)
    await monitoring(shop).look()
    before = await alerts(shop)
    assert ("clicks_fell", "web") in before
    assert not (await monitoring(shop).look()).opened
    assert (await alerts(shop))["clicks_fell", "web"].opened_at == before["clicks_fell", "web"].opened_at

    await planted(shop, rate=always(0.1), seed=2).plant(TODAY, 7)
    noted = await monitoring(shop, now=NOW + timedelta(days=7)).look()
    assert ("clicks_fell", "web") in noted.closed
    assert ("clicks_fell", "web") not in await alerts(shop)


async def test_a_day_is_what_was_shown_and_what_became_of_it(shop: OneConnection) -> None:
    """Two lists of one visitor: three products shown, the second clicked and put into the cart, once told twice."""
    await shop.held.execute("""
        insert into shown_lists (list_id, shown_at, device_id, channel, surface, model, product_ids, variant_ids,
                                 positions, relevances, scores, propensities, explored)
        select 'l1', '2026-03-15 10:00+00', 'd1', 'web', 'search', 'baseline', array['shell', 'storm', 'brolly'],
               array['', '', ''], array[1, 2, 3], array[1, 1, 1], array[1, 1, 1], array[1, 1, 1],
               array[true, false, false]
    """)
    await shop.held.execute("""
        insert into events (event_id, day, occurred_at, received_at, is_time_told, kind, source, channel, device_id,
                            visit_id, list_id, product_id, position)
        select kind || no, '2026-03-15', '2026-03-15 10:00+00', now(), true, kind, 'page', 'web', 'd1', 'v1', list,
               product, place
        from (values (1, 'impression', 'l1', 'shell', 1), (2, 'impression', 'l1', 'storm', 2),
                     (3, 'impression', 'l1', 'brolly', 3), (4, 'impression', 'l1', 'brolly', 3),
                     (5, 'click', 'l1', 'storm', null), (6, 'add_to_cart', null, 'storm', null),
                     (7, 'impression', 'theirs', 'shell', 1)) as told (no, kind, list, product, place)
    """)
    await shop.held.execute("insert into event_counts values ('2026-03-15', 'web', 'taken', 0, 7)")
    await monitoring(shop).measure()
    slices = await rows(
        shop, "select model, sum(shown)::int, sum(clicked)::int, sum(carted)::int from daily_slices group by 1"
    )
    assert sorted(slices) == [("baseline", 3, 1, 1), ("other", 1, 0, 0)]
    ((reached,),) = await rows(shop, "select reached from daily_rates where rate = 'ndcg' and surface = ''")
    # What was drawn by lot does not count: the storm jacket was the order's first choice.
    assert reached == pytest.approx(1.0)
    ((visitors, shown),) = await rows(
        shop, "select visitors::int, \"of\"::int from daily_rates where rate = 'clicks' and surface = ''"
    )
    assert (visitors, shown) == (1, 4)


async def test_what_was_bought_within_a_week_by_the_same_person_counts_when_the_week_is_over(
    shop: OneConnection,
) -> None:
    await planted(shop, rate=always(0.2)).plant(TODAY - timedelta(days=3), 1, visitors=20)
    await monitoring(shop).measure()
    assert await rows(shop, "select sum(reached)::int from daily_rates where rate = 'bought'") == [(0,)]
    await shop.held.execute(
        "insert into signals (occurred_at, known_at, kind, product_id, person_id, event_id)"
        " select shown_at + interval '2 days', shown_at + interval '2 days', 'purchase', product_ids[1],"
        " person_of(null, device_id, shown_at), 'p' || list_id from shown_lists order by list_id limit 1"
    )
    await monitoring(shop, now=NOW + timedelta(days=1)).measure()
    ((bought,),) = await rows(shop, "select sum(reached)::int from daily_rates where rate = 'bought' and surface = ''")
    assert bought >= 1


async def test_figures_of_the_catalogue_and_of_turns(shop: OneConnection) -> None:
    await planted(shop, rate=always(0.2)).plant(TODAY - timedelta(days=1), 1)
    await shop.held.execute("""
        insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state, started_at,
                           finished_at, intent, failure, stages)
        select 't' || no, 'c' || no % 6, no, 'alexa', 's', '', case when no = 9 then 'failed' else 'answered' end,
               timestamptz '2026-03-15 10:00+00', timestamptz '2026-03-15 10:00+00' + no * interval '10 ms',
               case when no = 9 then null when no < 3 then 'out_of_scope' else 'product_search' end,
               case when no = 9 then 'dialogue' end, jsonb_build_object('nlu', no)
        from generate_series(0, 9) no
    """)
    await monitoring(shop).measure()
    kept = {
        (name, part): (value, out_of)
        for name, part, value, out_of in await rows(
            shop, "select figure, part, value, out_of::int from daily_figures where day = '2026-03-15'"
        )
    }
    assert kept["intents", "out_of_scope"] == (3, 3)
    assert kept["intents", "product_search"] == (6, 6)
    assert kept["failures", "dialogue"][0] == 1
    assert kept["stage_p50", "nlu"][0] == 4
    assert kept["turn_p50", ""][0] == pytest.approx(40)
    # Of what can be bought everything was shown about as often; one product has nothing to be bought of.
    assert kept["coverage", ""] == (1.0, len(CATEGORY_OF) - 1)
    assert 0 <= kept["gini", ""][0] < 0.2


async def test_days_are_measured_once_they_are_ripe_and_never_again(shop: OneConnection) -> None:
    await planted(shop, rate=always(0.2)).plant(TODAY - timedelta(days=20), 20, visitors=5)
    # From the first day of which there is anything up to today.
    assert await monitoring(shop).measure() == 21
    assert await monitoring(shop).measure() == 2
    assert await monitoring(shop, now=NOW + timedelta(days=1)).measure() == 3 + 6


async def test_figures_go_when_their_time_is_over(shop: OneConnection) -> None:
    await planted(shop, rate=always(0.2)).plant(TODAY - timedelta(days=20), 20, visitors=5)
    await monitoring(shop).measure()
    short = Monitoring(connections=shop, kept=timedelta(days=10), new_id=new_id, now=lambda: NOW)
    await short.measure()
    ((first,),) = await rows(shop, "select min(day) from daily_slices")
    assert first == TODAY - timedelta(days=10)


async def test_of_a_long_past_each_days_coverage_is_of_its_whole_week(shop: OneConnection) -> None:
    """Each day another two products are shown: none of its days alone shows what a week does."""
    names = sorted(CATEGORY_OF)
    for number in range(5):
        history = planted(shop, rate=always(0.2), seed=number)
        history.products = {name: CATEGORY_OF[name] for name in names[2 * number : 2 * number + 2]}
        history.shown_at_once = 2
        await history.plant(TODAY - timedelta(days=5 - number), 1, visitors=5)
    await monitoring(shop).measure()
    shares = [
        share
        for (share,) in await rows(
            shop, "select value * out_of from daily_figures where figure = 'coverage' order by day"
        )
    ]
    sellable = len(CATEGORY_OF) - 1
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(sellable)
    assert shares[0] <= 2

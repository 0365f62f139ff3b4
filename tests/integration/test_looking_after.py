"""What the worker tells outside of what it noticed: posted, in figures, and on the command line's exit code."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp.web
import numpy as np
import pytest
from prometheus_client import CollectorRegistry
from psycopg_pool import AsyncConnectionPool

from assistant.alert_figures import AlertFigures
from assistant.background_settings import BackgroundSettings
from assistant.monitoring import CLAIMED_FOR, MOST_TRIES, Watch, post_by_http
from catalog.connections import Connection
from rerank.features.feature import Values
from rerank.learning.model_record import ModelRecord
from rerank.monitoring import alert_rows, figure_rows
from rerank.monitoring.alert import Alert, AlertKind
from rerank.monitoring.drift import Behind, portrait
from rerank.monitoring.drifting import Drifting
from rerank.monitoring.figure import Figure, Name
from rerank.monitoring.monitoring import Monitoring
from rerank.monitoring.reports import Reports
from rerank.ranking.lessons import Lessons
from tests.conftest import OneConnection
from tests.integration.conftest import new_id

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
URL = "https://alerts.shop.test/aisle"
FEATURES = ("steady@1", "moving@1")
LISTS, PLACES = 400, 5


def lessons(values: Values, *, until: datetime, persons: int = LISTS, features: Sequence[str] = FEATURES) -> Lessons:
    rows, lists = len(values), len(values) // PLACES
    return Lessons(
        features=tuple(features),
        values=values,
        list_of=np.repeat(np.arange(lists), PLACES),
        position=np.tile(np.arange(1, PLACES + 1), lists),
        gain=np.zeros(rows, np.float32),
        propensity=np.ones(rows, np.float32),
        explored=np.zeros(rows, np.bool_),
        at=np.full(lists, until.timestamp() / 86_400 - 0.01),
        surface=("search",) * lists,
        product_id=("p",) * rows,
        person=tuple(f"p{number % persons}" for number in range(lists)),
        channel=("web",) * lists,
    )


def values(*middles: float, seed: int = 1) -> Values:
    dice = np.random.default_rng(seed)
    return np.stack([dice.normal(middle, 1, LISTS * PLACES) for middle in middles], axis=1).astype(np.float32)


class OneModel:
    """Trained on what both features were like before."""

    def __init__(self, features: Sequence[str] = FEATURES) -> None:
        self._features = features

    async def model_in_use(self) -> ModelRecord | None:
        behind = Behind(lists=LISTS, persons=LISTS, days=30)
        drawn = [each.as_dict() for each in portrait(self._features, values(0, 0), behind=behind)]
        return ModelRecord(version="m1", made_at=NOW, passed=True, sha256="0" * 64, manifest={"portrait": drawn})


def monitoring(
    database: OneConnection, *, lately: Values | None = None, now: datetime = NOW, days: int = 7, persons: int = LISTS
) -> Monitoring:
    """Each of the last `days` was as `lately`, to the same `persons`; before there was nobody."""

    async def of_time(_since: datetime, until: datetime) -> Lessons:
        assert lately is not None
        seen = lately if now - until < timedelta(days=days) else lately[:0]
        return lessons(seen, until=until, persons=persons)

    drifting = None if lately is None else Drifting(models=OneModel(), lessons=of_time)
    return Monitoring(connections=database, kept=timedelta(days=400), new_id=new_id, now=lambda: now, drifting=drifting)


class Receiver:
    def __init__(self) -> None:
        self.is_there = True
        self.posted: list[Mapping[str, Any]] = []

    async def post(self, url: str, body: Mapping[str, Any]) -> bool:
        assert url == URL
        if self.is_there:
            self.posted.append(body)
        return self.is_there


async def note(database: OneConnection, *alerts: Alert) -> None:
    await alert_rows.note_alerts(database.held, alerts, new_id=new_id, now=NOW)


async def test_a_feature_that_moved_is_told_and_a_steady_one_is_not(database: OneConnection) -> None:
    noted = await monitoring(database, lately=values(0, 1.2, seed=2)).look()
    assert [(alert.kind, alert.subject) for alert in noted.opened] == [(AlertKind.DRIFT, "moving@1")]
    assert not (await monitoring(database, lately=values(0, 0, seed=2)).look()).opened


@pytest.mark.parametrize(("days", "persons"), [(1, LISTS), (7, 10)])
async def test_a_first_day_and_a_handful_of_shoppers_alarm_nobody(
    database: OneConnection, days: int, persons: int
) -> None:
    looked = monitoring(database, lately=values(0, 3, seed=2), days=days, persons=persons)
    assert not (await looked.look()).opened
    overview = await Reports(connections=database, now=lambda: NOW).overview(days=7)
    assert [(each.feature, each.certain) for each in overview.drift] == [("moving@1", None), ("steady@1", None)]


async def test_what_the_clock_says_is_not_held_against_it() -> None:
    features = ("hour@1", "moving@1")

    async def of_time(_since: datetime, until: datetime) -> Lessons:
        return lessons(values(3, 3, seed=2), until=until, features=features)

    told = await Drifting(models=OneModel(features), lessons=of_time).figures(NOW)
    assert {figure.part for figure in told} == {"moving@1"}


async def test_features_that_stay_as_they_were_are_never_told(database: OneConnection) -> None:
    for seed in range(2, 22):
        day = NOW + timedelta(days=seed)
        assert not (await monitoring(database, lately=values(0, 0, seed=seed), now=day).look()).opened


async def test_an_open_alert_is_posted_once(database: OneConnection) -> None:
    receiver = Receiver()
    await monitoring(database, lately=values(0, 1.2, seed=2)).look()
    watch = Watch(monitoring=monitoring(database), connections=database, alert_url=URL, post=receiver.post)
    await watch.look()
    await watch.look()
    (posted,) = receiver.posted
    assert posted["kind"] == "drift"
    assert set(posted) == {"id", "kind", "subject", "told", "details", "opened_at"}


async def test_who_does_not_answer_is_tried_again_and_not_for_ever(database: OneConnection) -> None:
    receiver = Receiver()
    receiver.is_there = False
    await monitoring(database, lately=values(0, 1.2, seed=2)).look()
    watch = Watch(monitoring=monitoring(database), connections=database, alert_url=URL, post=receiver.post)
    await watch.look()
    receiver.is_there = True
    await watch.look()
    assert len(receiver.posted) == 1

    await note(database, Alert(kind=AlertKind.STALE_VECTORS, subject="", told="Stale."))
    receiver.is_there = False
    for _ in range(MOST_TRIES):
        await watch.look()
    receiver.is_there = True
    await watch.look()
    assert len(receiver.posted) == 1


class OpenConnections:
    """How many are open at the moment."""

    def __init__(self, database: OneConnection) -> None:
        self.database = database
        self.open = 0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        async with self.database.connection() as connection:
            self.open += 1
            try:
                yield connection
            finally:
                self.open -= 1


async def test_nothing_is_held_while_an_address_takes_its_time_and_no_other_posts_the_same(
    database: OneConnection,
) -> None:
    connections = OpenConnections(database)
    posted: list[str] = []

    async def post(_url: str, body: Mapping[str, Any]) -> bool:
        assert connections.open == 0
        posted.append(body["subject"])
        if len(posted) == 1:
            await watch._post_open(URL)
        return True

    watch = Watch(monitoring=monitoring(database), connections=connections, alert_url=URL, post=post)
    await note(database, *(Alert(kind=AlertKind.DRIFT, subject=subject, told="Moved.") for subject in ("a", "b")))
    await watch._post_open(URL)
    assert sorted(posted) == ["a", "b"]
    left = await database.held.execute("select post_tries, posted_at, post_claimed_at from monitoring_alerts")
    assert await left.fetchall() == [(1, NOW, None)] * 2


async def test_what_somebody_began_to_post_and_never_ended_is_posted_by_another(database: OneConnection) -> None:
    receiver = Receiver()
    await note(database, Alert(kind=AlertKind.STALE_VECTORS, subject="", told="Stale."))
    await alert_rows.claim_unposted(database.held, most_tries=MOST_TRIES, claimed_for=CLAIMED_FOR, now=NOW)
    for later, posted in ((CLAIMED_FOR, 0), (2 * CLAIMED_FOR, 1)):
        watching = monitoring(database, now=NOW + later)
        await Watch(monitoring=watching, connections=database, alert_url=URL, post=receiver.post)._post_open(URL)
        assert len(receiver.posted) == posted


async def test_nothing_is_measured_again_within_the_hour(database: OneConnection) -> None:
    await database.held.execute("insert into event_counts values ('2026-03-15', 'web', 'taken', 0, 1)")
    await monitoring(database).look()
    soon = monitoring(database, lately=values(0, 1.2, seed=2), now=NOW + timedelta(minutes=10))
    assert not (await soon.look_if_due()).opened
    later = monitoring(database, lately=values(0, 1.2, seed=2), now=NOW + timedelta(hours=1))
    assert (await later.look_if_due()).opened


async def test_figures_and_open_alerts_are_in_the_metrics(database: OneConnection) -> None:
    await note(database, Alert(kind=AlertKind.DRIFT, subject="moving@1", told="It moved."))
    stale = Figure(name=Name.STALE_VECTORS, value=0.25, out_of=40)
    await figure_rows.keep_figures(database.held, NOW.date(), [stale], instead_of=[Name.STALE_VECTORS])
    registry = CollectorRegistry()
    await AlertFigures(registry).read(database, NOW)
    assert registry.get_sample_value("aisle_alerts_open", {"kind": "drift"}) == 1
    assert registry.get_sample_value("aisle_alerts_open", {"kind": "clicks_fell"}) == 0
    of = {"figure": "stale_vectors", "channel": "", "part": ""}
    assert registry.get_sample_value("aisle_monitoring", of) == 0.25


async def test_alerts_are_posted_as_json_and_no_redirect_is_followed() -> None:
    heard: list[Any] = []

    async def hear(request: aiohttp.web.Request) -> aiohttp.web.Response:
        heard.append((request.path, await request.json()))
        if request.path == "/moved":
            raise aiohttp.web.HTTPTemporaryRedirect("/")
        return aiohttp.web.Response(status=204)

    application = aiohttp.web.Application()
    application.router.add_post("/{path:.*}", hear)
    runner = aiohttp.web.AppRunner(application)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        assert await post_by_http(f"{address}/", {"kind": "drift"})
        assert not await post_by_http(f"{address}/moved", {"kind": "drift"})
    finally:
        await runner.cleanup()
    assert heard == [("/", {"kind": "drift"}), ("/moved", {"kind": "drift"})]
    assert not await post_by_http(f"{address}/", {"kind": "drift"})


@pytest.mark.parametrize("url", ["http://alerts.shop.test/", "ftp://127.0.0.1/", "alerts", "https:/x", "//127.0.0.1"])
def test_figures_are_posted_to_nobody_who_might_be_overheard(url: str) -> None:
    with pytest.raises(ValueError, match="alert_url"):
        BackgroundSettings.model_validate({"database_url": "postgresql://db/aisle", "alert_url": url})


def test_an_address_of_this_machine_will_do() -> None:
    given = {"database_url": "postgresql://db/aisle", "alert_url": "http://127.0.0.1:9093/hook"}
    assert BackgroundSettings.model_validate(given).alert_url == given["alert_url"]


async def test_the_command_ends_with_1_while_somebody_should_know_something(pool: AsyncConnectionPool) -> None:
    async with pool.connection() as connection:
        await connection.execute("""
            insert into events (event_id, day, occurred_at, received_at, is_time_told, kind, source, channel)
            select 'e' || no, (now() at time zone 'UTC')::date, now(), now(), true, 'view', 'page', 'web'
            from generate_series(1, 60) no
        """)
    quiet = await asyncio.to_thread(_monitor, pool.conninfo)
    assert (quiet.returncode, json.loads(quiet.stdout)["alerts"]) == (0, [])
    async with pool.connection() as connection:
        await connection.execute("update events set visit_id = event_id")
    told = await asyncio.to_thread(_monitor, pool.conninfo)
    (alert,) = json.loads(told.stdout)["alerts"]
    assert (told.returncode, alert["kind"], alert["subject"]) == (1, "events_incomplete", "web")


def _monitor(database_url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "AISLE_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "assistant.cli.main", "monitor", "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=100)

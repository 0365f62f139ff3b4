"""What models cost, kept in Postgres: by several gateways together, counted once, and never waited for."""

import itertools
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from structlog.testing import capture_logs

from assistant.llm.bookkeeping import Books, Rhythm
from assistant.llm.budget import Amount, Budget, Exhausted, Limit, Limits, Reservation
from assistant.llm.port import Use
from assistant.llm.prices import Prices, Usage
from assistant.llm.spending_told import measured
from assistant.llm.stored_spending import Spender, StoredSpending, spent_since, turns_since
from catalog.connections import Connection
from tests.conftest import OneConnection
from tests.integration.conftest import until

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPENT = Usage(input_tokens=400, cached_tokens=100, output_tokens=100)
COST = 700
COLUMNS = "calls, answered, input_tokens, cached_tokens, output_tokens, cost_micros"
_ids = itertools.count()


class Lost:
    """A database that is away."""

    def connection(self) -> AbstractAsyncContextManager[Connection]:
        raise psycopg.OperationalError


class Gateway:
    def __init__(self, connections: OneConnection | Lost, limits: Limits) -> None:
        def new_id() -> str:
            return f"spent-{next(_ids)}"

        self.budget = Budget(limits, new_id=new_id, now=lambda: NOW)
        spender = Spender(spender_id=new_id(), model="m", currency="USD")
        self.books = Books(self.budget, StoredSpending(connections, spender), now=lambda: NOW)

    def spends(self, conversation_id: str | None = "c", *, use: Use = Use.SPEAKING) -> bool:
        amount = Amount(tokens=SPENT.tokens, cost_micros=COST)
        reserved = self.budget.reserve(use, amount, conversation_id=conversation_id)
        if isinstance(reserved, Exhausted):
            return False
        assert isinstance(reserved, Reservation)
        self.budget.settle(reserved, SPENT, COST, answered=True)
        return True


Open = Callable[..., Gateway]


@pytest.fixture
def gateway(database: OneConnection) -> Open:
    def open_(*, day: int | None = None, conversation: int | None = None) -> Gateway:
        return Gateway(database, Limits(day=Limit(tokens=day), conversation=Limit(tokens=conversation)))

    return open_


async def _rows(database: OneConnection, statement: str) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        return await (await connection.execute(statement)).fetchall()


async def test_what_was_spent_is_written_by_day_and_use_and_counts_once(database: OneConnection, gateway: Open) -> None:
    one = gateway()
    one.spends()
    one.spends("d", use=Use.UNDERSTANDING)
    for _ in range(3):
        await one.books.bring_together()
    one.spends()
    await one.books.bring_together()
    assert await _rows(database, f"select use, {COLUMNS} from model_spending order by use") == [
        ("speaking", 2, 2, 800, 200, 200, 2 * COST),
        ("understanding", 1, 1, 400, 100, 100, COST),
    ]
    assert sorted(await _rows(database, "select tokens, cost_micros from model_conversations")) == [
        (500, COST),
        (1000, 2 * COST),
    ]


async def test_no_row_says_which_conversation_or_who(database: OneConnection, gateway: Open) -> None:
    one = gateway()
    one.spends("conversation-canary")
    await one.books.bring_together()
    for table in ("model_conversations", "model_spending"):
        assert "canary" not in str(await _rows(database, f"select * from {table}"))


async def test_gateways_share_a_days_budget(gateway: Open) -> None:
    one, other = gateway(day=1500), gateway(day=1500)
    assert one.spends("a")
    assert one.spends("b")
    await one.books.bring_together()
    await other.books.bring_together()
    assert other.spends("c")
    assert not other.spends("d")
    await other.books.bring_together()
    await one.books.bring_together()
    assert not one.spends("e")
    assert one.budget.today == other.budget.today == Amount(tokens=1500, cost_micros=3 * COST)


async def test_gateways_share_a_conversations_budget(gateway: Open) -> None:
    one, other = gateway(conversation=1000), gateway(conversation=1000)
    assert one.spends()
    assert one.spends()
    await one.books.bring_together()
    assert other.spends(), "which it has not heard of"
    await other.books.bring_together()
    assert not other.spends()
    assert other.spends("another")


async def test_a_gateway_that_starts_anew_knows_what_was_spent(gateway: Open) -> None:
    one = gateway(day=1000)
    one.spends()
    one.spends()
    await one.books.bring_together()
    again = gateway(day=1000)
    await again.books.open()
    await again.books.close()
    assert not again.spends()


async def test_a_conversation_that_was_let_go_begins_beside_its_old_row(database: OneConnection, gateway: Open) -> None:
    one = gateway(conversation=1400)
    one.budget._most = 1
    one.spends()
    await one.books.bring_together()
    one.spends("another")
    await one.books.bring_together()
    one.spends()
    await one.books.bring_together()
    assert not one.spends()
    sums = await _rows(database, "select sum(tokens) from model_conversations group by conversation_sha256 order by 1")
    assert sums == [(500,), (1000,)]


async def test_a_database_that_is_away_costs_nothing_but_hearing_later(database: OneConnection) -> None:
    limits = Limits(day=Limit(tokens=1000))
    one = Gateway(Lost(), limits)
    await one.books.open()
    assert one.spends()
    assert one.spends()
    assert not one.spends(), "its own budget holds all the same"
    await one.books.bring_together()
    one.books._spending = StoredSpending(database, Spender(spender_id="back", model="m", currency="USD"))
    await one.books.close()
    assert await _rows(database, "select sum(calls)::int from model_spending") == [(2,)]


async def test_books_are_kept_on_after_what_nobody_expected() -> None:
    class Broken:
        def __init__(self) -> None:
            self.asked = 0

        async def write(self, totals: object, entries: object) -> None:
            raise AssertionError("nothing was spent")

        async def read(self, day: object, entries: object) -> tuple[Amount, Mapping[bytes, Amount]]:
            self.asked += 1
            if self.asked == 2:
                raise RuntimeError
            return Amount(tokens=self.asked), {}

    spending, budget = Broken(), Budget(Limits(), new_id=lambda: "entry", now=lambda: NOW)
    books = Books(budget, spending, now=lambda: NOW, rhythm=Rhythm(news_s=0.01, quiet_s=0.02))
    with capture_logs() as logs:
        await books.open()
        await until(lambda: budget.today.tokens >= 3)
        await books.close()
    assert [log["event"] for log in logs] == ["not_followed"]


async def test_costs_are_told_by_a_thousand_turns(database: OneConnection, gateway: Open) -> None:
    one = gateway()
    for _ in range(5):
        one.spends()
    await one.books.bring_together()
    async with database.connection() as connection:
        await connection.execute("delete from turns")
        await connection.execute(
            "insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state,"
            " started_at)"
            " select 't' || n, 'c' || n, 'r', 'web', 's', '', 'answered', %s from generate_series(1, 50) n",
            [NOW],
        )
        turns = await turns_since(connection, NOW)
        spent = await spent_since(connection, NOW.date())
    prices = Prices(currency="USD", input=Decimal("0.40"), output=Decimal("1.60"))
    (told,) = measured(spent, turns=turns, prices=prices)
    assert (told.calls, told.turns, told.input_tokens, told.output_tokens) == (5, 50, 400.0, 100.0)
    assert told.cost_of_thousand_calls == pytest.approx(0.32)
    assert told.cost_of_thousand_turns == pytest.approx(0.032)

"""Returns on the real database while others happen: the same piece never comes back twice."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from catalog.money import Money
from shop.orders.errors import OrderUnknown
from shop.orders.stored_orders import StoredOrders
from shop.price_matching.claim import Claim, Outcome, Why
from shop.price_matching.rows import matched_prices
from shop.price_matching.stored_matches import StoredMatches
from shop.returns.errors import ExchangeGone, NotReturnable
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, Wanted
from shop.returns.stored_returns import StoredReturns
from shop.shoppers.merging import MERGES

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# Somebody bought two boots and one shirt ten days ago, and they arrived a week ago.
BOUGHT = """
    insert into policies values ('returns', 'Returns', 'Thirty days.', '{"days": 30}'),
        ('price_match', 'Price match', 'We match.', '{"per_customer": 2, "excluded": ["auctions"],
         "approve": {"shops": ["peak.example"], "most_percent": 20, "valid_days": 7}}');
    insert into products (product_id, title, brand, department, category, description, delivery_days, image_url, url)
        values ('boot', 'Moraine Boots', 'Stonecairn', 'outdoor', '{Outdoor,Footwear,Boots}', 'Boots.', 2, '/i', '/u');
    insert into variants (variant_id, product_id, position, attributes, price_minor, currency)
        values ('boot-9', 'boot', 0, '{"size": "9"}', 10000, 'USD'),
               ('boot-10', 'boot', 1, '{"size": "10"}', 10000, 'USD');
    insert into stores values ('a', 'Store A', '1 Street', 'City', '{}');
    insert into stock values ('boot-9', 'a', 3), ('boot-10', 'a', 1);
    insert into shoppers (shopper_id) values ('ann'), ('bob');
    insert into orders (order_id, number, shopper_id, contact, state, placed_at, address, currency, items_minor,
                        shipping_minor, tax_minor, total_minor)
        values ('o1', 'TL-000001', 'ann', 'ann@example.com', 'delivered', '2026-11-11', '{"street": "1", "city": "C",
                "region": "R", "postal_code": "1", "country": "US"}', 'USD', 20000, 0, 0, 20000);
    insert into order_lines (order_id, position, product_id, variant_id, title, quantity, unit_price_minor)
        values ('o1', 0, 'boot', 'boot-9', 'Moraine Boots', 2, 10000);
    insert into shipments values ('s1', 'o1', 'Swallow Post', 'SW1', '2026-11-12', '2026-11-14', '2026-11-14');
"""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """Committed, for what only shows when turns really run at once."""
    async with AsyncConnectionPool(database_url, min_size=1, max_size=8, open=False) as pool:
        async with pool.connection() as connection:
            await connection.execute(BOUGHT)
        yield pool
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("truncate products, stores, shoppers, orders, policies, changes cascade")
        connection.execute("set aisle.may_forget_audit = 'yes'")
        connection.execute("delete from audit")


@pytest.fixture
def returns(pool: AsyncConnectionPool) -> StoredReturns:
    ids = itertools.count()
    return StoredReturns(
        pool,
        new_id=lambda: f"r{next(ids)}",
        now=lambda: NOW,
        label_url=lambda token: f"/l/{token}",
        payment_url=lambda token: f"/pay/{token}",
    )


@pytest.fixture
def matches(pool: AsyncConnectionPool) -> StoredMatches:
    ids = itertools.count()
    return StoredMatches(pool, new_id=lambda: f"m{next(ids)}", now=lambda: NOW)


async def started(returns: StoredReturns, turn_id: str, *, exchange_for: str | None = None) -> Return:
    return await returns.start(
        "ann",
        order_id="o1",
        wanted=[Wanted(position=0, quantity=1, exchange_for=exchange_for)],
        reason=Reason.TOO_SMALL,
        resolution=Resolution.EXCHANGE if exchange_for else Resolution.REFUND,
        turn_id=turn_id,
    )


async def test_of_many_returns_at_once_only_as_many_start_as_were_bought(returns: StoredReturns) -> None:
    done = await asyncio.gather(*(started(returns, f"t{number}") for number in range(12)), return_exceptions=True)
    assert sum(isinstance(each, Return) for each in done) == 2
    assert all(isinstance(each, Return | NotReturnable) for each in done)


async def test_the_same_turn_many_times_at_once_starts_one_return(returns: StoredReturns) -> None:
    done = await asyncio.gather(*(started(returns, "t1") for _ in range(8)))
    assert len({made.number for made in done}) == 1


async def test_the_last_one_is_put_aside_for_one_of_two_exchanges(returns: StoredReturns) -> None:
    done = await asyncio.gather(
        *(started(returns, f"t{number}", exchange_for="boot-10") for number in range(2)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == [ExchangeGone.__name__, Return.__name__]


async def test_labels_cannot_be_guessed(returns: StoredReturns) -> None:
    first, second = await started(returns, "t1"), await started(returns, "t2")
    assert first.label_url != second.label_url
    assert len(first.label_url.removeprefix("/l/")) >= 40
    assert await returns.labelled("o1") is None


async def test_what_is_injected_finds_no_order(pool: AsyncConnectionPool) -> None:
    orders = StoredOrders(pool, now=lambda: NOW, payment_url=str)
    for number, email in (
        ("TL-000001", "' or '1'='1"),
        ("' or 1=1 --", "ann@example.com"),
        ("TL-000001", "%"),
        ("TL-00000_", "ann@example.com"),
    ):
        with pytest.raises(OrderUnknown):
            await orders.numbered(number, shopper_id="bob", email=email)
    assert await orders.of_shopper("bob") == ()


async def test_tries_at_once_are_all_counted(pool: AsyncConnectionPool) -> None:
    orders = StoredOrders(pool, now=lambda: NOW, payment_url=str)
    guesses = (orders.numbered("TL-000001", shopper_id="bob", email=f"x{number}@example.com") for number in range(10))
    await asyncio.gather(*guesses, return_exceptions=True)
    async with pool.connection() as connection:
        row = await (await connection.execute("select count(*) from failed_proofs where shopper_id = 'bob'")).fetchone()
    assert row == (5,)


async def test_what_a_guest_did_is_the_customers_after_sign_in(
    pool: AsyncConnectionPool, returns: StoredReturns, matches: StoredMatches
) -> None:
    await started(returns, "t1")
    await matches.claim("ann", claim=claim(9000), turn_id="t2")
    await matches.claim("bob", claim=claim(9000), turn_id="t3")
    async with pool.connection() as connection:
        for merge in (*MERGES, *MERGES):
            await merge(connection, from_id="ann", to_id="bob")
    assert [made.order_number for made in await returns.of_order("bob", order_id="o1")] == ["TL-000001"]
    with pytest.raises(OrderUnknown):
        await returns.of_order("ann", order_id="o1")


def claim(seen_minor: int, *, proof: str | None = "https://peak.example/boots", seller: str = "Peak") -> Claim:
    return Claim(
        product_id="boot",
        variant_id="boot-9",
        title="Moraine Boots",
        ours=Money(amount_minor=10000, currency="USD"),
        seen=Money(amount_minor=seen_minor, currency="USD"),
        seller=seller,
        proof_url=proof,
    )


async def test_a_matched_price_holds_for_that_shopper_until_its_day(
    pool: AsyncConnectionPool, matches: StoredMatches
) -> None:
    case = await matches.claim("ann", claim=claim(9000), turn_id="t1")
    assert case.decision.outcome is Outcome.APPROVED
    until = case.decision.valid_until
    assert until is not None
    async with pool.connection() as connection:
        ours = await matched_prices(connection, "ann", ["boot-9", "boot-10"], now=NOW)
        assert {variant_id: price.amount_minor for variant_id, price in ours.items()} == {"boot-9": 9000}
        assert not await matched_prices(connection, "bob", ["boot-9"], now=NOW)
        assert not await matched_prices(connection, "ann", ["boot-9"], now=until)


async def test_the_same_claim_is_the_same_case_however_often(matches: StoredMatches) -> None:
    made = await asyncio.gather(
        *(matches.claim("ann", claim=claim(9000, proof=None), turn_id=f"t{n}") for n in range(6))
    )
    assert len({case.number for case in made}) == 1
    assert made[0].decision.why is Why.NO_PROOF
    proven = await matches.claim("ann", claim=claim(9000, seller="peak"), turn_id="t9")
    assert (proven.number, proven.decision.outcome) == (made[0].number, Outcome.APPROVED)


async def test_no_more_prices_are_matched_than_the_policy_grants(matches: StoredMatches) -> None:
    claims = [claim(9000 + number, seller=f"Peak {number}") for number in range(5)]
    made = await asyncio.gather(
        *(matches.claim("ann", claim=each, turn_id=f"t{number}") for number, each in enumerate(claims))
    )
    outcomes = [case.decision.outcome for case in made]
    assert outcomes.count(Outcome.APPROVED) == 2
    assert {case.decision.why for case in made if case.decision.outcome is Outcome.REFUSED} == {Why.TOO_MANY}

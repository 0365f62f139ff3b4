"""A browser that several people use: what is known of a customer is told after their sign-in only."""

from datetime import UTC, datetime, timedelta

import pytest

from rerank.candidates.trace import Trace
from rerank.candidates.traces import StoredTraces
from rerank.features.goods import GoodsFacts
from rerank.features.stored_features import StoredFeatures
from tests.conftest import OneConnection
from tests.integration.household import Household, household

LATER = timedelta(hours=1)
PRODUCT = (
    "insert into products (product_id, title, brand, department, category, description, rating, rating_count,"
    " delivery_days, image_url, url) values ('p', 'Tea', 'B', 'd', '{c}', '', 4.5, 10, 2, '', '')"
)
KINDRED = (
    "insert into kindred_candidates (customer_id, product_ids, weights) values (%s, array['p'], array[1.0]::real[])"
)


@pytest.fixture
async def home(database: OneConnection) -> Household:
    home = await household(database)
    await home.run(PRODUCT)
    await GoodsFacts(connections=database, retention=LATER, now=lambda: datetime.now(UTC)).note()
    return home


async def trace(home: Household, *, shopper: str | None = None, device: str | None = None) -> Trace:
    at = datetime.now(UTC) + LATER
    return await StoredTraces(home.database).of(shopper_id=shopper, device_id=device, at=at)


async def bought(home: Household, *, shopper: str | None = None) -> float:
    return await feature(home, "bought@1", shopper=shopper)


async def looked_at(home: Household, *, shopper: str | None = None) -> float:
    return await feature(home, "looked_at@1", shopper=shopper)


async def feature(home: Household, name: str, *, shopper: str | None) -> float:
    """Of the product, for whoever is at the tablet."""
    at = datetime.now(UTC) + timedelta(seconds=1)
    table = await StoredFeatures(home.database).read(shopper, ["p"], at=at, device_id="tablet")
    return float(table.values[0, table.names.index(name)])


async def ann_signs_in_and_looks_around(home: Household) -> None:
    await home.sees("guest", "tablet")
    await home.signs_in("ann", guest="guest")
    await home.sees("ann", "tablet")
    await home.does("ann's", shopper="ann", device="tablet")
    await home.run(
        "insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, event_id, order_id)"
        " values (now(), now(), 'purchase', 'p', 'ann', 'ann', 'bought', 'o')"
    )
    await home.run(KINDRED, "customer-ann")


async def test_a_customer_who_signed_in_is_known(home: Household) -> None:
    await ann_signs_in_and_looks_around(home)
    known = await trace(home, shopper="ann", device="tablet")
    assert {step.kind for step in known.steps} == {"view", "purchase"}
    assert known.kindred


async def test_a_guest_on_a_customers_browser_is_told_nothing_of_the_customer(home: Household) -> None:
    await ann_signs_in_and_looks_around(home)
    await home.sees("later", "tablet")
    assert await home.whose(shopper="later") == "ann", "taken for her by the browser alone"

    assert not await trace(home, shopper="later", device="tablet")
    await home.does("their own", shopper="later", device="tablet")
    assert [step.kind for step in (await trace(home, shopper="later", device="tablet")).steps] == ["view"]


async def test_the_name_of_a_browser_opens_no_customers_past(home: Household) -> None:
    await ann_signs_in_and_looks_around(home)
    assert not await trace(home, device="tablet")
    await home.does("without a session", device="tablet")
    assert [step.kind for step in (await trace(home, device="tablet")).steps] == ["view"]


async def test_a_guest_of_before_the_sign_in_is_told_nothing_either(home: Household) -> None:
    await home.sees("later", "tablet")
    await ann_signs_in_and_looks_around(home)
    assert not await trace(home, shopper="later", device="tablet")


async def test_features_tell_a_guest_nothing_of_the_customer(home: Household) -> None:
    await ann_signs_in_and_looks_around(home)
    await home.sees("later", "tablet")
    assert await bought(home, shopper="ann") > 0.9
    assert await bought(home, shopper="later") == 0
    assert await bought(home) == 0


async def test_features_are_read_of_what_a_guest_did_themselves(home: Household) -> None:
    await ann_signs_in_and_looks_around(home)
    await home.sees("later", "tablet")
    await home.does("their own", shopper="later", device="tablet")
    assert await looked_at(home, shopper="later") == pytest.approx(1, abs=0.1), "and not Ann's look besides"
    await home.does("without a session", device="tablet")
    assert await looked_at(home) == pytest.approx(1, abs=0.1)

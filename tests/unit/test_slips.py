"""The plain pages behind unguessable links: the demo shop's till, and the label of a return."""

from collections.abc import AsyncIterator, Iterator

import pytest

from shop.checkout.payment import PaymentState
from tests.logs import Written, captured_logs
from tests.unit.fake_slips import TOKEN
from tests.unit.public_shop import Shop, is_problem


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop()
    async with shop.client:
        yield shop


async def test_till_tells_what_is_to_be_paid_and_asks_for_no_card(shop: Shop) -> None:
    page = await shop.client.get(f"/pay/{TOKEN}")
    assert page.status_code == 200
    assert "$156.38" in page.text
    assert "<button" in page.text
    assert "<input" not in page.text


async def test_text_of_the_catalogue_is_text(shop: Shop) -> None:
    page = await shop.client.get(f"/pay/{TOKEN}")
    assert "<img" not in page.text
    assert "&lt;img src=x onerror=1&gt;" in page.text
    assert "TL-&lt;400001&gt;" in page.text
    assert "Jacket &amp; Hood" in (await shop.client.get(f"/labels/{TOKEN}")).text


async def test_paying_marks_it_paid_once(shop: Shop) -> None:
    paid = await shop.client.post(f"/pay/{TOKEN}")
    assert (paid.status_code, paid.headers["location"]) == (303, f"/pay/{TOKEN}")
    page = await shop.client.get(f"/pay/{TOKEN}")
    assert "Paid" in page.text
    assert "<button" not in page.text


async def test_cancelled_order_cannot_be_paid(shop: Shop) -> None:
    shop.slips.state = PaymentState.CANCELLED
    assert "<button" not in (await shop.client.get(f"/pay/{TOKEN}")).text


@pytest.mark.parametrize("path", [f"/pay/{TOKEN}", f"/labels/{TOKEN}"])
async def test_link_travels_to_nobody_and_stays_nowhere(shop: Shop, path: str, logs: Written) -> None:
    page = await shop.client.get(path)
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert TOKEN not in logs.text


@pytest.mark.parametrize("path", ["/pay/unknown-unknown-unknown", "/labels/unknown-unknown-unknown", "/pay/short"])
async def test_unknown_link_leads_nowhere(shop: Shop, path: str) -> None:
    answered = await shop.client.get(path)
    assert answered.status_code in {404, 422}
    assert answered.headers["content-type"] == "application/problem+json"


async def test_shop_with_goods_of_its_own_has_no_till(shop: Shop) -> None:
    shop.slips.is_demo = False
    for method in ("GET", "POST"):
        assert is_problem(await shop.client.request(method, f"/pay/{TOKEN}"), 404, "not_found")
    assert shop.slips.state is PaymentState.REQUESTED


async def test_foreign_page_cannot_pay(shop: Shop) -> None:
    answered = await shop.client.post(f"/pay/{TOKEN}", headers={"Origin": "https://elsewhere.test"})
    assert is_problem(answered, 403, "foreign_origin")
    assert shop.slips.state is PaymentState.REQUESTED

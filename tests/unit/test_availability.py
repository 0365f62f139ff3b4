"""What is in stock for whom, and when it comes: as a checkout at the same moment would have it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.heard import heard
from actions.products.tell_availability import tell_availability
from actions.products.tell_stores import tell_stores
from actions.services import Services
from catalog.contents import Store
from catalog.product import Product
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.checkout.window import Calendar, Window
from shop.phrasing.availability import asks_when_open
from shop.stock import StockLevel
from tests.unit.fake_services import OneJacket, PlainReader, commerce_of, fake_services
from tests.unit.fakes import JACKET, JACKETS

# Saturday evening where the shop is, and Sunday already in Greenwich.
LATE = datetime(2026, 7, 12, 3, 30, tzinfo=UTC)
WEST, EAST = "America/Los_Angeles", "Asia/Tokyo"
NAVY_M = JACKETS.variants[1]
HOURS = {"saturday": "09:00-18:00", "sunday": "closed"}


class HeldByOthers:
    def __init__(self, **free: int) -> None:
        self.free = free
        self.asked_for: list[str | None] = []

    async def levels(self, variant_ids: Any, *, shopper_id: str | None = None) -> tuple[StockLevel, ...]:
        self.asked_for.append(shopper_id)
        return tuple(
            StockLevel(variant_id=id_, store_id=store, quantity=9, free=free)
            for id_ in variant_ids
            for store, free in self.free.items()
            if id_ == NAVY_M.id
        )


class Clock:
    def __init__(self, *windows: Window) -> None:
        self.windows = windows

    async def calendar(self, shopper_id: str, *, lead_days: int = 0) -> Calendar:
        return Calendar(now=LATE, timezone=WEST, store_timezones={"north": EAST}, windows=self.windows)


class Named(PlainReader):
    def store_called(self, store: str | None) -> str:
        return {"south": "Southgate", "north": "Northgate"}.get(store or "", "")


class TwoStores(OneJacket):
    def __init__(self, product: Product = JACKETS) -> None:
        self._product = product

    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        return [self._product]

    async def stores(self) -> list[Store]:
        return [
            Store(id="south", name="Southgate", address="1 Quay", city="Ash", opening_hours=HOURS),
            Store(id="north", name="Northgate", address="2 Quay", city="Ash", opening_hours=HOURS),
        ]


def shop(*windows: Window, stock: Any = None) -> Services:
    services = fake_services(now=LATE)
    commerce = commerce_of(services.carts, cast("Any", Clock(*windows)), stock=stock)
    return replace(services, reader=Named, products=TwoStores(), commerce=commerce)


def window(day: int) -> Window:
    starts = datetime(2026, 7, day, 17, 0, tzinfo=UTC)
    return Window(id=f"w{day}", starts_at=starts, ends_at=starts.replace(hour=19), timezone=WEST)


async def answer(services: Services, text: str, **slots: Any) -> tuple[str, dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    message = {"text": text, "metadata": {"turn_id": "t", "shopper_id": "ann"}}
    said = heard(Tracker("talk", slots, message, [], False, None, {}, "action_listen"))
    await tell_availability(services, dispatcher, said, [JACKET], Query(), Stopwatch())
    told = dispatcher.messages[0]["custom"]["answer"]
    return told["speech"], told


async def hours(services: Services, text: str) -> str:
    dispatcher = CollectingDispatcher()
    said = heard(Tracker("talk", {}, {"text": text}, [], False, None, {}, "action_listen"))
    await tell_stores(services, dispatcher, said)
    return str(dispatcher.messages[0]["custom"]["answer"]["speech"])


async def test_what_others_are_asked_to_confirm_is_not_left() -> None:
    held = HeldByOthers(south=1)
    speech, _ = await answer(shop(stock=held), "how many are left at southgate")
    assert speech.startswith("There is 1 of the Stormcoat Rain Jacket left at Southgate.")
    assert held.asked_for == ["ann"]
    assert (await answer(shop(), "how many are left at southgate"))[0].startswith("There are 2")


async def test_a_store_whose_last_piece_is_held_does_not_have_it() -> None:
    two = replace(JACKETS, variants=(replace(NAVY_M, stock={"north": 3, "south": 2}),))
    services = replace(shop(stock=HeldByOthers(south=0)), products=TwoStores(two))
    assert "not at Southgate" in (await answer(services, "is it in stock at southgate"))[0]
    assert "in stock at Northgate" in (await answer(services, "is it in stock"))[0]


async def test_nobody_waits_for_what_only_others_hold_at_the_moment() -> None:
    speech, told = await answer(shop(stock=HeldByOthers(south=0, north=0)), "is it in stock")
    assert speech.startswith("Somebody else is buying the last of the")
    assert "cart" not in speech
    assert not told["speech"].endswith("?")


@pytest.mark.parametrize(
    ("windows", "said"),
    [((window(12), window(13)), "tomorrow"), ((window(14),), "on Tuesday")],
)
async def test_delivery_is_told_as_a_checkout_would_offer_it(windows: tuple[Window, ...], said: str) -> None:
    assert f"can be delivered {said}" in (await answer(shop(*windows), "is it in stock"))[0]
    assert f"would arrive {said}" in (await answer(shop(*windows), "when would it arrive"))[0]


async def test_a_day_without_a_window_is_too_early() -> None:
    assert (await answer(shop(window(14)), "will it be here by monday"))[0].startswith("Not by then")
    assert (await answer(shop(window(13)), "will it be here by monday"))[0].startswith("Yes")


async def test_today_is_the_day_where_the_store_is() -> None:
    assert "Southgate is open today" in await hours(shop(), "is southgate open today")
    assert "Northgate is closed today" in await hours(shop(), "is northgate open today")


async def test_a_size_asked_about_stays_until_something_else_is_asked() -> None:
    both = replace(
        JACKETS, variants=(NAVY_M, replace(NAVY_M, id="jacket-navy-l", attributes={"color": "navy", "size": "L"}))
    )
    services = replace(shop(), products=TwoStores(both))
    offered = {"kind": "offer_to_add", "chosen": {"size": "L"}, "asked_at": LATE.isoformat()}
    focus = {"id": "jacket", "variant_id": "jacket-navy-l"}
    assert "size large" in (await answer(services, "which stores", asked=offered, product_in_focus=focus))[0]
    assert "size large" not in (await answer(services, "which stores"))[0]


async def test_a_delivery_on_a_day_is_a_window_of_that_day() -> None:
    services = shop(window(12), window(14))
    assert (
        "can be delivered on Tuesday. The earliest is tomorrow." in (await answer(services, "deliver it on tuesday"))[0]
    )
    assert not (await answer(services, "can it come on saturday"))[0].startswith("Yes, the")


@pytest.mark.parametrize(
    "text",
    [
        "whens southgate open",
        "are they open now",
        "u open tomorrow",
        "when's it close",
        "u open sunday?",
        "what time do you shut",
    ],
)
def test_sloppy_questions_for_opening_hours_are_of_the_stores(text: str) -> None:
    assert asks_when_open(text)

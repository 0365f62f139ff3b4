"""What shoppers answer to a checkout's questions, read from their words alone."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.hearing import addresses, corrections
from shop.checkout.hearing.addresses import Parts, address_said, part_said
from shop.checkout.hearing.asking import Aspect, aspect_asked
from shop.checkout.hearing.payments import payment_said
from shop.checkout.hearing.ways import how_said, place_said, refuses, store_named
from shop.checkout.payment import LINK
from shop.checkout.quote import StoreOffer
from shop.checkout.window import Fulfilment
from tests.contracts.commerce.goods import STORES

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
STORED = {"v": "Visa ending in 4242", "m": "Mastercard ending in 5100"}

WORDS = st.text(max_size=200)
STREETS = st.sampled_from(
    ["Heron Court", "Park Avenue", "North Main Street", "St. Johns Road", "42nd Street", "Elm Drive"]
)
CITIES = st.sampled_from(["Alderbrook", "New York", "Saint Paul", "Ash"])


@pytest.mark.parametrize(
    ("said", "street", "city", "region", "code"),
    [
        ("27 Heron Court, Alderbrook, WA 98000", "27 Heron Court", "Alderbrook", "WA", "98000"),
        ("twenty seven heron court alderbrook nine eight oh oh oh", "27 Heron Court", "Alderbrook", "", "98000"),
        ("no, send it to nine orchard close in wexcombe", "9 Orchard Close", "Wexcombe", "", ""),
        (
            "my address is 12 Oak St Apt 4B, Springfield, Illinois 62704",
            "12 Oak Street, Apt 4B",
            "Springfield",
            "IL",
            "62704",
        ),
        ("PO Box 12, Alderbrook 98000", "PO Box 12", "Alderbrook", "", "98000"),
        (
            "1600 Pennsylvania Avenue NW, Washington, DC 20500",
            "1600 Pennsylvania Avenue NW",
            "Washington",
            "DC",
            "20500",
        ),
        ("five hundred park avenue, new york", "500 Park Avenue", "New York", "NY", ""),
        ("5 St. Johns Road, New York, NY", "5 St. Johns Road", "New York", "NY", ""),
        ("45 west 42nd street new york ny 10036", "45 West 42nd Street", "New York", "NY", "10036"),
        ("12 broadmead alderbrook 98000", "12 Broadmead", "Alderbrook", "", "98000"),
        ("ship it to 44 elm drive in alderbrook tomorrow afternoon", "44 Elm Drive", "Alderbrook", "", ""),
        ("my office at 77 Quay Street", "77 Quay Street", "", "", ""),
    ],
)
def test_an_address_is_read_part_by_part(said: str, street: str, city: str, region: str, code: str) -> None:
    heard = address_said(said, country="US", cities=["Alderbrook"])
    assert heard == Parts(street=street, city=city, region=region, postal_code=code)


@pytest.mark.parametrize(
    "said",
    [
        "two gallons of milk",
        "12 eggs",
        "add 2 person tents",
        "size 10 running shoes",
        "what about 5 oak street",
        "yes",
        "",
    ],
)
def test_goods_and_questions_are_no_addresses(said: str) -> None:
    assert address_said(said, country="US") is None


@pytest.mark.parametrize(
    ("said", "part", "heard"),
    [
        ("it's Alderbrook", "city", Parts(city="Alderbrook")),
        ("new york ny 10005", "city", Parts(city="New York", region="NY", postal_code="10005")),
        ("98 0 0 0", "postal_code", Parts(postal_code="98000")),
        ("the zip is nine eight zero zero zero", "postal_code", Parts(postal_code="98000")),
        ("12 oak", "street", Parts(street="12 Oak")),
        ("what do you mean?", "city", None),
        ("i don't know", "postal_code", None),
    ],
)
def test_a_part_is_read_on_its_own(said: str, part: str, heard: Parts | None) -> None:
    assert part_said(said, part, country="US") == heard


@given(
    number=st.integers(1, 9999), street=STREETS, city=CITIES, code=st.from_regex(r"[1-9][0-9]{4}", fullmatch=True),
    lead=st.sampled_from(["", "deliver it to ", "my address is ", "no, send it to ", "it's "]),
    tail=st.sampled_from(["", " please", ", thanks"]),
)  # fmt: skip
def test_a_written_address_is_read_as_it_was_written(
    number: int, street: str, city: str, code: str, lead: str, tail: str
) -> None:
    heard = address_said(f"{lead}{number} {street}, {city}, WA {code}{tail}", country="US")
    assert heard == Parts(street=f"{number} {street}", city=city, region="WA", postal_code=code)


@given(WORDS)
def test_anything_said_is_an_address_or_none(said: str) -> None:
    heard = address_said(said, country="US")
    assert heard is None or heard.street
    for part in addresses.PARTS:
        part_said(said, part, country="GB")


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("delivery", Fulfilment.DELIVERY),
        ("ship it to my house", Fulfilment.DELIVERY),
        ("home please", None),
        ("I'll come and get it", Fulfilment.PICKUP),
        ("make it pickup instead", Fulfilment.PICKUP),
        ("no delivery, pickup", Fulfilment.PICKUP),
        ("delivery or pickup?", None),
        ("not delivery", None),
    ],
)
def test_the_way_is_heard(said: str, how: Fulfilment | None) -> None:
    assert how_said(said) is how


def test_a_refused_way_leaves_the_other() -> None:
    assert refuses("I don't want it delivered") is Fulfilment.DELIVERY


def test_a_store_is_known_by_what_tells_it_apart() -> None:
    offers = [StoreOffer(store=store) for store in STORES]
    named = store_named("the harbor one", offers)
    assert named is not None
    assert named.store.id == "harbor"
    assert store_named("the one in Ash", offers) is None


@pytest.mark.parametrize(
    ("said", "place"), [("the first one", 0), ("two", 1), ("I'll take the last", 2), ("seven", None), ("milk", None)]
)
def test_a_place_is_heard(said: str, place: int | None) -> None:
    assert place_said(said, 3) == place


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("pay with the other card", "m"),
        ("use the mastercard", "m"),
        ("the card ending in five one zero zero", "m"),
        ("send me a link", LINK),
        ("can I use paypal", ""),
    ],
)
def test_a_way_to_pay_is_heard(said: str, wish: str) -> None:
    heard = payment_said(said, STORED, current="v")
    assert heard is not None
    assert heard.id == wish


@pytest.mark.parametrize("said", ["I want to pay now", "yes", "check out"])
def test_paying_alone_names_no_way(said: str) -> None:
    assert payment_said(said, STORED, current="v") is None


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("change the address", "address"),
        ("another time please", "window"),
        ("a different day", "window"),
        ("the email is wrong", "contact"),
        ("use another store", "store"),
        ("add another pack of milk", None),
    ],
)
def test_what_shall_change_is_heard(said: str, what: str | None) -> None:
    assert corrections.reopened(said) == what


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("what time does it come", Aspect.TIME),
        ("how much is shipping", Aspect.SHIPPING),
        ("what's the total", Aspect.TOTAL),
        ("is tax included", Aspect.TAX),
        ("where is it going", Aspect.PLACE),
        ("send it to 9 Orchard Close", None),
        ("yes", None),
    ],
)
def test_what_is_asked_is_heard(said: str, aspect: Aspect | None) -> None:
    assert aspect_asked(said) is aspect

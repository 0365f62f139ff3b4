"""What shoppers answer to a checkout's questions, read from their words alone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.hearing import addresses, corrections
from shop.checkout.hearing.addresses import Parts, address_said, part_said
from shop.checkout.hearing.asking import Aspect, aspect_asked
from shop.checkout.hearing.confirming import Verdict, verdict
from shop.checkout.hearing.digits import code_said, with_digits
from shop.checkout.hearing.payments import payment_said
from shop.checkout.hearing.times import fitting, wish_said
from shop.checkout.hearing.ways import how_said, place_said, refuses, store_named
from shop.checkout.hearing.windows import offer_of
from shop.checkout.payment import LINK
from shop.checkout.quote import StoreOffer
from shop.checkout.window import Fulfilment, Window
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
    ("said", "written"),
    [
        ("twenty seven", "27"),
        ("one twenty three main", "123 main"),
        ("nine eight oh oh one", "98001"),
        ("twelve hundred oak", "1200 oak"),
        ("one oh five", "105"),
        ("two hundred and five elm", "205 elm"),
        ("ninety-eight thousand", "98000"),
        ("double five three", "553"),
        ("one, two", "1, 2"),
        ("oh no", "oh no"),
    ],
)
def test_digits_are_written_as_they_are_said(said: str, written: str) -> None:
    assert with_digits(said) == written


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("4711", "4711"),
        ("four seven one one", "4711"),
        ("it's forty-seven eleven", "4711"),
        ("47 11 please", "4711"),
        ("my code is one two three four five", "12345"),
        ("123", None),
        ("1234 or 5678, I forget", None),
        ("no idea", None),
    ],
)
def test_a_code_is_four_to_eight_digits_and_only_one(said: str, code: str | None) -> None:
    assert code_said(said) == code


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_every_code_is_heard_digit_by_digit(code: str) -> None:
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    assert code_said(" ".join(names[int(digit)] for digit in code)) == code


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
    "said",
    [
        "yes",
        "Yes, please.",
        "yeah go ahead",
        "sure",
        "ok",
        "place the order",
        "looks good",
        "yep, do it",
        "that's right",
        "alright",
    ],
)
def test_a_clear_yes_is_one(said: str) -> None:
    assert verdict(said) is Verdict.YES


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("maybe", Verdict.UNSURE),
        ("I guess so", Verdict.UNSURE),
        ("yes?", Verdict.UNSURE),
        ("sure, why not", Verdict.UNSURE),
        ("yes but make it pickup", Verdict.ELSE),
        ("yes and add milk", Verdict.ELSE),
        ("no", Verdict.NO),
        ("no wait", Verdict.NO),
        ("not yet", Verdict.NO),
        ("is that with tax?", Verdict.ELSE),
    ],
)
def test_nothing_else_is_a_yes(said: str, heard: Verdict) -> None:
    assert verdict(said) is heard


@given(WORDS, st.sampled_from(["but ", "except ", "maybe ", "only if ", "no "]))
def test_no_yes_survives_a_reservation(said: str, reservation: str) -> None:
    assert verdict(f"yes {reservation}{said} x") is not Verdict.YES


def test_a_yes_of_low_confidence_is_none() -> None:
    assert verdict("yes", confidence=0.3, is_yes=True) is Verdict.UNSURE


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
    ("said", "days", "after", "before", "at"),
    [
        ("tomorrow", [1], None, None, None),
        ("the day after tomorrow", [2], None, None, None),
        ("Friday after five", [6], time(17), None, None),
        ("monday between two and four", [2], time(14), time(16), None),
        ("before noon tomorrow", [1], None, time(12), None),
        ("8 to 10 tomorrow", [1], time(8), time(10), None),
        ("at six", [], None, None, time(18)),
        ("half past five", [], None, None, time(17, 30)),
        ("after work on tuesday", [3], time(17), None, None),
        ("this weekend", [0, 1], None, None, None),
        ("next saturday", [7], None, None, None),
        ("the 24th", [3], None, None, None),
        ("december 3", [12], None, None, None),
        ("10 am", [], None, None, time(10)),
    ],
)
def test_a_time_is_heard(said: str, days: list[int], after: time | None, before: time | None, at: time | None) -> None:
    wish = wish_said(said, today=SATURDAY)
    assert wish is not None
    assert wish.days == {SATURDAY + timedelta(days=day) for day in days}
    assert (wish.after, wish.before, wish.at) == (after, before, at)


@pytest.mark.parametrize("said", ["yes", "27 Heron Court", "may I ask something", "the first one", "delivery"])
def test_what_says_nothing_of_a_time_is_no_wish(said: str) -> None:
    assert wish_said(said, today=SATURDAY) is None


@given(WORDS, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_wish_lies_in_the_past(said: str, today: date) -> None:
    wish = wish_said(said, today=today)
    assert wish is None or all(day >= today for day in wish.days)


@given(st.sampled_from(["morning", "afternoon", "evening"]), st.integers(0, 6))
def test_what_fits_a_part_of_a_day_starts_in_it(part: str, ahead: int) -> None:
    windows = [window(day, hour) for day in range(8) for hour in (8, 10, 13, 16, 18)]
    day = SATURDAY + timedelta(days=ahead)
    wish = wish_said(f"{day:%A} {part}", today=SATURDAY)
    assert wish is not None
    found = fitting(wish, windows)
    assert found
    assert {each.starts_local.date() for each in found} == {day}
    latest = {"morning": 12, "afternoon": 17, "evening": 24}[part]
    assert all(each.starts_local.hour < latest for each in found)


def test_of_what_was_told_a_narrower_wish_picks_one() -> None:
    windows = [window(1, 8), window(1, 13), window(2, 8)]
    told = [each.id for each in windows]
    offer = offer_of("the afternoon one", windows, told=told, now=NOW)
    assert offer is not None
    assert offer.chosen == windows[1]


def test_what_is_full_is_said_and_the_same_day_offered() -> None:
    windows = [window(1, 8), window(2, 8)]
    offer = offer_of("monday evening", windows, told=[], now=NOW)
    assert offer is not None
    assert offer.missed
    assert offer.windows == (windows[1],)


def test_other_times_are_those_after() -> None:
    windows = [window(day, 8) for day in range(1, 6)]
    offer = offer_of("another day", windows, told=[each.id for each in windows[:3]], now=NOW)
    assert offer is not None
    assert offer.windows == tuple(windows[3:])


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


def window(day: int, hour: int) -> Window:
    starts = datetime.combine(SATURDAY + timedelta(days=day), time(hour), tzinfo=UTC)
    return Window(id=f"{day}-{hour}", starts_at=starts, ends_at=starts + timedelta(hours=2))

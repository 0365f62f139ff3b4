"""What is wrong with a shop file is said at once, in words, with the line it is in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.shop_file.errors import ShopFileWrong
from assistant.shop_file.lines import line_of, lines_of
from assistant.shop_file.reading import read_shop, read_shop_file
from assistant.shop_file.setting import rows_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "shop.toml"
SHOP = """[shop]
name = "Fennel"
country = "US"
currency = "USD"
time_zone = "America/Boise"
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ShopFileWrong) as wrong:
        read_shop(text)
    return [str(problem) for problem in wrong.value.problems]


def test_the_example_has_every_section_and_nothing_wrong() -> None:
    document = read_shop_file(EXAMPLE).document
    assert all(getattr(document, name) for name in type(document).model_fields)


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    text = (
        SHOP
        + """
[stores.pearl]
name = "Pearl"
address = "1 Row"
hours = { monday = "9-18", funday = "09:00-18:00" }

[shipping.standard]
how = "post"
name = "Standard"
price = -1
prise = 2

[[taxes]]
country = "US"
percent = 5
[[taxes]]
country = "usa"
percent = 8.255
"""
    )
    told = problems(text)
    assert told[0].startswith("line 7: stores.pearl.city: is missing")
    assert told[1].startswith("line 10: stores.pearl.hours.funday: ")
    assert told[2].startswith("line 10: stores.pearl.hours.monday: '9-18' is neither \"closed\" nor hours")
    assert [each.split(": ")[:2] for each in told[3:]] == [
        ["line 13", "shipping.standard.how"],
        ["line 15", "shipping.standard.price"],
        ["line 16", "shipping.standard.prise"],
        ["line 22", "taxes[2].country"],
        ["line 23", "taxes[2].percent"],
    ]
    assert "line 16: shipping.standard.prise: is not known here" in told


def test_a_file_that_is_no_toml_is_told_where() -> None:
    (told,) = problems('[shop]\nname = "Fennel\n')
    assert told.startswith("line 2: not TOML: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[shipping.a]\nhow = "pickup"\nname = "A"\nprice = 0',
            "line 1: shipping.a: without a section [shop] it needs",
        ),
        (
            SHOP + '[shipping.a]\nhow = "pickup"\nname = "A"\nprice = 0.005',
            "line 9: shipping.a.price: 0.005 is no amount",
        ),
        (SHOP.replace("America/Boise", "Idaho"), "line 5: shop.time_zone: 'Idaho' is not a time zone"),
        (SHOP + '[policies.help_desk]\ntitle = "H"\nspoken = "S"', "the help desk has a section of its own"),
        (SHOP + '[promotions.p]\nname = "P"\nkind = "percent"\namount = 2', "a promotion of kind percent has percent"),
        (SHOP + '[promotions.p]\nname = "P"\nkind = "buy_get"\nbuy = 2', "a promotion of kind buy_get has buy and get"),
        (
            SHOP + '[promotions.p]\nname = "P"\nkind = "percent"\npercent = 5\nbrands = ["A"]\nproducts = ["p"]',
            "line 6: promotions.p: either categories, brands or products",
        ),
        (
            SHOP + '[promotions.p]\nname = "P"\nkind = "percent"\npercent = 5\nstarts = 2026-11-01T00:00:00',
            "line 10: promotions.p.starts: input should have timezone info",
        ),
        (
            SHOP + '[[taxes]]\ncountry = "US"\npercent = 5\n[[taxes]]\ncountry = "US"\npercent = 6',
            "line 9: taxes[2]: the same country, region and category as one before",
        ),
        (
            SHOP + '[windows.w]\nhow = "pickup"\ndays = ["monday"]\nfrom = "12:00"\nuntil = "10:00"\ncapacity = 1',
            "line 6: windows.w: it ends before it starts",
        ),
        (
            SHOP + '[windows.w]\nhow = "delivery"\nstore = "x"\ndays = ["monday"]\nfrom = "09:00"\nuntil = "10:00"\n'
            "capacity = 1",
            "a window for picking up names its store",
        ),
        (
            SHOP + '[stores]\n[windows.w]\nhow = "pickup"\nstore = "x"\ndays = ["monday"]\nfrom = "09:00"\n'
            'until = "10:00"\ncapacity = 1',
            "line 9: windows.w.store: 'x' is not among the stores",
        ),
        (
            SHOP + '[windows.w]\nhow = "delivery"\ndays = ["monday"]\nfrom = "09:00"\nuntil = "10:00"\ncapacity = 1\n'
            '[shipping.a]\nhow = "pickup"\nname = "A"\nprice = 0',
            "there are windows for delivery, and no shipping method",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, told: str) -> None:
    (problem,) = problems(text)
    assert told in problem


def test_amounts_are_counted_in_the_coins_of_their_currency() -> None:
    text = (
        SHOP
        + """
[shipping.here]
how = "delivery"
name = "Here"
price = 5.99
free_from = 35
[shipping.abroad]
how = "delivery"
name = "Abroad"
price = 1500
currency = "JPY"
"""
    )
    here, abroad = rows_of(read_shop(text).document)["shipping"]
    assert (here["price_minor"], here["free_from_minor"], here["currency"], here["position"]) == (599, 3500, "USD", 0)
    assert (abroad["price_minor"], abroad["currency"], abroad["position"]) == (1500, "JPY", 1)


def test_windows_go_by_the_clocks_of_the_store_where_it_has_its_own() -> None:
    text = (
        SHOP
        + """
[stores.far]
name = "Far"
address = "1 Row"
city = "Ash"
time_zone = "America/New_York"
[windows.noon]
how = "pickup"
store = "far"
days = ["monday", "sunday"]
from = "12:00"
until = "14:00"
capacity = 4
[windows.home]
how = "delivery"
days = ["monday"]
from = "12:00"
until = "14:00"
capacity = 4
"""
    )
    rows = rows_of(read_shop(text).document)["windows"]
    assert [(row["pattern_id"], row["weekday"], row["timezone"]) for row in rows] == [
        ("noon-1", 1, "America/New_York"),
        ("noon-7", 7, "America/New_York"),
        ("home-1", 1, "America/Boise"),
    ]


def test_absent_sections_set_nothing_and_empty_ones_set_nothing_to_be_there() -> None:
    assert rows_of(read_shop("").document) == {}
    assert rows_of(read_shop("taxes = []\n[promotions]\n").document) == {"taxes": [], "promotions": []}


def test_what_looks_like_a_key_within_a_value_is_none() -> None:
    text = '''[policies.returns]
spoken = """
[shop]
title = "no"
"""
exceptions = [
  { days = 7 },
  # ] a comment
]
title = "Returns"
'''
    found = lines_of(text)
    assert found["policies", "returns", "title"] == 10
    assert ("shop",) not in found
    assert line_of(("policies", "returns", "exceptions", 0, "days"), found) == 6
    assert line_of(("nowhere",), found) == 0


def test_a_sign_that_cannot_be_kept_is_refused() -> None:
    assert problems(SHOP.replace("Fennel", "Fen\\u0000nel")) == ["line 2: \\u0000 cannot be kept"]


WORDS = (
    "[",
    "]",
    "shop",
    "stores",
    "taxes",
    ".",
    "=",
    '"',
    "name",
    "{",
    "}",
    ",",
    "\n",
    "1.5",
    "true",
    "2026-11-01",
    "#",
)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_whatever_a_file_says_it_is_read_or_told_what_is_wrong(text: str) -> None:
    try:
        rows_of(read_shop(text).document)
    except ShopFileWrong as exc:
        told = str(exc)
    else:
        told = "fine"
    assert told


@given(st.text())
def test_no_text_breaks_the_search_for_lines(text: str) -> None:
    assert all(0 < number <= len(text.splitlines()) for number in lines_of(text).values())

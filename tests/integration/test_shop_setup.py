"""A shop set up by its file: in one go, again without a change, and only as far as the file says."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.cli.shop_showing import show_in_force
from assistant.shop_file.applying import Applied, apply_shop_file
from assistant.shop_file.errors import ShopFileWrong
from assistant.shop_file.reading import read_shop, read_shop_file
from catalog.contents import Contents
from catalog.repository import CatalogRepository
from catalog.writing import CatalogWriter
from shop.checkout.terms import Place, Terms
from shop.checkout.terms_rows import read_terms
from shop.checkout.window import Fulfilment
from shop.setup.setup import Given, ShopSetup
from tests.conftest import OneConnection
from tests.contracts.commerce.goods import HOME, product, variant
from tests.contracts.commerce.worlds import InPostgres

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "shop.toml"
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHOP = """
[shop]
name = "Alder Shop"
country = "US"
region = "WA"
currency = "USD"
time_zone = "America/Los_Angeles"
"""


async def applied(database: OneConnection, text: str, *, only_try: bool = False) -> Applied:
    return await apply_shop_file(database, read_shop(text), only_try=only_try)


async def example(database: OneConnection) -> Applied:
    return await apply_shop_file(database, read_shop_file(EXAMPLE), only_try=False)


async def in_force(database: OneConnection) -> Given:
    return await ShopSetup(database).in_force()


async def terms(database: OneConnection) -> Terms:
    async with database.connection() as connection:
        return await read_terms(connection, now=AT, seller=None)


def numbers(done: Applied) -> dict[str, tuple[int, int, int, int]]:
    return {
        name: (len(each.added), len(each.changed), len(each.removed), each.unchanged)
        for name, each in done.changes.items()
    }


async def test_the_example_sets_up_all_there_is_to_set(database: OneConnection) -> None:
    assert numbers(await example(database)) == {
        "shop": (1, 0, 0, 0),
        "policies": (4, 0, 0, 0),
        "help_desk": (1, 0, 0, 0),
        "shipping": (2, 0, 0, 0),
        "taxes": (4, 0, 0, 0),
        "promotions": (4, 0, 0, 0),
        "windows": (9, 0, 0, 0),
        "stores": (2, 0, 0, 0),
    }
    now = await terms(database)
    assert (now.seller, now.home) == ("Fennel & Thyme", Place(country="US", region="OR"))
    assert now.place_of_store("lakeside") == Place(country="US", region="ID")
    here = Place(country="US", region="WA")
    assert now.shipping(Fulfilment.DELIVERY, here).price_minor == 499
    assert now.tax_basis_points(here, ("Home", "Mugs")) == 825
    assert now.tax_basis_points(here, ("Grocery", "Tea")) == 0
    assert {each.id for each in now.promotions} == {"tea-week", "socks", "twenty-off", "alder-ships-free"}
    assert len(now.windows_for(Fulfilment.DELIVERY, None)) == 6
    assert [each.weekday for each in now.windows_for(Fulfilment.PICKUP, "pearl")] == [1, 3, 5]
    catalog = CatalogRepository(database)
    assert [(store.name, store.opening_hours["sunday"]) for store in await catalog.stores()] == [
        ("Fennel & Thyme Lakeside", "closed"),
        ("Fennel & Thyme Pearl", "closed"),
    ]
    assert {policy.kind: policy.facts.get("days") for policy in await catalog.policies()} == {
        "returns": 30,
        "shipping": None,
        "price_match": None,
        "warranty": None,
        "help_desk": None,
    }


async def test_the_same_file_again_changes_nothing(database: OneConnection) -> None:
    await example(database)
    before = await in_force(database)
    again = numbers(await example(database))
    assert {each[:3] for each in again.values()} == {(0, 0, 0)}
    assert sum(each[3] for each in again.values()) == 27
    assert await in_force(database) == before


async def test_a_try_says_what_would_change_and_changes_nothing(database: OneConnection) -> None:
    await example(database)
    before = await in_force(database)
    text = SHOP + "[promotions]\n[stores]\n[help_desk]\nspoken = 'From nine to five.'"
    tried = await applied(database, text, only_try=True)
    assert tried.changes["shop"].changed == ["Alder Shop"]
    assert tried.changes["help_desk"].changed == ["help_desk"]
    assert sorted(tried.changes["promotions"].removed) == ["alder-ships-free", "socks", "tea-week", "twenty-off"]
    assert await in_force(database) == before
    assert (await applied(database, text)).changes == tried.changes


async def test_sections_that_are_absent_stay_and_empty_ones_go(database: OneConnection) -> None:
    await example(database)
    before = await in_force(database)
    done = await applied(database, "taxes = []\n[policies]\n")
    assert numbers(done) == {"policies": (0, 0, 4, 0), "taxes": (0, 0, 4, 0)}
    after = await in_force(database)
    assert {name for name in before if after[name] != before[name]} == {"policies", "taxes"}
    assert [row["kind"] for row in after["help_desk"]] == ["help_desk"]


async def test_a_store_that_is_used_stays_and_says_why(database: OneConnection) -> None:
    await example(database)
    mug = product(variant("mug-1", 1200, lakeside=3), "Stone Mug", "Home", "Tableware", "Mugs")
    await CatalogWriter(database).write(Contents(stores=(), size_charts=(), policies=(), products=(mug,)))
    done = await applied(database, "[stores]")
    assert done.changes["stores"].removed == []
    assert done.changes["stores"].kept == {"lakeside": "it has stock", "pearl": "windows are picked up there"}
    gone = await applied(database, "[stores]\n[windows]")
    assert gone.changes["stores"].removed == ["pearl"]
    assert gone.changes["stores"].kept == {"lakeside": "it has stock"}


async def test_windows_in_a_store_that_is_nowhere_change_nothing(database: OneConnection) -> None:
    text = (
        SHOP
        + """
[windows.noon]
how = "pickup"
store = "moon"
days = ["monday"]
from = "12:00"
until = "14:00"
capacity = 4
"""
    )
    with pytest.raises(ShopFileWrong) as wrong:
        await applied(database, text)
    assert [str(each) for each in wrong.value.problems] == ["line 11: windows.noon.store: there is no store 'moon'"]
    assert (await in_force(database))["shop"] == []


async def test_what_no_goods_go_by_is_told(database: OneConnection) -> None:
    world = InPostgres(database)
    await world.open()
    done = await applied(
        database,
        SHOP
        + """
[[taxes]]
country = "US"
category = "grocery"
percent = 0
[promotions.tea]
name = "Ten off tee"
kind = "percent"
percent = 10
categories = ["Tea", "Tee"]
[promotions.one]
name = "Five off"
kind = "percent"
percent = 5
products = ["mug", "jug"]
[promotions.two]
name = "Six off"
kind = "percent"
percent = 6
brands = ["alder", "Elder"]
[policies.returns]
title = "Returns"
spoken = "Ask us."
""",
    )
    assert done.notes == [
        "The policy returns has no `days` in its facts: no return is started, a person decides.",
        "No goods are of the category 'Tee'.",
        "No goods are of the brand 'Elder'.",
        "No goods are of the product 'jug'.",
    ]


async def test_a_shop_that_is_set_up_by_its_file_sells(database: OneConnection) -> None:
    world = InPostgres(database)
    await world.open()
    await applied(
        database,
        SHOP.replace('region = "WA"', 'region = "WA"\norder_prefix = "AS"')
        + """
[shipping.post]
how = "delivery"
name = "Post"
price = 5.99
[[taxes]]
country = "US"
percent = 10
[promotions]
[windows]
""",
    )
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.checkouts.choose("ann", turn_id="t2", address=HOME, contact="ann@example.com")
    quote = await world.checkouts.quote("ann", turn_id="t3")
    assert quote.totals.total.amount_minor == 1200 + 599 + 120
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert order.number.startswith("AS-")
    assert replace(order, lines=()).seller == "Alder Shop"


def _aisle(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli.main", "shop", *arguments],
        env={**os.environ, "AISLE_DATABASE_URL": database_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def test_what_is_in_force_is_shown_an_entry_a_line(database: OneConnection) -> None:
    await example(database)
    told = Console(file=StringIO(), width=80)
    show_in_force(await in_force(database), told)
    shown = told.file.getvalue().splitlines()
    assert "  Fennel & Thyme: country US; region OR; order_prefix FT" in shown
    assert (
        "  standard: how delivery; name Standard delivery; country US; price $4.99; free_from $40.00; currency USD"
        in shown
    )
    assert "  US WA (shipping): 8.25 %" in shown
    assert any(
        line.startswith("  pearl-noon-1: how pickup; store_id pearl; weekday 1; starts 12:00:00;") for line in shown
    )


def test_the_command_checks_and_shows(database_url: str, tmp_path: Path) -> None:
    checked = _aisle(database_url, "import", str(EXAMPLE), "--check")
    assert checked.returncode == 0, checked.stderr
    assert "+ shipping added: standard, counter" in checked.stdout
    assert "27 entries would change, 0 as before." in checked.stdout
    told = json.loads(_aisle(database_url, "import", str(EXAMPLE), "--check", "--json").stdout)
    assert not told["written"]
    assert sorted(told["changes"]["stores"]["added"]) == ["lakeside", "pearl"]
    shown = _aisle(database_url, "show")
    assert "shipping: nothing is set up" in shown.stdout
    assert json.loads(_aisle(database_url, "show", "--json").stdout)["stores"] == []

    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[shop]\nnames = 'X'\n", encoding="utf-8")
    refused = _aisle(database_url, "import", str(wrong))
    assert refused.returncode == 1
    assert "line 2: shop.names: is not known here" in refused.stderr
    assert "5 problems; nothing was changed." in refused.stderr
    assert "Traceback" not in refused.stderr

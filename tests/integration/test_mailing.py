"""A mailing recommends to those who agreed to be written to and to be learned from, what they can have now."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.recommended_lists import open_recommending
from catalog.writing import CatalogWriter
from rerank.candidates.stored_books import BookMaking
from rerank.mailing import Letter, Mailing
from tests.conftest import OneConnection
from tests.integration.bought_together import bought, customer
from tests.integration.small_shop import CONTENTS
from tests.unit.session.memory import NOW

ROOT = Path(__file__).resolve().parents[2]


async def letters_to(database: OneConnection, *agreed: str) -> list[Letter | None]:
    async with open_recommending(database, now=lambda: NOW) as recommending:  # type: ignore[arg-type]
        mailing = Mailing(connections=database, recommending=recommending, now=lambda: NOW)
        return [letter async for letter in mailing.letters(agreed, limit=3)]


@pytest.fixture
async def shop(database: OneConnection) -> OneConnection:
    await CatalogWriter(database).write(CONTENTS)
    for number in range(6):
        await customer(database, f"camper{number}")
        await bought(database, f"camper{number}", ["bag", "brolly"], at=NOW - timedelta(days=3, hours=number))
    await BookMaking(database, now=lambda: NOW).make()
    return database


async def test_each_who_agreed_is_told_something_and_others_are_not(shop: OneConnection) -> None:
    told = await letters_to(shop, "camper1", "camper3", "nobody-we-know")
    assert [each.customer_id if each else None for each in told] == ["camper1", "camper3", None]
    assert all(each.cards for each in told if each)


async def test_whoever_refuses_to_be_learned_from_is_not_written_to(shop: OneConnection) -> None:
    async with shop.connection() as connection:
        await connection.execute("insert into refusing_shoppers values ('shopper-camper1', now())")
        await connection.execute("insert into refusing_devices values ('tablet', 'shopper-camper2', now())")
    told = await letters_to(shop, "camper1", "camper2", "camper3")
    assert [each.customer_id for each in told if each] == ["camper3"]


async def test_what_is_sold_out_by_now_is_not_in_it(shop: OneConnection) -> None:
    (before,) = await letters_to(shop, "camper0")
    assert before is not None
    gone = before.cards[0].id
    async with shop.connection() as connection:
        await connection.execute("update variants set available = 0 where product_id = %s", [gone])
    (after,) = await letters_to(shop, "camper0")
    assert after is None or gone not in {card.id for card in after.cards}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    agreed, out = tmp_path / "agreed.txt", tmp_path / "nowhere" / "lists.jsonl"
    agreed.write_text("nobody-here\n")
    given = ["recommend", "export", "--for", "email", "--agreed", str(agreed), "--out", str(out)]
    told = subprocess.run(
        [sys.executable, "-m", "assistant.cli.main", *given],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert f"there is no folder {out.parent}" in told.stderr
    assert "unfinished" not in told.stderr


def test_the_command_writes_the_whole_file_or_none(database_url: str, tmp_path: Path) -> None:
    agreed, out = tmp_path / "agreed.txt", tmp_path / "lists.jsonl"
    agreed.write_text("nobody-here\n\nnobody-here\n")
    command = ["-m", "assistant.cli.main", "recommend", "export", "--for", "email", "--json"]
    told = subprocess.run(
        [sys.executable, *command, "--agreed", str(agreed), "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "AISLE_DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout) == {"customers": 1, "lists": 0, "out": str(out)}
    assert out.read_text() == ""
    assert sorted(each.name for each in tmp_path.iterdir()) == ["agreed.txt", "lists.jsonl"]

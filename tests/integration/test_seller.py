"""What a shop is called, read from its terms."""

from datetime import timedelta

import pytest

from shop.seller import READ_ANEW_AFTER, StoredSeller
from tests.conftest import OneConnection
from tests.unit.fakes import NOON


async def named(database: OneConnection, name: str) -> None:
    async with database.connection() as connection:
        await connection.execute("delete from shop_terms")
        await connection.execute("insert into shop_terms (seller, country, region) values (%s, 'US', 'WA')", [name])


async def test_a_shop_is_called_as_its_terms_say_and_renamed_within_a_minute(database: OneConnection) -> None:
    clock = [NOON]
    seller = StoredSeller(database, given=None, now=lambda: clock[0])
    await named(database, "Corner Shop")
    assert await seller.name() == "Corner Shop"
    await named(database, "River Market")
    assert await seller.name() == "Corner Shop"
    clock[0] += READ_ANEW_AFTER + timedelta(seconds=1)
    assert await seller.name() == "River Market"


@pytest.mark.parametrize(("given", "called"), [("Mine", "Mine"), (None, None)])
async def test_the_operators_word_comes_first_and_a_shop_may_have_no_name(
    database: OneConnection, given: str | None, called: str | None
) -> None:
    async with database.connection() as connection:
        await connection.execute("delete from shop_terms")
    assert await StoredSeller(database, given=given, now=lambda: NOON).name() == called

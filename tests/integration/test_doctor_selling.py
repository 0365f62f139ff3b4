"""Whether a shop can sell at all, as the doctor sees it."""

from dataclasses import replace

from assistant.doctor.data import look_at_selling
from shop.setup.terms import remove_terms, write_terms
from tests.conftest import OneConnection
from tests.contracts.commerce.goods import TERMS
from tests.contracts.commerce.worlds import InPostgres


async def test_a_shop_that_cannot_sell_is_told_so(database: OneConnection) -> None:
    await InPostgres(database).open()
    found = await look_at_selling(database)
    assert (found.part, found.state) == ("selling", "ok")
    assert "delivery and pickup" in found.says

    async with database.connection() as connection:
        await write_terms(connection, replace(TERMS, shipping_methods=()), order_prefix="")
    assert (await look_at_selling(database)).state == "wrong"
    async with database.connection() as connection:
        await remove_terms(connection)
    assert (await look_at_selling(database)).state == "wrong"

"""Voice codes: asked for, counted, locked, and never needed by who has none."""

import pytest

from shop.checkout.quote import Quote
from shop.codes.errors import CodeLocked, CodeNeeded, CodeWrong
from tests.contracts.commerce.buying import quoted_guest
from tests.contracts.commerce.worlds import World


async def _quoted(world: World, *, asked_from_minor: int = 0) -> Quote:
    customer_id = await world.sign_in("ann", payments=1)
    await world.codes.give(customer_id, "4821", asked_from_minor=asked_from_minor)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t0")
    return await world.checkouts.quote("ann", turn_id="t1")


async def test_nothing_is_ordered_without_the_code(world: World) -> None:
    quote = await _quoted(world)
    assert quote.needs_code
    with pytest.raises(CodeNeeded):
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", code="4821")
    assert order.customer_id == "c-ann"


async def test_three_wrong_tries_lock_the_right_code_too_until_time_is_up(world: World) -> None:
    quote = await _quoted(world)
    for left in (2, 1):
        with pytest.raises(CodeWrong) as wrong:
            await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", code="0000")
        assert wrong.value.left == left
    for code in ("1111", "4821"):
        with pytest.raises(CodeLocked):
            await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", code=code)
    world.clock.wait(minutes=31)
    again = await world.checkouts.quote("ann", turn_id="t2")
    with pytest.raises(CodeWrong) as wrong:
        await world.checkouts.place("ann", quote_id=again.id, turn_id="yes", code="0000")
    assert wrong.value.left == 2
    await world.checkouts.place("ann", quote_id=again.id, turn_id="yes", code="4821")


async def test_a_locked_code_gives_back_at_once_what_was_held(world: World) -> None:
    customer_id = await world.sign_in("ann", payments=1)
    await world.codes.give(customer_id, "4821")
    await world.carts.add("ann", "sofa-1", quantity=1, turn_id="t0")
    held = await world.checkouts.quote("ann", turn_id="t1")
    with pytest.raises(CodeWrong):
        await world.checkouts.place("ann", quote_id=held.id, turn_id="no 1", code="0000")
    assert sum(level.free for level in await world.stock.levels(["sofa-1"], shopper_id="bob")) == 0
    with pytest.raises(CodeWrong):
        await world.checkouts.place("ann", quote_id=held.id, turn_id="no 2", code="0000")
    for turn_id in ("no 3", "no 4"):
        with pytest.raises(CodeLocked):
            await world.checkouts.place("ann", quote_id=held.id, turn_id=turn_id, code="0000")
    assert (await world.noted()).count("checkout.locked") == 1

    other = await quoted_guest(world, "bob", "sofa-1")
    await world.checkouts.place("bob", quote_id=other.id, turn_id="yes")
    assert (await world.carts.cart_of("ann")).lines[0].quantity == 1


async def test_the_right_code_makes_wrong_ones_forgotten(world: World) -> None:
    customer_id = await world.sign_in("ann")
    await world.codes.give(customer_id, "4821")
    for _ in range(3):
        with pytest.raises(CodeWrong):
            await world.codes.check(customer_id, "0000")
        await world.codes.check(customer_id, "4821")


async def test_the_retailer_unlocks_and_withdraws(world: World) -> None:
    quote = await _quoted(world)
    for _ in range(3):
        with pytest.raises((CodeWrong, CodeLocked)):
            await world.codes.check("c-ann", "0000")
    await world.codes.unlock("c-ann")
    await world.codes.check("c-ann", "4821")
    await world.codes.withdraw("c-ann")
    await world.codes.check("c-ann", None)
    assert not (await world.checkouts.quote("ann", turn_id="t2")).needs_code
    assert quote.needs_code


async def test_a_code_may_be_asked_for_only_from_some_total_on(world: World) -> None:
    assert not (await _quoted(world, asked_from_minor=10000)).needs_code
    await world.carts.add("ann", "sofa-1", quantity=1, turn_id="t5")
    assert (await world.checkouts.quote("ann", turn_id="t6")).needs_code


async def test_a_placed_order_is_told_again_without_the_code(world: World) -> None:
    quote = await _quoted(world)
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes", code="4821")
    assert await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes") == order


async def test_guests_need_no_code(world: World) -> None:
    quote = await quoted_guest(world)
    assert not quote.needs_code
    await world.codes.check("c-nobody", None)


@pytest.mark.parametrize("code", ["12", "abcd", "123456789", ""])
async def test_a_code_is_a_few_digits(world: World, code: str) -> None:
    customer_id = await world.sign_in("ann")
    with pytest.raises(ValueError, match="four to eight"):
        await world.codes.give(customer_id, code)

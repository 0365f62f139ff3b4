"""A lower price seen elsewhere: matched, refused or looked at by a person, and once whatever is said how often."""

import pytest

from catalog.money import Money
from shop.checkout.errors import QuoteChanged
from shop.price_matching.claim import Case, Claim, Outcome, Why
from tests.contracts.commerce.buying import quoted_guest
from tests.contracts.commerce.goods import RETURNS
from tests.contracts.commerce.worlds import World

LINK = "https://peak.example/mug"


async def claimed(
    world: World,
    shopper_id: str = "ann",
    *,
    seen_minor: int = 1000,
    currency: str = "USD",
    proof: str | None = LINK,
    turn_id: str = "t1",
    **told: str,
) -> Case:
    known = {"product_id": "mug", "variant_id": "mug-1", "title": "Stone Mug", "seller": "Peak", **told}
    claim = Claim(
        ours=Money(amount_minor=1200, currency="USD"),
        seen=Money(amount_minor=seen_minor, currency=currency),
        proof_url=proof,
        **known,
    )
    return await world.price_matches.claim(shopper_id, claim=claim, turn_id=turn_id)


async def off(world: World, shopper_id: str = "ann") -> list[tuple[str, int]]:
    totals = (await world.carts.cart_of(shopper_id)).totals
    return [(each.name, each.amount.amount_minor) for each in totals.discounts] if totals else []


async def test_a_matched_price_comes_off_the_own_cart_alone_and_for_its_days(world: World) -> None:
    case = await claimed(world)
    assert (case.decision.outcome, case.decision.why) == (Outcome.APPROVED, Why.WITHIN_POLICY)
    for shopper_id in ("ann", "bob"):
        await world.carts.add(shopper_id, "mug-1", quantity=2, turn_id=f"{shopper_id}-add")
    assert await off(world) == [("Price match", 400)]
    assert await off(world, "bob") == []
    world.clock.wait(days=7)
    assert await off(world) == []


async def test_a_matched_price_is_paid(world: World) -> None:
    await claimed(world)
    quote = await quoted_guest(world)
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert [discount.amount.amount_minor for discount in order.discounts] == [200]
    assert order.lines[0].discount_minor == 200


async def test_a_price_that_is_matched_after_the_summary_is_asked_about_anew(world: World) -> None:
    quote = await quoted_guest(world)
    await claimed(world)
    with pytest.raises(QuoteChanged) as changed:
        await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert changed.value.quote.totals.discount.amount_minor == 200


async def test_of_several_the_lowest_counts_and_only_below_todays_price(world: World) -> None:
    await claimed(world, seen_minor=1100, turn_id="t1")
    await claimed(world, seen_minor=1000, turn_id="t2")
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t3")
    assert await off(world) == [("Price match", 200)]
    await world.price("mug-1", 900)
    assert await off(world) == []


async def test_what_is_not_lower_or_excluded_is_refused(world: World) -> None:
    dearer = await claimed(world, seen_minor=1200)
    assert (dearer.decision.outcome, dearer.decision.why) == (Outcome.REFUSED, Why.NOT_LOWER)
    auction = await claimed(world, words="it was an auction", turn_id="t2")
    assert (auction.decision.outcome, auction.decision.why) == (Outcome.REFUSED, Why.EXCLUDED)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t3")
    assert await off(world) == []


async def test_a_person_looks_at_the_rest(world: World) -> None:
    assert (await claimed(world, proof=None)).decision.why is Why.NO_PROOF
    far = await claimed(world, seen_minor=900, turn_id="t2")
    assert (far.decision.outcome, far.decision.why) == (Outcome.CASE, Why.MUCH_LOWER)
    foreign = await claimed(world, currency="EUR", turn_id="t3")
    assert (foreign.decision.why, foreign.ours.currency, foreign.seen.currency) == (Why.OTHER_CURRENCY, "USD", "EUR")
    await world.promise(RETURNS)
    unruled = await claimed(world, seen_minor=1050, turn_id="t4")
    assert (unruled.decision.outcome, unruled.decision.why) == (Outcome.CASE, Why.NO_POLICY)
    assert unruled.decision.valid_until is None


async def test_the_same_claim_is_one_case_in_this_turn_and_in_later_ones(world: World) -> None:
    first = await claimed(world)
    assert await claimed(world) == first
    assert await claimed(world, seller="PEAK", turn_id="t2") == first
    other = await claimed(world, seen_minor=1100, turn_id="t3")
    assert other.number != first.number
    assert (await claimed(world, "bob", turn_id="t4")).id not in {first.id, other.id}
    assert (await world.noted()).count("price_match.approved") == 3


async def test_a_link_that_comes_later_decides_the_case_there_is(world: World) -> None:
    waiting = await claimed(world, proof=None)
    assert await claimed(world, proof=None, turn_id="t2") == waiting
    proven = await claimed(world, turn_id="t3")
    assert (proven.id, proven.number) == (waiting.id, waiting.number)
    assert proven.decision.outcome is Outcome.APPROVED
    assert await claimed(world, proof="https://elsewhere.example/mug", turn_id="t4") == proven


async def test_no_more_are_in_force_than_the_policy_grants(world: World) -> None:
    for number in range(2):
        assert (await claimed(world, seen_minor=1000 + number, turn_id=f"t{number}")).decision.why is Why.WITHIN_POLICY
    assert (await claimed(world, seen_minor=1100, turn_id="t3")).decision.why is Why.TOO_MANY
    assert (await claimed(world, "bob", turn_id="t4")).decision.outcome is Outcome.APPROVED
    world.clock.wait(days=8)
    assert (await claimed(world, seen_minor=1150, turn_id="t5")).decision.outcome is Outcome.APPROVED

"""Claims of a lower price: what is heard of them, and what the policy makes of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.match_price import is_claim
from catalog.contents import PolicyText
from catalog.money import Money
from shop.price_matching.claim import Claim, Outcome, Why
from shop.price_matching.rules import PriceMatchRules, decide
from shop.price_matching.said import link_said, price_said, seller_said

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OURS = Money(amount_minor=10000, currency="USD")
POLICY = PolicyText(
    kind="price_match",
    title="Price match",
    spoken="We match.",
    facts={
        "days_after_purchase": 14,
        "excluded": ["auctions", "clearance", "marketplace sellers"],
        "per_customer": 3,
        "approve": {"shops": ["peak.example"], "most_percent": 20, "valid_days": 7},
    },
)
RULES = PriceMatchRules.of(POLICY)


def claim(
    seen_minor: int = 9000, *, currency: str = "USD", proof: str | None = "https://peak.example/a", **told
) -> Claim:
    seen = Money(amount_minor=seen_minor, currency=currency)
    known = {"seller": "Peak", **told}
    return Claim(product_id="p", variant_id="v", title="Boots", ours=OURS, seen=seen, proof_url=proof, **known)


def test_a_little_less_at_a_shop_of_the_policy_is_matched_for_its_days() -> None:
    decision = decide(claim(), RULES, granted=0, now=NOW)
    assert (decision.outcome, decision.valid_until) == (Outcome.APPROVED, NOW + timedelta(days=7))
    assert decide(claim(proof="https://www.peak.example/a"), RULES, granted=0, now=NOW).outcome is Outcome.APPROVED
    assert decide(claim(8000), RULES, granted=0, now=NOW).outcome is Outcome.APPROVED


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (claim(10000), Why.NOT_LOWER),
        (claim(9000, seller="an ebay auction"), Why.EXCLUDED),
        (claim(9000, words="it's on clearance there"), Why.EXCLUDED),
        (claim(9000, proof="https://peak.example/marketplace/1"), Why.EXCLUDED),
        (claim(9000, order_id="o", bought_at=NOW - timedelta(days=15)), Why.TOO_LATE),
    ],
)
def test_the_policy_refuses_with_its_reason(made: Claim, why: Why) -> None:
    decision = decide(made, RULES, granted=0, now=NOW)
    assert (decision.outcome, decision.why) == (Outcome.REFUSED, why)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (claim(proof=None), Why.NO_PROOF),
        (claim(7999), Why.MUCH_LOWER),
        (claim(9000, currency="EUR"), Why.OTHER_CURRENCY),
        (claim(proof="https://peak.example.evil.example/a"), Why.OTHER_SHOP),
        (claim(proof="https://notpeak.example/a"), Why.OTHER_SHOP),
        (claim(9000, order_id="o", bought_at=NOW - timedelta(days=3)), Why.AFTER_PURCHASE),
    ],
)
def test_a_person_looks_at_the_rest(made: Claim, why: Why) -> None:
    decision = decide(made, RULES, granted=0, now=NOW)
    assert (decision.outcome, decision.why) == (Outcome.CASE, why)


def test_no_more_than_the_policy_grants() -> None:
    assert decide(claim(), RULES, granted=3, now=NOW).why is Why.TOO_MANY


def test_without_a_policy_nothing_is_promised() -> None:
    assert decide(claim(), None, granted=0, now=NOW).outcome is Outcome.CASE


@given(st.integers(1, 20_000), st.sampled_from([None, "https://peak.example/a", "https://other.example/a"]))
def test_nothing_above_our_price_or_far_below_it_is_ever_matched(seen_minor: int, proof: str | None) -> None:
    decision = decide(claim(seen_minor, proof=proof), RULES, granted=0, now=NOW)
    if decision.outcome is Outcome.APPROVED:
        assert 8000 <= seen_minor < 10000
        assert proof == "https://peak.example/a"


PRICES = (
    ("i saw it for forty dollars at Summit and Sons", 4000, "Summit and Sons"),
    ("it's $39.99 on https://summit.example/boots.", 3999, "summit.example"),
    ("ten dollars less at another store", 9000, None),
    ("20% cheaper at Grocerloft", 8000, "Grocerloft"),
    ("half price down the street", 5000, None),
    ("Northpeak has it for thirty nine ninety nine", 3999, "Northpeak"),
    ("it's only thirty five at your competitor", 3500, None),
)


@pytest.mark.parametrize(("text", "minor", "seller"), PRICES)
def test_price_and_shop_are_heard(text: str, minor: int, seller: str | None) -> None:
    seen = price_said(text, currency="USD")
    assert seen is not None
    against = seen.against(OURS)
    assert against is not None
    assert against.amount_minor == minor
    assert seller_said(text) == seller


@pytest.mark.parametrize(
    "text", ["javascript://a.example", "ftp://a.example/x", "http://", "https://user:pw@a.example", "www"]
)
def test_only_plain_web_addresses_are_links(text: str) -> None:
    assert link_said(text) is None


@given(st.text(max_size=100))
def test_nothing_that_is_said_breaks_it(text: str) -> None:
    price_said(text, currency="USD", asked=True)
    seller_said(text, asked=True)
    link = link_said(text)
    assert link is None or link.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "text", ["do you match prices", "what's your price match policy", "price matching", "how does the price match work"]
)
def test_asking_for_the_rule_claims_nothing(text: str) -> None:
    assert not is_claim(text)


@pytest.mark.parametrize(
    "text", ["i saw it cheaper online", "match it", "price match the tent please", "they have it for 40 bucks"]
)
def test_having_seen_a_price_is_a_claim(text: str) -> None:
    assert is_claim(text)

"""What goods come to, for any cart and any promotions: it adds up, and nothing is ever below zero."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.goods import GoodsLine
from shop.checkout.promotions import PRICE_MATCH, Promotion, PromotionKind, Scope, reduce, spread
from shop.checkout.reckoning import Reckoning, reckon
from shop.checkout.terms import SHIPPING, Place, ShippingMethod, TaxRate, Terms
from shop.checkout.window import Fulfilment

WA = Place(country="US", region="WA")
CATEGORIES = (("Grocery", "Drinks", "Tea"), ("Home", "Tableware", "Mugs"), ("Outdoor",))
BRANDS = ("Alder", "Quay")


def line(variant_id: str, price_minor: int, quantity: int = 1, *category: str, **more) -> GoodsLine:
    return GoodsLine(
        variant_id=variant_id,
        product_id=variant_id,
        brand=more.pop("brand", "Alder"),
        category=category or ("Home",),
        quantity=quantity,
        unit_price_minor=price_minor,
        **more,
    )


def percent(percent_: int, name: str = "off", **more) -> Promotion:
    return Promotion(id=name, name=name, kind=PromotionKind.PERCENT, percent=percent_, **more)


lines = st.lists(
    st.builds(
        GoodsLine,
        variant_id=st.uuids().map(str),
        product_id=st.sampled_from(["p1", "p2", "p3"]),
        brand=st.sampled_from(BRANDS),
        category=st.sampled_from(CATEGORIES),
        quantity=st.integers(0, 99),
        unit_price_minor=st.integers(0, 10_000_000),
        matched_price_minor=st.none() | st.integers(0, 10_000_000),
    ),
    max_size=60,
)
scopes = st.sampled_from(
    [
        (Scope.ALL, ()),
        (Scope.CATEGORY, ("tea",)),
        (Scope.CATEGORY, ("Home", "Outdoor")),
        (Scope.BRAND, ("alder",)),
        (Scope.PRODUCTS, ("p1", "p3")),
    ]
)
figures = st.one_of(
    st.builds(lambda of: {"kind": PromotionKind.PERCENT, "percent": of}, st.integers(1, 100)),
    st.builds(lambda of: {"kind": PromotionKind.AMOUNT, "amount_minor": of}, st.integers(1, 10**9)),
    st.builds(
        lambda buy, get: {"kind": PromotionKind.BUY_GET, "buy_quantity": buy, "get_quantity": get},
        st.integers(1, 9),
        st.integers(1, 9),
    ),
    st.just({"kind": PromotionKind.FREE_SHIPPING}),
)
promotions = st.lists(
    st.builds(
        lambda id_, of, scope, minimum: Promotion(
            id=id_, name=f"promotion {id_}", scope=scope[0], scope_values=scope[1], minimum_minor=minimum, **of
        ),
        st.uuids().map(str),
        figures,
        scopes,
        st.integers(0, 100_000),
    ),
    max_size=8,
)
terms = st.builds(
    lambda offers, rate, grocery, on_shipping, price, free_from: Terms(
        seller="S",
        home=WA,
        promotions=tuple(offers),
        tax_rates=(
            TaxRate(country="US", region="WA", rate_basis_points=rate),
            TaxRate(country="US", category="Grocery", rate_basis_points=grocery),
            TaxRate(country="US", category=SHIPPING, rate_basis_points=on_shipping),
        ),
        shipping_methods=(
            ShippingMethod(id="m", how=Fulfilment.DELIVERY, name="M", price_minor=price, free_from_minor=free_from),
        ),
    ),
    promotions,
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.integers(0, 100_000),
    st.none() | st.integers(0, 100_000),
)


def delivered(goods: list[GoodsLine], shop: Terms) -> Reckoning:
    return reckon(goods, shop, currency="USD", how=Fulfilment.DELIVERY, place=WA)


@given(lines, terms)
def test_totals_are_the_sum_of_their_parts_and_never_negative(goods: list[GoodsLine], shop: Terms) -> None:
    reckoning = delivered(goods, shop)
    totals = reckoning.totals
    parts = [totals.items.amount_minor, totals.discount.amount_minor, totals.shipping.amount_minor]
    parts.append(totals.tax.amount_minor)
    items, off, shipping, tax = parts
    assert all(type(part) is int and part >= 0 for part in parts)
    assert items == sum(line.quantity * line.unit_price_minor for line in goods)
    assert totals.total.amount_minor == items - off + shipping + tax
    assert totals.goods.amount_minor == items - off >= 0
    assert all(discount.amount.amount_minor > 0 for discount in totals.discounts)


@given(lines, terms)
def test_what_lines_are_charged_adds_up_to_the_order(goods: list[GoodsLine], shop: Terms) -> None:
    reckoning = delivered(goods, shop)
    totals = reckoning.totals
    assert sum(reckoning.line_discounts_minor) == totals.discount.amount_minor
    for each, off in zip(goods, reckoning.line_discounts_minor, strict=True):
        assert 0 <= off <= each.total_minor
    on_shipping = totals.tax.amount_minor - sum(reckoning.line_taxes_minor)
    assert on_shipping == (totals.shipping.amount_minor * shop.tax_basis_points(WA, (SHIPPING,)) + 5000) // 10000


@given(lines, terms, st.randoms())
def test_the_order_of_promotions_does_not_matter(goods: list[GoodsLine], shop: Terms, dice) -> None:
    mixed = list(shop.promotions)
    dice.shuffle(mixed)
    assert delivered(goods, replace(shop, promotions=tuple(mixed))).totals == delivered(goods, shop).totals


@given(lines, promotions)
def test_a_line_of_nothing_changes_nothing(goods: list[GoodsLine], offers: list[Promotion]) -> None:
    nothing = line("nothing", 500, 0, "Home", "Tableware", "Mugs")
    shop = Terms(seller="S", home=WA, promotions=tuple(offers))
    now = reckon(goods, shop, currency="USD", how=None, place=None).totals
    with_nothing = reckon([*goods, nothing], shop, currency="USD", how=None, place=None).totals
    assert (now.items, now.goods) == (with_nothing.items, with_nothing.goods)


@given(st.integers(0, 10**9), st.dictionaries(st.integers(0, 50), st.integers(0, 10**7), max_size=30))
def test_a_shared_amount_is_shared_out_to_the_last_cent(amount: int, worth: dict[int, int]) -> None:
    shares = spread(min(amount, sum(worth.values())), worth)
    assert sum(shares.values()) == min(amount, sum(worth.values()))
    assert all(0 <= share <= worth[place] for place, share in shares.items())


def test_each_line_gets_the_percentage_that_takes_most() -> None:
    tea, mug = line("tea", 1000, 1, "Grocery", "Tea"), line("mug", 1000)
    found = reduce([tea, mug], [percent(10, "all"), percent(25, "tea", scope=Scope.CATEGORY, scope_values=("Tea",))])
    assert found.by_line == (250, 100)
    assert found.by_name == (("tea", 250), ("all", 100))


def test_percentages_are_rounded_half_up_on_the_line() -> None:
    assert reduce([line("a", 5), line("b", 4)], [percent(10)]).by_line == (1, 0)


def test_of_three_the_cheapest_is_free() -> None:
    three_for_two = Promotion(id="b", name="3 for 2", kind=PromotionKind.BUY_GET, buy_quantity=2, get_quantity=1)
    assert reduce([line("a", 900, 2), line("b", 500)], [three_for_two]).by_line == (0, 500)
    assert reduce([line("a", 900, 2)], [three_for_two]).by_name == ()
    assert reduce([line("a", 900, 7)], [three_for_two]).by_line == (1800,)


def test_a_bundle_is_taken_only_where_it_saves_more_than_percentages() -> None:
    three_for_two = Promotion(id="b", name="3 for 2", kind=PromotionKind.BUY_GET, buy_quantity=2, get_quantity=1)
    goods = [line("a", 900, 3)]
    assert reduce(goods, [three_for_two, percent(10)]).by_name == (("3 for 2", 900),)
    assert reduce(goods, [three_for_two, percent(50)]).by_name == (("off", 1350),)


def test_one_amount_comes_off_what_is_left_after_percentages() -> None:
    ten = Promotion(id="t", name="10 off", kind=PromotionKind.AMOUNT, amount_minor=1000, minimum_minor=9000)
    twenty = replace(ten, id="u", name="20 off", amount_minor=2000)
    assert reduce([line("a", 10_000)], [ten, twenty]).by_name == (("20 off", 2000),)
    assert reduce([line("a", 10_000)], [ten, percent(11)]).by_name == (("off", 1100),)
    assert reduce([line("a", 700)], [replace(ten, minimum_minor=0)]).by_line == (700,)


def test_a_matched_price_stands_alone_on_its_line() -> None:
    found = reduce([line("a", 1000, 2, matched_price_minor=900), line("b", 1000)], [percent(50)])
    assert found.by_line == (200, 500)
    assert dict(found.by_name)[PRICE_MATCH] == 200
    assert reduce([line("a", 1000, matched_price_minor=1200)], []).by_line == (0,)


@pytest.mark.parametrize(
    ("category", "place", "rate"),
    [
        (("Home",), WA, 800),
        (("Home",), Place(country="US", region="wa"), 800),
        (("Home",), Place(country="US", region="OR"), 100),
        (("Grocery", "Tea"), WA, 50),
        (("Grocery", "Candy"), WA, 0),
        (("Grocery", "Candy"), Place(country="FR", region=""), 0),
        ((SHIPPING,), WA, 0),
    ],
)
def test_the_most_special_rate_counts(category: tuple[str, ...], place: Place, rate: int) -> None:
    shop = Terms(
        seller="S",
        home=WA,
        tax_rates=(
            TaxRate(country="US", rate_basis_points=100),
            TaxRate(country="US", region="WA", rate_basis_points=800),
            TaxRate(country="US", category="grocery", rate_basis_points=0),
            TaxRate(country="US", region="WA", category="Tea", rate_basis_points=50),
        ),
    )
    assert shop.tax_basis_points(place, category) == rate


def test_promotions_of_another_money_do_not_count() -> None:
    shop = Terms(seller="S", home=WA, promotions=(percent(10, currency="EUR"),))
    assert reckon([line("a", 100)], shop, currency="USD", how=None, place=None).totals.discounts == ()

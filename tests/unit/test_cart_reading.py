"""The cart as it is read: a few things at a time, what changed since, and what it all comes to."""

from dataclasses import replace

from catalog.money import Money
from shop.cart import Cart, CartLine
from shop.checkout.totals import Discount, Totals
from shop.phrasing import cart_reading

NAMES = ("Rice", "Honey", "Lemons", "Butter", "White Bread", "Oat Milk")


def usd(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="USD")


def line(title: str, *, quantity: int = 1, price: int = 200, told: int | None = None, available: int = 9) -> CartLine:
    return CartLine(
        line_id=title,
        product_id=title,
        variant_id=title,
        title=title,
        attributes={},
        quantity=quantity,
        unit_price=usd(price),
        line_total=usd(price * quantity),
        available=available,
        price_told=None if told is None else usd(told),
    )


def cart(*lines: CartLine, totals: Totals | None = None) -> Cart:
    return Cart(lines=lines, total=usd(sum(each.line_total.amount_minor for each in lines)), totals=totals)


def test_a_long_cart_is_read_in_parts() -> None:
    long = cart(*map(line, NAMES))
    first = cart_reading.read(long).speech
    assert first.startswith("You have six things: the Rice, the Honey, the Lemons and three more things.")
    assert "twelve dollars in all" in first
    rest = cart_reading.read(long, skip=3).speech
    assert rest.startswith("Then there's the Butter, the White Bread and the Oat Milk.")


def test_four_things_need_no_second_part() -> None:
    assert "more thing" not in cart_reading.read(cart(*map(line, NAMES[:4]))).speech


def test_what_changed_since_it_was_put_in_is_told_first() -> None:
    changed = cart(line("Rice", price=249, told=199), line("Honey", available=0), line("Lemons", told=200))
    speech = cart_reading.read(changed).speech
    assert speech.startswith("The Honey sold out since you put it in. The Rice went up from one ninety-nine to")
    assert "Lemons went" not in speech
    assert "The Rice came down" in cart_reading.read(cart(line("Rice", price=149, told=199))).speech


def test_too_few_of_something_are_told() -> None:
    assert "only two left of the Rice" in cart_reading.read(cart(line("Rice", quantity=3, available=2))).speech


def test_discounts_and_an_estimated_tax_are_spoken() -> None:
    totals = Totals(items=usd(2000), discounts=(Discount(name="Summer sale", amount=usd(200)),), tax=usd(144))
    told = cart(line("Rice", price=2000), totals=totals)
    speech = cart_reading.total(told).speech
    assert speech == "That's eighteen dollars, about nineteen forty-four with tax. You save two dollars."
    assert "Summer sale takes off two dollars" in cart_reading.discounts(told).speech


def test_the_whole_total_names_what_is_in_it() -> None:
    totals = Totals(items=usd(2000), shipping=usd(599), tax=usd(0), total=usd(2599))
    told = cart(line("Rice", price=2000), totals=totals)
    assert cart_reading.total(told).speech == "That's twenty dollars, twenty-five ninety-nine with delivery."
    same = replace(told, totals=replace(totals, shipping=usd(0), total=usd(2000)))
    assert cart_reading.total(same).speech == "That's twenty dollars in all."

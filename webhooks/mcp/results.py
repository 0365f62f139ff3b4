"""What each tool answers, as its output schema tells an agent; every fact is as the database has it now."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from catalog.money import Money
from catalog.planted_instructions import for_shoppers
from catalog.product import Product, ProductCard, Variant
from shop.cart import Cart, CartLine
from shop.order import Order
from shop.spoken import price_written

LONGEST_DESCRIPTION = 4000


class Result(BaseModel):
    model_config = ConfigDict(frozen=True)


class Price(Result):
    amount_minor: int = Field(description="In minor units, such as cents.")
    currency: str = Field(description="ISO 4217.")
    text: str = Field(description="As people write it.")

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls(amount_minor=money.amount_minor, currency=money.currency, text=price_written(money))


class FoundProduct(Result):
    product_id: str
    variant_id: str = Field(description="The variant that fits the request.")
    title: str
    brand: str
    category: str
    attributes: dict[str, str]
    price: Price
    in_stock: bool
    rating: float | None
    why: str | None = Field(description="Why it was chosen, where there is more to say than that it fits.")

    @classmethod
    def of(cls, card: ProductCard) -> Self:
        return cls(
            product_id=card.id,
            variant_id=card.variant_id,
            title=card.title,
            brand=card.brand,
            category=card.category,
            attributes=dict(card.attributes),
            price=Price.of(card.price),
            in_stock=card.in_stock,
            rating=card.rating,
            why=card.why,
        )


class SearchResult(Result):
    products: list[FoundProduct]
    next_offset: int | None = Field(description="Where the next page begins; null on the last one.")


class VariantResult(Result):
    variant_id: str
    attributes: dict[str, str]
    price: Price
    available: int = Field(description="How many there are in all stores together.")

    @classmethod
    def of(cls, variant: Variant) -> Self:
        return cls(
            variant_id=variant.id,
            attributes=dict(variant.attributes),
            price=Price.of(variant.price),
            available=sum(variant.stock.values()),
        )


class ProductResult(Result):
    product_id: str
    title: str
    brand: str
    category: list[str]
    description: str = Field(description="The maker's words: about the product, and no instructions to anybody.")
    attributes: dict[str, str]
    rating: float | None
    rating_count: int
    delivery_days: int
    variants: list[VariantResult]

    @classmethod
    def of(cls, product: Product) -> Self:
        return cls(
            product_id=product.id,
            title=product.title,
            brand=product.brand,
            category=list(product.category),
            description=for_shoppers(product.description)[:LONGEST_DESCRIPTION],
            attributes=dict(product.attributes),
            rating=product.rating,
            rating_count=product.rating_count,
            delivery_days=product.delivery_days,
            variants=[VariantResult.of(variant) for variant in product.variants],
        )


class LineResult(Result):
    line_id: str
    product_id: str
    variant_id: str
    title: str
    attributes: dict[str, str]
    quantity: int
    unit_price: Price
    line_total: Price

    @classmethod
    def of(cls, line: CartLine) -> Self:
        return cls(
            line_id=line.line_id,
            product_id=line.product_id,
            variant_id=line.variant_id,
            title=line.title,
            attributes=dict(line.attributes),
            quantity=line.quantity,
            unit_price=Price.of(line.unit_price),
            line_total=Price.of(line.line_total),
        )


class CartResult(Result):
    lines: list[LineResult]
    total: Price = Field(description="The sum of the lines; discounts, shipping and tax are told at checkout.")
    guest_cart: str | None = Field(description="For guests: the handle to pass with every call about this cart.")

    @classmethod
    def of(cls, cart: Cart, *, guest_cart: str | None) -> Self:
        lines = [LineResult.of(line) for line in cart.lines]
        return cls(lines=lines, total=Price.of(cart.total), guest_cart=guest_cart)


class OrderLineResult(Result):
    product_id: str
    variant_id: str
    title: str
    attributes: dict[str, str]
    quantity: int
    returned_quantity: int
    unit_price: Price


class ShipmentResult(Result):
    carrier: str
    tracking_number: str
    expected_at: str
    delivered_at: str | None


class OrderResult(Result):
    """Without address, contact and means of payment: an agent needs none of them to tell where an order is."""

    number: str
    state: str
    placed_at: str
    how: str = Field(description="delivery or pickup")
    lines: list[OrderLineResult]
    shipments: list[ShipmentResult]
    total: Price

    @classmethod
    def of(cls, order: Order) -> Self:
        return cls(
            number=order.number,
            state=str(order.state),
            placed_at=order.placed_at.isoformat(),
            how=str(order.how),
            lines=[
                OrderLineResult(
                    product_id=line.product_id,
                    variant_id=line.variant_id,
                    title=line.title,
                    attributes=dict(line.attributes),
                    quantity=line.quantity,
                    returned_quantity=line.returned_quantity,
                    unit_price=Price.of(line.unit_price),
                )
                for line in order.lines
            ],
            shipments=[
                ShipmentResult(
                    carrier=each.carrier,
                    tracking_number=each.tracking_number,
                    expected_at=each.expected_at.isoformat(),
                    delivered_at=each.delivered_at.isoformat() if each.delivered_at else None,
                )
                for each in order.shipments
            ],
            total=Price.of(order.total),
        )


class OrdersResult(Result):
    orders: list[OrderResult]

    @classmethod
    def newest(cls, orders: Sequence[Order]) -> Self:
        return cls(orders=[OrderResult.of(order) for order in orders])


class LinkResult(Result):
    url: str = Field(description="For the shopper to open. No order is placed before they confirm it there.")
    good_for_minutes: int | None = Field(description="A guest's link is good once and not for long; null otherwise.")
    sign_in_needed: bool = Field(description="Whether the shopper signs in there to see the cart.")

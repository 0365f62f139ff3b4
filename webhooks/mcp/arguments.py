"""What each tool is asked with, as its input schema tells an agent."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from webhooks.web.bodies import RequestId, cleaned

MOST_RESULTS = 20
LAST_OFFSET = 80
MOST_NAMED = 10
Words = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=500)]
Name = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=100)]
Names = Annotated[tuple[Name, ...], Field(max_length=MOST_NAMED)]
Id = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=200)]
Quantity = Annotated[int, Field(ge=1, le=99)]
Limit = Annotated[int, Field(ge=1, le=MOST_RESULTS)]
GuestCart = Annotated[
    str | None,
    Field(max_length=200, description="For guests: the guest_cart of an earlier result. Customers leave it out."),
]


class Arguments(BaseModel):
    """What no tool knows is refused: an agent that misspells a bound must not get results without it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SearchCatalog(Arguments):
    query: Words = Field(description="What is wanted, in plain words; bounds may be said here as well.")
    max_price_minor: int | None = Field(default=None, ge=0, le=10**9, description="In minor units, such as cents.")
    min_price_minor: int | None = Field(default=None, ge=0, le=10**9)
    brands: Names = Field(default=(), description="Only of these brands.")
    not_brands: Names = ()
    colors: Names = Field(default=(), description="Any of these plain color names.")
    sizes: Names = Field(default=(), description="Any of these sizes.")
    exclude: Names = Field(default=(), description="Nothing with these: an ingredient, a material, a word.")
    min_rating: float | None = Field(default=None, ge=0, le=5)
    sort: Literal["cheapest", "most_expensive", "best_rated", "most_popular"] | None = None
    limit: Limit = 10
    offset: int = Field(default=0, ge=0, le=LAST_OFFSET, description="next_offset of the page before.")


class GetProduct(Arguments):
    product_id: Id


class GetCart(Arguments):
    guest_cart: GuestCart = None


class AddToCart(Arguments):
    variant_id: Id = Field(description="Of search_catalog or get_product: one size, color or pack of a product.")
    quantity: Quantity = 1
    idempotency_key: RequestId = Field(description="Chosen by you, new for each call: the same key adds only once.")
    guest_cart: GuestCart = None


class UpdateCartLine(Arguments):
    line_id: Id
    quantity: Quantity = Field(description="How many there are to be from now on.")
    guest_cart: GuestCart = None


class RemoveFromCart(Arguments):
    line_id: Id
    guest_cart: GuestCart = None


class GetOrders(Arguments):
    limit: Limit = 10


class GetOrder(Arguments):
    number: Id = Field(description="The order's number, as get_orders tells it.")


class CheckoutLink(Arguments):
    guest_cart: GuestCart = None

"""The JSON of the chat API: what a client sends and what it gets, as OpenAPI describes it."""

import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)

LONGEST_TEXT = 2000
UNWANTED = {"Cc", "Cs"}


def cleaned(text: Any) -> Any:
    """Control characters and halves of surrogate pairs carry no words, and Postgres cannot keep them all."""
    if not isinstance(text, str):
        return text
    return "".join(" " if unicodedata.category(sign) in UNWANTED else sign for sign in text).strip()


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment


Words = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
RequestId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9._:-]+$")]
Token = Annotated[SecretStr, Field(min_length=1, max_length=8192)]
CustomerSlug = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9-]+$")]
Moment = Annotated[datetime, AfterValidator(_utc)]


class Body(BaseModel):
    """Read from the attributes of the domain's dataclasses; whatever a body does not name stays inside."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class MessageBody(BaseModel):
    request_id: RequestId = Field(description="Chosen by the client; the same id always gets the same answer.")
    text: Words = Field(description="What the shopper says, 1 to 2000 characters.")


class SessionBody(Body):
    session_id: str
    token: str


class ContinuedBody(SessionBody):
    notice: str | None = Field(description="What did not fit when two carts became one.")


class AssertionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    assertion: Token = Field(description="A JWT signed by the retailer's own site.")


class AccessTokenBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    access_token: Token = Field(description="The customer's, of the shop's OpenID provider.")


class DemoSignInBody(BaseModel):
    customer: CustomerSlug = Field(description="One of GET /storefront/demo-customers.")


class CustomerBody(Body):
    name: str


class SignedInBody(SessionBody):
    customer: CustomerBody
    notice: str | None = Field(description="What did not fit when two carts became one.")


class CurrentSessionBody(Body):
    session_id: str
    customer: CustomerBody | None


class DemoCustomerBody(Body):
    customer: str
    name: str
    about: str


class DemoCustomersBody(Body):
    customers: list[DemoCustomerBody]


class MoneyBody(Body):
    amount_minor: int
    currency: str


class ProductBody(Body):
    id: str
    title: str
    brand: str
    category: str
    attributes: dict[str, str]
    price: MoneyBody
    in_stock: bool
    rating: float | None
    image_url: str
    url: str
    why: str | None


class CartLineBody(Body):
    line_id: str
    product_id: str
    title: str
    attributes: dict[str, str]
    quantity: int
    unit_price: MoneyBody
    line_total: MoneyBody
    image_url: str


class DiscountBody(Body):
    name: str
    amount: MoneyBody


class TotalsBody(Body):
    """What is not known yet is null: shipping and tax before it is chosen how and where the goods go."""

    items: MoneyBody
    discounts: list[DiscountBody]
    shipping: MoneyBody | None
    tax: MoneyBody | None
    total: MoneyBody | None


class CartBody(Body):
    lines: list[CartLineBody]
    total: MoneyBody = Field(description="The sum of the lines at today's prices.")
    totals: TotalsBody | None = Field(description="What discounts, shipping and tax make of it, as far as it is known.")


class ColumnBody(Body):
    product_id: str
    title: str


class RowBody(Body):
    name: str = Field(description="The fact as the catalogue names it: price, rating, material.")
    label: str
    values: list[str | None] = Field(description="One for each column; null where nothing is known.")


class ComparisonBody(Body):
    columns: list[ColumnBody]
    rows: list[RowBody]


class QueryBody(Body):
    text: str
    max_price_minor: int | None
    min_price_minor: int | None
    brands: list[str]
    not_brands: list[str]
    colors: list[str]
    sizes: list[str]
    attributes: dict[str, str]
    exclude: list[str]
    quantity: int | None
    unit: str | None
    min_rating: float | None
    currency: str | None
    store: str | None


class UnderstoodBody(Body):
    intent: str
    confidence: float
    query: QueryBody | None


class ReplyBody(Body):
    turn_id: str
    speech: str
    text: str
    products: list[ProductBody] | None
    comparison: ComparisonBody | None = None
    cart: CartBody | None
    order: dict[str, Any] | None
    suggestions: list[str]
    expects_reply: bool
    handoff: dict[str, Any] | None
    understood: UnderstoodBody
    pace: Literal["slower"] | None = None
    link: str | None = Field(default=None, description="Where to go on in the browser; shown, never spoken.")


class SaidBody(Body):
    turn_id: str
    who: Literal["shopper", "assistant"]
    text: str
    at: Moment
    reply: ReplyBody | None


class HistoryBody(Body):
    messages: list[SaidBody]

"""The JSON of events: what a page tells, and what it hears of it."""

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints

from rerank.events.event import EventKind
from webhooks.web.bodies import Moment, RequestId, cleaned

MOST_EVENTS = 200
LONGEST_QUERY = 200
LONGEST_DWELL_MS = 24 * 60 * 60 * 1000
MOST_MINOR = 10**12
NOT_IN_IDS = {"Cc", "Cs"}


def _written(text: str) -> str:
    if any(unicodedata.category(sign) in NOT_IN_IDS for sign in text):
        raise ValueError("a control character in an id")
    return text


Id = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(_written)]
Query = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=LONGEST_QUERY)]


class ValueBody(BaseModel):
    amount_minor: Annotated[int, Field(ge=0, le=MOST_MINOR)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class EventBody(BaseModel):
    """Whatever else a row holds is passed over, the shopper's id above all: a page is not asked who is shopping."""

    model_config = ConfigDict(extra="ignore")

    id: RequestId = Field(description="Chosen by the page; the same id is kept once.")
    type: EventKind
    at: Moment | None = Field(default=None, description="When it happened, with its zone.")
    product_id: Id | None = None
    variant_id: Id | None = None
    list_id: Id | None = Field(default=None, description="The list of results the product stood in.")
    position: Annotated[int, Field(ge=1, le=10_000)] | None = Field(default=None, description="In that list, from 1.")
    model: Id | None = Field(default=None, description="The version of what ordered the list.")
    turn_id: Id | None = None
    dwell_ms: Annotated[int, Field(ge=0, le=LONGEST_DWELL_MS)] | None = None
    quantity: Annotated[int, Field(ge=1, le=10_000)] | None = None
    value: ValueBody | None = None
    query: Query | None = None


class BatchBody(BaseModel):
    """Rows are looked at one by one, so that a newer page's events do not cost the others."""

    model_config = ConfigDict(extra="ignore")

    events: Annotated[list[Any], Field(max_length=MOST_EVENTS)]
    consent: bool | None = Field(default=None, description="Whether the shopper has agreed that this is kept.")
    token: Annotated[SecretStr, Field(min_length=1, max_length=512)] | None = Field(
        default=None, description="The chat session's, where a header cannot be sent; the header goes first."
    )
    device: RequestId | None = Field(default=None, description="What the page calls this browser.")
    visit: RequestId | None = Field(default=None, description="What the page calls this visit.")
    sent_at: Moment | None = Field(default=None, description="What the page's clock says as it sends this.")


class RefusedRowBody(BaseModel):
    row: int = Field(description="Its place in the batch, from 0.")
    reason: str = Field(description="unknown_type, malformed, incomplete, too_old or in_future")
    field: str | None = Field(default=None, description="What is wrong or missing; null where the row is no object.")


class KeptBody(BaseModel):
    taken: int
    duplicates: int = Field(description="Events that were told before, or twice.")
    without_consent: int
    refused: list[RefusedRowBody]


BATCH_SCHEMA: dict[str, Any] = {
    "title": "Batch",
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {
            "type": "array",
            "maxItems": MOST_EVENTS,
            "items": {
                "type": "object",
                "required": ["id", "type"],
                "properties": {
                    "id": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9._:-]+$"},
                    "type": {"type": "string", "enum": [kind.value for kind in EventKind]},
                    "at": {"type": "string", "format": "date-time"},
                    **{name: {"type": "string"} for name in ("product_id", "variant_id", "list_id", "model")},
                    **{name: {"type": "string"} for name in ("turn_id", "query")},
                    **{name: {"type": "integer", "minimum": 1} for name in ("position", "quantity")},
                    "dwell_ms": {"type": "integer", "minimum": 0},
                    "value": {
                        "type": "object",
                        "required": ["amount_minor", "currency"],
                        "properties": {"amount_minor": {"type": "integer"}, "currency": {"type": "string"}},
                    },
                },
            },
        },
        "consent": {"type": "boolean"},
        "token": {"type": "string"},
        "device": {"type": "string"},
        "visit": {"type": "string"},
        "sent_at": {"type": "string", "format": "date-time"},
    },
}

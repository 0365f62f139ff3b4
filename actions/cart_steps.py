"""The last change of the cart, so that it can be taken back or put right: "undo", "no, the other one"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from catalog.query import Query

# A correction follows at once; what was put in an hour ago is changed by its name.
LIVES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """How many of a variant there were and are; `asked` is what the shopper had asked for."""

    product_id: str
    variant_id: str
    before: int
    after: int
    asked: Query = field(default_factory=Query)

    def as_dict(self) -> dict[str, Any]:
        asked = {name: value for name, value in self.asked.as_dict().items() if value not in (None, [], {}, "")}
        return {
            "product_id": self.product_id,
            "variant_id": self.variant_id,
            "before": self.before,
            "after": self.after,
            "asked": asked,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "StepLine":
        return cls(
            product_id=plain["product_id"],
            variant_id=plain["variant_id"],
            before=plain["before"],
            after=plain["after"],
            asked=Query.from_dict(plain.get("asked", {})),
        )


def remember_step(lines: Sequence[StepLine], *, now: datetime) -> dict[str, Any]:
    return SlotSet("cart_step", {"lines": [line.as_dict() for line in lines], "at": now.isoformat()})


def forget_step() -> dict[str, Any]:
    return SlotSet("cart_step", None)


def last_step(plain: Mapping[str, Any] | None, *, now: datetime) -> tuple[StepLine, ...]:
    """Empty once it is too long ago to be what "undo" means."""
    if not plain or now - datetime.fromisoformat(plain["at"]) > LIVES:
        return ()
    return tuple(StepLine.from_dict(line) for line in plain["lines"])

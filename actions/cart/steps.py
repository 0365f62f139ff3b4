"""The last change of the cart, so that it can be taken back or put right: "undo", "no, the other one"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from catalog.query import Query
from shop.cart import CartLine

# A correction follows at once; what was put in an hour ago is changed by its name.
LIVES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """How many of a variant there were and are; `asked` is what the shopper had asked for.

    Of a line that was `counted` anew, what is said next is about all there is of it, not about what came on top.
    """

    product_id: str
    variant_id: str
    before: int
    after: int
    asked: Query = field(default_factory=Query)
    counted: bool = False

    @property
    def is_in(self) -> bool:
        """Whether there is something of it to be put right."""
        return self.after > self.before or (self.counted and self.after > 0)

    @property
    def stays(self) -> int:
        """How many are left if what the step was about goes."""
        return 0 if self.counted else self.before

    def as_dict(self) -> dict[str, Any]:
        asked = {name: value for name, value in self.asked.as_dict().items() if value not in (None, [], {}, "")}
        return {
            "product_id": self.product_id,
            "variant_id": self.variant_id,
            "before": self.before,
            "after": self.after,
            "asked": asked,
            "counted": self.counted,
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "StepLine":
        return cls(
            product_id=plain["product_id"],
            variant_id=plain["variant_id"],
            before=plain["before"],
            after=plain["after"],
            asked=Query.from_dict(plain.get("asked", {})),
            counted=plain.get("counted", False),
        )


def put_on_top(line: CartLine, quantity: int, *, asked: Query | None = None) -> StepLine:
    """So many were just added of what is now a line."""
    return StepLine(
        product_id=line.product_id,
        variant_id=line.variant_id,
        before=line.quantity - quantity,
        after=line.quantity,
        asked=asked or Query(),
    )


def put_in(step: Sequence[StepLine]) -> set[str]:
    """The products of which something came in."""
    return {line.product_id for line in step if line.is_in}


def remember_step(lines: Sequence[StepLine], *, now: datetime) -> dict[str, Any]:
    return SlotSet("cart_step", {"lines": [line.as_dict() for line in lines], "at": now.isoformat()})


def forget_step() -> dict[str, Any]:
    return SlotSet("cart_step", None)


def last_step(plain: Mapping[str, Any] | None, *, now: datetime) -> tuple[StepLine, ...]:
    """Empty once it is too long ago to be what "undo" means."""
    if not plain or now - datetime.fromisoformat(plain["at"]) > LIVES:
        return ()
    return tuple(StepLine.from_dict(line) for line in plain["lines"])

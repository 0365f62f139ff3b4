"""What a shopper bought and what they corrected: all that is known of their habits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A variant that was bought on so many occasions, or put in place of another one.

    `times` and `quantities` go together, oldest first; empty for what was only corrected to. Title and attributes are
    those of the last purchase, whatever the catalogue says now. `available` is None for what is not sold any more.
    """

    variant_id: str
    product_id: str
    title: str
    attributes: Mapping[str, str]
    times: tuple[datetime, ...] = ()
    quantities: tuple[int, ...] = ()
    available: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """ "No, the other milk": the shopper took `right_id` where the assistant had added `wrong_id`."""

    wrong_id: str
    right_id: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Corrections are oldest first."""

    bought: tuple[Bought, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def variant_ids(self) -> list[str]:
        return [each.variant_id for each in self.bought]

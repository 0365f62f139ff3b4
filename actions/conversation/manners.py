"""How this conversation is led: how slowly, how often nothing was understood, and what was mentioned already."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import Tracker

SLOT = "manners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """`met` is true once the shopper's pace was looked up and alerts were told; `misses` counts in a row.

    `mentioned` is what a greeting told last of the cart or an order. Who `waits` for something to come back is told in
    the same conversation too, not only in the next one.
    """

    met: bool = False
    slower: bool = False
    misses: int = 0
    mentioned: str = ""
    waits: bool = False
    helped: int = 0

    @classmethod
    def of(cls, tracker: Tracker) -> "Manners":
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in (tracker.get_slot(SLOT) or {}).items() if name in known})


def remember_manners(manners: Manners) -> dict[str, Any]:
    return dict(SlotSet(SLOT, asdict(manners)))

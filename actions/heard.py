"""What Rasa hands an action of the turn: the words, who said them, and what is being talked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.interfaces import Tracker

from catalog.query import Query
from shop.pointing import heard_right
from shop.recollection import Recollection
from shop.turn import Buying, Channel

ShownPair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`misses` counts how often in a row nothing was found; `remembered` is the slot behind `recollection`.

    `cart_step` is the last change of the cart, and `order_in_focus` the id of the order that was told of last. What has
    to be answered in time has to be at `answer_by`, in seconds since 1970.
    """

    text: str
    confidence: float
    turn_id: str
    shopper_id: str
    query: Query
    shown: tuple[ShownPair, ...]
    seen: tuple[str, ...]
    in_focus: ShownPair | None
    asked: Mapping[str, Any] | None
    remembered: Mapping[str, Any] = field(default_factory=dict)
    misses: int = 0
    cart_step: Mapping[str, Any] | None = None
    order_in_focus: str | None = None
    buying: Buying = Buying.HERE
    answer_by: float | None = None

    @property
    def recollection(self) -> Recollection:
        """Read when it is asked for: most turns are about what is shown."""
        return Recollection.from_dict(self.remembered)


def heard(tracker: Tracker) -> Heard:
    """`rasa shell` brings no metadata: there the conversation itself is the shopper."""
    message = tracker.latest_message
    metadata = message.get("metadata") or {}
    return Heard(
        text=heard_right(message.get("text") or ""),
        confidence=(message.get("intent") or {}).get("confidence") or 0.0,
        turn_id=metadata.get("turn_id") or f"shell-{message.get('message_id')}",
        shopper_id=metadata.get("shopper_id") or f"shell-{tracker.sender_id}",
        query=Query.from_dict(tracker.get_slot("query") or {}),
        shown=tuple(pair_of(plain) for plain in tracker.get_slot("shown_products") or ()),
        seen=tuple(tracker.get_slot("seen_products") or ()),
        in_focus=pair_of(focus) if (focus := tracker.get_slot("product_in_focus")) else None,
        asked=tracker.get_slot("asked"),
        remembered=tracker.get_slot("recollection") or {},
        misses=int(tracker.get_slot("misses") or 0),
        cart_step=tracker.get_slot("cart_step"),
        order_in_focus=tracker.get_slot("order_in_focus"),
        buying=_buying(metadata),
        answer_by=metadata.get("answer_by"),
    )


def channel_of(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("metadata") or {}).get("channel") or Channel.SHELL)


def conversation_of(tracker: Tracker) -> str | None:
    return (tracker.latest_message.get("metadata") or {}).get("conversation_id")


def _buying(metadata: Mapping[str, Any]) -> Buying:
    """A turn of a door that does not say whether an order may be placed in it is none in which one may."""
    return Buying(metadata.get("buying", Buying.BY_LINK)) if metadata else Buying.HERE


def pair_of(plain: Mapping[str, str]) -> ShownPair:
    return plain["id"], plain["variant_id"]

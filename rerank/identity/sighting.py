"""What follows from a shopper's token being used on a device: who is there, and whose the device is from then on."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

# So many new shoppers in a day are no household: a page gave all its browsers one name, or it stands in a shop.
# And nobody comes by so many new browsers: somebody makes up names, and each would be work for all who change people.
CROWD = 20


class Consequence(Enum):
    NOTHING = auto()
    LINK = auto()
    HAND_OVER = auto()
    CROWDED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two, as far as it is known. `signed_in_at` is when the customer of its person last signed in."""

    person_id: str
    customer_id: str | None
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """`is_settled`: the two are linked, or were parted by an operator, or the device is a crowd's.

    `newcomers` are the shoppers first seen on the device within a day, `new_devices` those the shopper came by.
    """

    shopper: Side | None
    device: Side | None
    is_settled: bool
    newcomers: int
    new_devices: int = 0


def consequence_of(sighting: Sighting) -> Consequence:
    """Two customers are never made one by a device: it belongs to who signed in last."""
    if sighting.is_settled:
        return Consequence.NOTHING
    if sighting.newcomers >= CROWD:
        return Consequence.CROWDED
    if sighting.new_devices >= CROWD:
        return Consequence.NOTHING
    shopper, device = sighting.shopper, sighting.device
    if shopper is None or device is None or _may_be_one(shopper, device):
        return Consequence.LINK
    return Consequence.HAND_OVER if _is_later(shopper, device) else Consequence.NOTHING


def _may_be_one(shopper: Side, device: Side) -> bool:
    customers = {shopper.customer_id, device.customer_id} - {None}
    return len(customers) < 2


def _is_later(shopper: Side, device: Side) -> bool:
    if shopper.signed_in_at is None:
        return False
    return device.signed_in_at is None or shopper.signed_in_at > device.signed_in_at

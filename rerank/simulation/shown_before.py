"""A list as it is noted to have been shown, one row of the table of shown lists."""

from dataclasses import dataclass, fields
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBefore:
    """The names are the table's."""

    list_id: str
    shown_at: datetime
    shopper_id: str
    device_id: str
    visit_id: str
    channel: str
    surface: str
    model: str
    product_ids: list[str]
    variant_ids: list[str]
    positions: list[int]
    relevances: list[float]
    scores: list[float]
    propensities: list[float]
    explored: list[bool]


COLUMNS = tuple(field.name for field in fields(ShownBefore))

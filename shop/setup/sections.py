"""The sections of what a retailer sets up, and the table that each is kept in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`only` leaves rows of the table to another section; what is `used` is not removed, for the reason it is under.

    `called` is what people know a row by, if not by its key.
    """

    name: str
    table: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    called: tuple[str, ...] = ()
    only: str = "true"
    used: Mapping[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, *self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of a section, by what its rows are called; `kept` tells why a row that was to go could not."""

    added: Sequence[str] = ()
    changed: Sequence[str] = ()
    unchanged: int = 0
    removed: Sequence[str] = ()
    kept: Mapping[str, str] | None = None


_POLICY = ("title", "spoken", "facts")
SHOP = Section(
    name="shop",
    table="shop_terms",
    key=("only_row",),
    values=("seller", "country", "region", "order_prefix"),
    called=("seller",),
)
# Windows come before stores: a store is free to go once no window is left that is picked up from there.
SECTIONS = (
    SHOP,
    Section(name="policies", table="policies", key=("kind",), values=_POLICY, only="kind <> 'help_desk'"),
    Section(name="help_desk", table="policies", key=("kind",), values=_POLICY, only="kind = 'help_desk'"),
    Section(
        name="shipping",
        table="shipping_methods",
        key=("method_id",),
        values=("how", "name", "position", "country", "region", "price_minor", "free_from_minor", "currency"),
    ),
    Section(
        name="taxes", table="tax_rates", key=("country", "region", "category"), values=("rate_basis_points",)
    ),
    Section(
        name="promotions",
        table="promotions",
        key=("promotion_id",),
        values=(
            "name", "kind", "percent", "buy_quantity", "get_quantity", "amount_minor", "scope", "scope_values",
            "minimum_minor", "currency", "starts_at", "ends_at",
        ),
    ),
    Section(
        name="windows",
        table="window_patterns",
        key=("pattern_id",),
        values=("how", "store_id", "weekday", "starts", "ends", "timezone", "capacity", "notice_minutes"),
    ),
    Section(
        name="stores",
        table="stores",
        key=("store_id",),
        values=("name", "address", "city", "opening_hours", "country", "region"),
        used={
            "it has stock": "exists (select from stock where stock.store_id = stores.store_id)",
            "windows are picked up there":
                "exists (select from window_patterns where window_patterns.store_id = stores.store_id)",
        },
    ),
)  # fmt: skip

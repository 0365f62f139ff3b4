"""Reads who bought what and when from any shop's table: customer, item, basket, time, and a description where given."""

import csv
import lzma
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from assistant.evaluation.errors import BrokenLine, BrokenSet
from assistant.evaluation.progress import Tell, unheard
from assistant.evaluation.purchase_times import days_come_first, is_ambiguous, read_time
from assistant.evaluation.table_rows import opened_rows

TOLD_EVERY = 20_000
NO_TIME = "the time is neither like 2026-01-31 08:26 or 1/31/2026 nor seconds since 1970 nor the number of a day"
# In the order of preference; letters and digits only, whatever stands between them in the file.
COLUMNS: Mapping[str, Sequence[str]] = {
    "customer": [
        "customerid",
        "customer",
        "custid",
        "customercode",
        "customerno",
        "customernumber",
        "userid",
        "user",
        "shopperid",
        "shopper",
        "memberid",
        "visitorid",
        "clientid",
        "client",
        "buyerid",
        "buyer",
        "accountid",
        "householdkey",
        "householdid",
    ],
    "item": [
        "stockcode",
        "itemid",
        "item",
        "itemcode",
        "itemno",
        "itemnumber",
        "productid",
        "product",
        "productcode",
        "productno",
        "sku",
        "skuid",
        "articleid",
        "article",
        "articleno",
        "asin",
        "upc",
        "ean",
        "gtin",
    ],
    "basket": [
        "invoiceno",
        "invoice",
        "invoiceid",
        "invoicenumber",
        "basketid",
        "basket",
        "orderid",
        "order",
        "orderno",
        "ordernumber",
        "transactionid",
        "transaction",
        "transactionno",
        "receiptid",
        "receipt",
        "receiptno",
        "billid",
        "billno",
        "bill",
        "ticketid",
        "ticketno",
    ],
    "time": [
        "invoicedate",
        "timestamp",
        "time",
        "datetime",
        "orderdate",
        "orderdatetime",
        "ordertime",
        "ordertimestamp",
        "transactiondate",
        "transactiontime",
        "transactiondt",
        "tdat",
        "purchasedate",
        "purchasetimestamp",
        "purchasedat",
        "date",
        "orderedat",
        "boughtat",
        "createdat",
        "eventtime",
        "saledate",
        "day",
    ],
    "description": ["description", "title", "productname", "itemname", "productdescription", "itemdescription", "name"],
    "quantity": ["quantity", "qty", "units", "count"],
}
OPTIONAL = frozenset({"basket", "description", "quantity"})
# Programs that know no whole number beside a missing one write 17850.0 for 17850, in one file and not in the next.
_WHOLE_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))\.0+")
_CANCELLED = re.compile(r"[Cc]\d")
# What programs write where there is nobody.
NOBODY = frozenset({"", "nan", "null", "none", "na", "n/a", "\\n"})


class PurchaseLine(NamedTuple):
    customer: str
    item: str
    basket: str
    at: datetime
    quantity: float
    description: str


@dataclass(slots=True, kw_only=True)
class Leniency:
    """So many lines that cannot be read may be left out; `left_out` are those that were."""

    most: int = 0
    left_out: list[BrokenLine] = field(default_factory=list)

    def forgive(self, broken: BrokenLine) -> None:
        """Raises what is one too many."""
        if len(self.left_out) >= self.most:
            raise broken
        self.left_out.append(broken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    places: Mapping[str, int]
    width: int
    invoices: bool
    days_first: bool

    def cell_of(self, cells: Sequence[str], what: str) -> str:
        place = self.places.get(what)
        return "" if place is None or place >= len(cells) else cells[place].strip()

    def id_of(self, cells: Sequence[str], what: str) -> str:
        """12 and 12.0 are one; 007, 1e5 and 1.50 are names."""
        cell = self.cell_of(cells, what)
        whole = _WHOLE_NUMBER.fullmatch(cell) if ".0" in cell else None
        return whole[1] if whole else cell


def purchase_lines(path: Path, *, leniency: Leniency | None = None, tell: Tell = unheard) -> Iterator[PurchaseLine]:
    """Lines without a customer, with a quantity of nothing or less, and of cancelled invoices (C…) are left out."""
    try:
        yield from _lines(path, leniency or Leniency(), tell)
    except (OSError, EOFError, UnicodeError, csv.Error, zlib.error, lzma.LZMAError) as exc:
        raise BrokenSet(path=path, reason=str(exc)) from exc


def _lines(path: Path, leniency: Leniency, tell: Tell) -> Iterator[PurchaseLine]:
    with opened_rows(path) as (names, rows):
        header = _header(path, names, days_first=False)
        first = next(rows, None)
        if first and is_ambiguous(header.cell_of(first[1], "time")):
            header = replace(header, days_first=_days_first(path, header))
        for count, (number, cells) in enumerate(chain([first] if first else [], rows)):
            if not count % TOLD_EVERY:
                tell("Reading purchases", count, None)
            try:
                line = _line(path, number, header, cells)
            except BrokenLine as broken:
                leniency.forgive(broken)
            else:
                if line:
                    yield line


def _days_first(path: Path, header: _Header) -> bool:
    """Before the purchases are read: a line alone may not say whether 2/1 is in January."""
    with opened_rows(path) as (_, rows):
        return days_come_first(header.cell_of(cells, "time") for _, cells in rows)


def _line(path: Path, number: int, header: _Header, cells: Sequence[str]) -> PurchaseLine | None:
    def broken(reason: str) -> BrokenLine:
        return BrokenLine(path=path, number=number, reason=reason, line=",".join(cells))

    if len(cells) < header.width:
        raise broken(f"{len(cells)} columns where the header has {header.width}")
    customer, item, basket = (header.id_of(cells, what) for what in ("customer", "item", "basket"))
    try:
        quantity = float(header.cell_of(cells, "quantity")) if "quantity" in header.places else 1.0
    except ValueError as exc:
        raise broken("the quantity is no number") from exc
    if customer.lower() in NOBODY or quantity <= 0 or (header.invoices and _CANCELLED.match(basket)):
        return None
    if not item or not (basket or "basket" not in header.places):
        raise broken("no item or no basket")
    try:
        at = read_time(header.cell_of(cells, "time"), day_first=header.days_first)
    except (ValueError, OverflowError) as exc:
        raise broken(NO_TIME) from exc
    return PurchaseLine(customer, item, basket or f"{at:%Y-%m-%d}", at, quantity, header.cell_of(cells, "description"))


def _header(path: Path, cells: Sequence[str], *, days_first: bool) -> _Header:
    names = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in cells]
    places = {
        what: next(names.index(word) for word in words if word in names)
        for what, words in COLUMNS.items()
        if any(word in names for word in words)
    }
    if missing := [what for what in COLUMNS if what not in places and what not in OPTIONAL]:
        reason = f"the header names no {' and no '.join(missing)} (such as {', '.join(COLUMNS[missing[0]][:4])})"
        raise BrokenLine(path=path, number=1, reason=reason, line=",".join(cells))
    invoices = "basket" in places and names[places["basket"]].startswith("invoice")
    return _Header(places=places, width=max(places.values()) + 1, invoices=invoices, days_first=days_first)

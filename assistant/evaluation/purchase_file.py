"""Reads who bought what and when from any shop's table: customer, item, basket, time, and a description where given."""

import csv
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from assistant.evaluation.errors import BrokenLine, BrokenSet
from assistant.evaluation.progress import Tell, unheard
from assistant.evaluation.table_rows import numbered_rows, opened_table

DELIMITERS = ",\t;|"
TOLD_EVERY = 20_000
# In the order of preference; letters and digits only, whatever stands between them in the file.
COLUMNS: Mapping[str, Sequence[str]] = {
    "customer": [
        "customerid",
        "customer",
        "custid",
        "userid",
        "user",
        "shopperid",
        "shopper",
        "memberid",
        "householdkey",
        "householdid",
    ],
    "item": ["stockcode", "itemid", "item", "productid", "product", "sku", "articleid", "article", "asin", "upc"],
    "basket": [
        "invoiceno",
        "invoice",
        "basketid",
        "basket",
        "orderid",
        "order",
        "transactionid",
        "transaction",
        "receiptid",
        "receipt",
    ],
    "time": [
        "invoicedate",
        "timestamp",
        "time",
        "datetime",
        "orderdate",
        "transactiondate",
        "purchasedate",
        "date",
        "orderedat",
        "day",
    ],
    "description": ["description", "title", "productname", "itemname", "productdescription", "name"],
    "quantity": ["quantity", "qty", "units", "count"],
}
OPTIONAL = frozenset({"description", "quantity"})
_CANCELLED = re.compile(r"[Cc]\d")
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_MONTH_FIRST = tuple(f"%m/%d/{year}{clock}" for year in ("%Y", "%y") for clock in _CLOCKS)
_DAY_FIRST = tuple(f"%d.%m.{year}{clock}" for year in ("%Y", "%y") for clock in _CLOCKS)
_ZONE = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)


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

    def cell(self, cells: Sequence[str], what: str) -> str:
        place = self.places.get(what)
        return "" if place is None else cells[place].strip()


def purchase_lines(path: Path, *, leniency: Leniency | None = None, tell: Tell = unheard) -> Iterator[PurchaseLine]:
    """Lines without a customer, with a quantity of nothing or less, and of cancelled invoices (C…) are left out."""
    try:
        with opened_table(path) as file:
            yield from _lines(path, file, leniency or Leniency(), tell)
    except (OSError, EOFError, UnicodeError, csv.Error, zlib.error) as exc:
        raise BrokenSet(path=path, reason=str(exc)) from exc


def _lines(path: Path, file: IO[str], leniency: Leniency, tell: Tell) -> Iterator[PurchaseLine]:
    first = file.readline()
    if not first.strip():
        raise BrokenSet(path=path, reason="it is empty")
    delimiter = max(DELIMITERS, key=first.count)
    names = next(csv.reader([first], delimiter=delimiter))
    header = _header(path, names, first)
    for count, (number, cells) in enumerate(numbered_rows(file, delimiter=delimiter, width=len(names), first=2)):
        if not count % TOLD_EVERY:
            tell("Reading purchases", count, None)
        try:
            line = _line(path, number, header, cells)
        except BrokenLine as broken:
            leniency.forgive(broken)
        else:
            if line:
                yield line


def _line(path: Path, number: int, header: _Header, cells: Sequence[str]) -> PurchaseLine | None:
    if len(cells) < header.width:
        reason = f"{len(cells)} columns where the header has {header.width}"
        raise BrokenLine(path=path, number=number, reason=reason, line=",".join(cells))
    customer, item, basket = (header.cell(cells, what) for what in ("customer", "item", "basket"))
    try:
        quantity = float(header.cell(cells, "quantity")) if "quantity" in header.places else 1.0
    except ValueError as exc:
        raise BrokenLine(path=path, number=number, reason="the quantity is no number", line=",".join(cells)) from exc
    if not customer or quantity <= 0 or (header.invoices and _CANCELLED.match(basket)):
        return None
    if not item or not basket:
        raise BrokenLine(path=path, number=number, reason="no item or no basket", line=",".join(cells))
    try:
        at = read_time(header.cell(cells, "time"))
    except (ValueError, OverflowError) as exc:
        reason = "the time is neither like 2026-01-31 08:26 or 1/31/2026 nor seconds since 1970 nor the number of a day"
        raise BrokenLine(path=path, number=number, reason=reason, line=",".join(cells)) from exc
    return PurchaseLine(customer, item, basket, at, quantity, header.cell(cells, "description"))


@lru_cache(maxsize=100_000)
def read_time(told: str) -> datetime:
    """ISO, 20260131, month/day/year, day.month.year, seconds or milliseconds since 1970, or a day's number.

    Raises ValueError.
    """
    told = _ZONE.sub("", told)
    if re.fullmatch(r"-?\d+(?:\.\d+)?", told) and not re.fullmatch(r"(?:19|20)\d{6}", told):
        number = float(told)
        seconds = number / 1000 if number >= 1e11 else number if number >= 1e8 else number * 86_400
        return _FIRST_DAY + timedelta(seconds=seconds)
    if "/" in told:
        return _in_one_of(_MONTH_FIRST, told)
    if re.match(r"\d{1,2}\.\d{1,2}\.", told):
        return _in_one_of(_DAY_FIRST, told)
    at = datetime.fromisoformat(told)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _in_one_of(forms: Sequence[str], told: str) -> datetime:
    for form in forms:
        try:
            return datetime.strptime(told, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(told)


def _header(path: Path, cells: Sequence[str], line: str) -> _Header:
    names = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in cells]
    places = {
        what: next(names.index(word) for word in words if word in names)
        for what, words in COLUMNS.items()
        if any(word in names for word in words)
    }
    if missing := [what for what in COLUMNS if what not in places and what not in OPTIONAL]:
        reason = f"the header names no {' and no '.join(missing)} (such as {', '.join(COLUMNS[missing[0]][:4])})"
        raise BrokenLine(path=path, number=1, reason=reason, line=line)
    width = max(places.values()) + 1
    return _Header(places=places, width=width, invoices=names[places["basket"]].startswith("invoice"))

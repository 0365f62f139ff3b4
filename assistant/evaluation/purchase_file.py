"""Reads who bought what and when from any shop's table: customer, item, basket, time, and a description where given."""

import codecs
import csv
import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from assistant.evaluation.errors import BrokenLine, BrokenSet
from assistant.evaluation.progress import Tell, unheard

PACKED = b"\x1f\x8b"
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
_MONTH_FIRST = ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y")
_FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)


class PurchaseLine(NamedTuple):
    customer: str
    item: str
    basket: str
    at: datetime
    quantity: float
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    places: Mapping[str, int]
    width: int
    invoices: bool

    def cell(self, cells: Sequence[str], what: str) -> str:
        place = self.places.get(what)
        return "" if place is None else cells[place].strip()


def purchase_lines(path: Path, *, tell: Tell = unheard) -> Iterator[PurchaseLine]:
    """Lines without a customer, with a quantity of nothing or less, and of cancelled invoices (C…) are left out."""
    try:
        with _opened(path) as file:
            yield from _lines(path, file, tell)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as exc:
        raise BrokenSet(path=path, reason=str(exc)) from exc


def _lines(path: Path, file: IO[str], tell: Tell) -> Iterator[PurchaseLine]:
    first = file.readline()
    if not first.strip():
        raise BrokenSet(path=path, reason="it is empty")
    delimiter = max(DELIMITERS, key=first.count)
    header = _header(path, next(csv.reader([first], delimiter=delimiter)), first)
    rows = csv.reader(file, delimiter=delimiter)
    for cells in rows:
        if not rows.line_num % TOLD_EVERY:
            tell("Reading purchases", rows.line_num, None)
        if cells and (line := _line(path, rows.line_num + 1, header, cells)):
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
        reason = "the time is neither like 2026-01-31 08:26 nor seconds since 1970 nor the number of a day"
        raise BrokenLine(path=path, number=number, reason=reason, line=",".join(cells)) from exc
    return PurchaseLine(customer, item, basket, at, quantity, header.cell(cells, "description"))


@lru_cache(maxsize=100_000)
def read_time(told: str) -> datetime:
    """ISO, 20260131, month/day/year, seconds or milliseconds since 1970, or a day's number; raises ValueError."""
    if re.fullmatch(r"-?\d+(?:\.\d+)?", told) and not re.fullmatch(r"(?:19|20)\d{6}", told):
        number = float(told)
        seconds = number / 1000 if number >= 1e11 else number if number >= 1e8 else number * 86_400
        return _FIRST_DAY + timedelta(seconds=seconds)
    if "/" in told:
        return _month_first(told)
    at = datetime.fromisoformat(told)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _month_first(told: str) -> datetime:
    for form in _MONTH_FIRST:
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


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as file:
        packed = file.read(2) == PACKED
    if packed:
        return gzip.open(path, "rt", encoding="utf-8-sig", errors=AS_WESTERN, newline="")
    return path.open(encoding="utf-8-sig", errors=AS_WESTERN, newline="")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Many tills write pounds and accents as Windows did: a byte that is no UTF-8 is read so, and binary is refused."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


AS_WESTERN = "aisle-western"
codecs.register_error(AS_WESTERN, _as_western)

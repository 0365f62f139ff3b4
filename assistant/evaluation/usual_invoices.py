"""The usual held against real invoices: people who buy again, and do not keep to habits that somebody wrote down."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.purchase_file import purchase_lines
from assistant.evaluation.usual import Case, usual_figures
from shop.usual.habits import Reckoning, habits
from shop.usual.history import Bought, History


@dataclass(slots=True)
class Invoice:
    at: datetime
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invoices:
    """By customer, oldest first; `names` are what the things are called."""

    by_customer: Mapping[str, Sequence[Invoice]]
    names: Mapping[str, str]


def measure_invoices(path: Path, *, trips: int) -> dict[str, Any]:
    """A request is the last word of a thing's name; what ends in the same word fits it as well."""
    invoices = read_invoices(path)
    return usual_figures(list(_cases(invoices, trips=trips)), reckoning=Reckoning())


def read_invoices(path: Path) -> Invoices:
    """What has no name cannot be asked for and is left out."""
    found: dict[str, dict[str, Invoice]] = defaultdict(dict)
    names: dict[str, str] = {}
    for line in purchase_lines(path):
        if not line.description:
            continue
        invoice = found[line.customer].setdefault(line.basket, Invoice(at=line.at))
        invoice.lines[line.item] = invoice.lines.get(line.item, 0) + int(line.quantity)
        names[line.item] = line.description.lower()
    ordered = {customer: sorted(own.values(), key=lambda each: each.at) for customer, own in found.items()}
    return Invoices(by_customer=ordered, names=names)


def _cases(invoices: Invoices, *, trips: int) -> Iterator[Case]:
    for customer, own in invoices.by_customer.items():
        for place in range(max(1, len(own) - trips), len(own)):
            history = _history(own[:place])
            for code in own[place].lines:
                yield _case(customer, code, history, own[place].at, invoices.names)


def _case(customer: str, code: str, history: History, now: datetime, names: Mapping[str, str]) -> Case:
    request = _last_word(names[code])
    fitting = {each.variant_id for each in history.bought if _last_word(names[each.variant_id]) == request}
    ranked = habits(history, fitting=fitting, now=now)
    return Case(
        customer=customer,
        request=request,
        bought=code,
        first=ranked[0].bought.variant_id if ranked else None,
        confidence=ranked[0].confidence if ranked else 0.0,
        own=tuple(habit.bought.variant_id for habit in ranked),
    )


def _history(invoices: Sequence[Invoice]) -> History:
    taken: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for invoice in invoices:
        for code, quantity in invoice.lines.items():
            taken[code].append((invoice.at, quantity))
    return History(
        bought=tuple(
            Bought(
                variant_id=code,
                product_id=code,
                title=code,
                attributes={},
                times=tuple(at for at, _ in bought),
                quantities=tuple(quantity for _, quantity in bought),
                available=1,
            )
            for code, bought in taken.items()
        )
    )


def _last_word(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].strip(".,!").removesuffix("s")

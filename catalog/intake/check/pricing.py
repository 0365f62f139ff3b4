"""Prices: in which currencies, and which of them cannot be meant."""

import math
from itertools import groupby

from catalog.intake.check.findings import Findings
from catalog.intake.check.ledger import Ledger

FEW_PRICES = 12
# Beyond the middle half by three times its width, on a scale of factors, and eight times the median at least.
WIDTHS, LEAST_FACTOR = 3.0, 8.0


def look_at_prices(ledger: Ledger, findings: Findings) -> None:
    currencies = list(ledger.ask("select currency, count(*) from items group by currency order by 2 desc"))
    if len(currencies) > 1:
        told = ", ".join(f"{currency} ({count})" for currency, count in currencies)
        findings.add("several_currencies", told, count=sum(count for _, count in currencies[1:]))
    for path, currency, middle, low, high in _usual(ledger):
        outliers = ledger.ask(
            "select place, id, price from items where path = ? and currency = ? and (price < ? or price > ?)"
            " order by price",
            [path, currency, low, high],
        )
        for place, item_id, price in outliers:
            told = f"{place}: {item_id} costs {price}, others of {path!r} about {middle} (minor units)"
            findings.add("price_outlier", told)


def _usual(ledger: Ledger) -> list[tuple[str, str, int, float, float]]:
    """Of each category and currency the median, and where prices begin to be unlikely."""
    usual = []
    rows = ledger.ask(
        "select path, currency, price, count(*) over (partition by path, currency) as priced"
        " from items where path <> '' order by path, currency, price"
    )
    for (path, currency), group in groupby(rows, key=lambda row: (row[0], row[1])):
        wanted: dict[int, int] = {}
        for place, (_, _, price, priced) in enumerate(group):
            if place in {priced // 4, priced // 2, priced * 3 // 4}:
                wanted[place] = price
        if priced >= FEW_PRICES:
            lower, middle, upper = wanted[priced // 4], wanted[priced // 2], wanted[priced * 3 // 4]
            width = WIDTHS * (math.log(upper) - math.log(lower))
            low = min(math.exp(math.log(lower) - width), middle / LEAST_FACTOR)
            high = max(math.exp(math.log(upper) + width), middle * LEAST_FACTOR)
            usual.append((path, currency, middle, low, high))
    return usual

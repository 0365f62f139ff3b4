"""Shows the figures of `aisle eval search` to a person."""

import json
from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from rich.console import Console
from rich.table import Table

LONGEST_SHOWN = 80
MEASURES = ("ndcg@10", "recall@50", "judged@10")
NAMES_OF_PARTS = {"refusing": "that refuse something", "others": "that do not"}
COUNTS = {
    "queries": "queries measured",
    "queries_without_relevant": "queries of which nothing judged is of any gain, left out",
    "queries_without_judgments": "queries that nobody judged, not asked",
    "judged_queries_without_text": "judged queries whose text is not there",
    "judged_documents_not_in_corpus": "judged products that are not in the corpus",
    "repeated_judgments": "judgments given twice",
    "repeated_ids": "products given twice",
    "records_left_out": "records that are no products",
}


def show(told: Mapping[str, Any], console: Console) -> None:
    _show_figures(told, console)
    for name, what in COUNTS.items():
        if told[name]:
            console.print(f"{told[name]} {what}")
    if told["price_bounds"] == "dropped":
        share = f"{told['priced']:.0%}"
        console.print(f"{share} of the products have a price: prices asked for were not held against them.")
    if "ablation" in told:
        _show_ablation(told["ablation"], console)
    if "cross_validation" in told:
        _show_folds(told["cross_validation"], console)
    for each in told.get("worst", ()):
        said = shorten(each["text"], LONGEST_SHOWN, placeholder=" …")
        console.print(f"  {each['ndcg@10']:.3f}  {each['query_id']}  “{said}” ({each['told']} told)", markup=False)


def _show_figures(told: Mapping[str, Any], console: Console) -> None:
    spoken = told["spoken"]
    table = Table("measure", "page of results", "spoken", title=f"{told['products']} products")
    for name in MEASURES:
        table.add_row(name, _figure(told[name], told["intervals_95"][name]), _figure(spoken.get(name)))
    for name, part in told["by_refusal"].items():
        if part["queries"]:
            figure = _figure(part["ndcg@10"], part["interval_95"])
            table.add_row(f"ndcg@10, {part['queries']} queries {NAMES_OF_PARTS[name]}", figure, "")
    times = [f"{of['p50_ms']:g} / {of['p99_ms']:g}" for of in (told, spoken)]
    table.add_row("p50 / p99 ms", *times)
    table.add_row("answered with nothing", *(f"{of['answered_with_nothing']:.1%}" for of in (told, spoken)))
    console.print(table)


def _show_ablation(rows: list[Mapping[str, Any]], console: Console) -> None:
    table = Table("stage", "ndcg@10", "recall@50", "over", "difference")
    for row in rows:
        change = _figure(row.get("difference"), row.get("difference_interval_95"), form="+.3f")
        table.add_row(
            row["stage"],
            _figure(row["ndcg@10"], row["interval_95"], form=".3f"),
            _figure(row["recall@50"], form=".3f"),
            row.get("over", ""),
            change,
        )
    console.print(table)


def _show_folds(told: Mapping[str, Any] | None, console: Console) -> None:
    if told is None:
        console.print("There are fewer queries than parts to cross-validate on.")
        return
    table = Table("weights", "ndcg@10", title=f"{told['folds']} parts of {told['queries']} queries")
    for name in ("shipped", "fitted"):
        table.add_row(name, _figure(told[name]["ndcg@10"], told[name]["interval_95"]))
    table.add_row("difference", _figure(told["difference"]["ndcg@10"], told["difference"]["interval_95"], form="+.4f"))
    console.print(table)
    console.print(
        f"Fitted on all of them, as AISLE_SEARCH_WEIGHTS takes it: {json.dumps(told['weights'])}", soft_wrap=True
    )


def _figure(value: float | None, interval: list[float] | None = None, *, form: str = ".4f") -> str:
    """With its 95 % interval in brackets."""
    if value is None:
        return ""
    return f"{value:{form}}" if interval is None else f"{value:{form}} ({interval[0]:{form}}, {interval[1]:{form}})"

"""Ids and titles: what is there twice, what is spelled unlike the rest."""

import re
from collections import Counter

from catalog.intake.check.findings import EXAMPLES, Findings
from catalog.intake.check.ledger import Ledger

SHORTEST, LONGEST = 3, 150
FEW_IDS, USUAL_SHARE = 20, 0.8
MOST_PATTERNS = 5000
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def look_at_ids(ledger: Ledger, findings: Findings) -> None:
    same_id = """
        select id, min(place_no), count(*), count(distinct content), group_concat(place, ', ')
        from (select rowid as place_no, * from items) group by id having count(*) > 1 order by min(place_no)"""
    for item_id, _, count, contents, places in ledger.ask(same_id):
        code = "duplicate_id" if contents > 1 else "repeated_row"
        findings.add(code, f"{item_id}: {_few(places)}", count=count - 1)
    for ids in ledger.ask(
        "select group_concat(distinct id) from items group by id_key having count(distinct id) > 1 order by min(rowid)"
    ):
        findings.add("id_case", _few(ids[0]))
    _look_at_patterns(ledger, findings)


def look_at_titles(ledger: Ledger, findings: Findings) -> None:
    for title, products in ledger.ask(
        "select min(title), count(distinct product) from items where title_key <> ''"
        " group by title_key having count(distinct product) > 1 order by 2 desc, 1"
    ):
        findings.add("duplicate_title", f"{title[:80]!r}: {products} products", count=products - 1)
    for place, product in ledger.ask(
        "select min(place), product from items group by product having max(title) = '' order by min(rowid)"
    ):
        findings.add("no_title", f"{place}: no row of {product} has a title")
    for place, title in ledger.ask("select min(place), title from items where title <> '' group by product"):
        if not SHORTEST <= len(title) <= LONGEST:
            findings.add("odd_title", f"{place}: {title[:80]!r}")


def _look_at_patterns(ledger: Ledger, findings: Findings) -> None:
    """`AB-12345` among ids that are all `A-9`, or much longer than the rest."""
    patterns: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for place, item_id in ledger.ask("select place, id from items"):
        pattern = _DIGITS.sub("9", _LETTERS.sub("A", item_id))
        if pattern in patterns or len(patterns) < MOST_PATTERNS:
            patterns[pattern] += 1
            if patterns[pattern] <= EXAMPLES:
                examples.setdefault(pattern, []).append(f"{place}: {item_id!r}")
    total = patterns.total()
    usual = {pattern for pattern, count in patterns.items() if count > (1 - USUAL_SHARE) / 2 * total}
    if total < FEW_IDS or sum(patterns[pattern] for pattern in usual) < USUAL_SHARE * total:
        return
    commonest = max(usual, key=lambda pattern: patterns[pattern])
    for pattern, count in patterns.items():
        if pattern not in usual:
            findings.add("id_pattern", f"{examples[pattern][0]} is {pattern}, most are {commonest}", count=count)


def _few(listed: str) -> str:
    parts = [part.strip() for part in listed.split(",")]
    return ", ".join(parts[:EXAMPLES]) + (" …" if len(parts) > EXAMPLES else "")

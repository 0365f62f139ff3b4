"""Groups of variants: whether they belong together, and what tells them apart."""

from itertools import groupby
from operator import itemgetter

from catalog.intake.check.findings import Findings
from catalog.intake.check.ledger import Ledger, key_of

LEAST_SHARED = 0.25
MOST_COMPARED = 1000
# With fewer parents that are rows, those few are groups with an id like a row's.
PARENTS_SHARE = 0.1


def look_at_variants(ledger: Ledger, findings: Findings) -> None:
    rows = ledger.ask(
        """
        select product, id, place, title_key, brand, attributes from items
        where product in (select product from items group by product having count(distinct id) > 1)
        order by product, rowid
        """
    )
    for product, group in groupby(rows, key=itemgetter(0)):
        # Whatever comes after so many variants says no more than they do.
        members = [row for _, row in zip(range(MOST_COMPARED), group, strict=False)]
        _look_at_group(str(product), members, findings)
    _look_at_parents(ledger, findings)


def _look_at_group(product: str, members: list[tuple[str, ...]], findings: Findings) -> None:
    brands = {key_of(brand): brand for _, _, _, _, brand, _ in members if brand}
    if len(brands) > 1:
        findings.add("clashing_brands", f"{product}: {', '.join(list(brands.values())[:4])}")
    first = set(members[0][3].split())
    for _, item_id, place, title, _, _ in members[1:]:
        words = set(title.split())
        if words and first and len(words & first) < LEAST_SHARED * min(len(words), len(first)):
            findings.add("clashing_titles", f"{place}: {item_id} of {product} is called {title[:60]!r}")
            break
    seen: dict[str, str] = {}
    for _, item_id, place, _, _, attributes in members:
        if (other := seen.setdefault(attributes, item_id)) != item_id:
            findings.add("same_attributes", f"{place}: {item_id} is like {other} of {product}")


def _look_at_parents(ledger: Ledger, findings: Findings) -> None:
    """Only where parents are rows of their own: many feeds have a group's id and no row for it."""
    grouped = "select count(distinct product) from items where id <> product"
    with_parent = ledger.number(f"{grouped} and product in (select id from items)")
    if not with_parent or with_parent < PARENTS_SHARE * ledger.number(grouped):
        return
    for place, item_id, product in ledger.ask(
        "select place, id, product from items where id <> product and product not in (select id from items)"
    ):
        findings.add("no_parent", f"{place}: {item_id} belongs to {product}")

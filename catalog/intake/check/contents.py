"""What is said and shown of products: descriptions, brands, pictures and addresses."""

from catalog.intake.check.findings import Findings
from catalog.intake.check.ledger import Ledger
from catalog.intake.items import Item

MANY_PRODUCTS = 10
LONGEST_PLACEHOLDER = 300
_PLACEHOLDERS = ("lorem ipsum", "description goes here", "insert description", "your description", "coming soon")
_NOTHING_SAID = frozenset({"tbd", "tba", "test", "n/a", "na", "none", "null", "description", "-", ".", "x", "xxx"})


def look_at_item(place: str, item: Item, findings: Findings) -> None:
    """What a single row shows."""
    described, named = item.description.casefold(), place if place == item.id else f"{place} ({item.id})"
    if not item.description:
        findings.add("no_description", named)
    elif described in _NOTHING_SAID or (
        len(described) < LONGEST_PLACEHOLDER and any(words in described for words in _PLACEHOLDERS)
    ):
        findings.add("placeholder", f"{place}: {item.description[:60]!r}")
    if not item.brand:
        findings.add("no_brand", named)
    if not item.image_url:
        findings.add("no_image", named)
    if insecure := next((url for url in (item.image_url, item.url) if url.startswith("http:")), ""):
        findings.add("insecure_url", f"{place}: {insecure}"[:100])


def look_at_shared(ledger: Ledger, findings: Findings) -> None:
    """What many products have in common and should not."""
    for column, code in (("description", "same_description"), ("image", "same_image")):
        shared = ledger.ask(
            f"select min(place), count(distinct product), min(title) from items where {column} is not null"
            f" group by {column} having count(distinct product) >= ? order by 2 desc",
            [MANY_PRODUCTS],
        )
        for place, products, title in shared:
            findings.add(code, f"{place} ({title[:60]!r}) and {products - 1} other products", count=products)

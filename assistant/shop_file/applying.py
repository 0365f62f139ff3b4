"""Sets a shop up by its file, and says what an operator should know of what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.shop_file.checking import names_used
from assistant.shop_file.document import Document
from assistant.shop_file.errors import ShopFileWrong
from assistant.shop_file.reading import ShopFile
from assistant.shop_file.setting import rows_of
from catalog.connections import Connections
from shop.demo.terms import SELLER as DEMO_SELLER
from shop.setup.sections import Changed, Row
from shop.setup.setup import ShopSetup

SELLING = ("shipping", "taxes", "promotions", "windows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """`notes` keep nothing from being set, and are probably not meant."""

    changes: Mapping[str, Changed]
    notes: Sequence[str]


async def apply_shop_file(connections: Connections, file: ShopFile, *, only_try: bool) -> Applied:
    """Raises ShopFileWrong for windows in stores that there are not."""
    setup, document = ShopSetup(connections), file.document
    before = await setup.in_force()
    _require_stores(file, {row["store_id"] for row in before["stores"]})
    changes = await setup.write(rows_of(document), only_try=only_try)
    categories, brands, products = names_used(document)
    unknown = await setup.unknown_names(categories=categories, brands=brands, products=products)
    notes = [*_notes(document, before), *(f"No goods are of the {kind} {name!r}." for kind, name in unknown)]
    return Applied(changes=changes, notes=notes)


def _require_stores(file: ShopFile, there: set[str]) -> None:
    if file.document.stores is not None:
        return
    wrong = [
        file.problem(("windows", id_, "store"), f"there is no store {window.store!r}")
        for id_, window in (file.document.windows or {}).items()
        if window.store is not None and window.store not in there
    ]
    if wrong:
        raise ShopFileWrong(problems=wrong)


def _notes(document: Document, before: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    if document.shipping is not None and not document.shipping:
        yield "Without a shipping method nothing can be ordered."
    returns = (document.policies or {}).get("returns")
    if returns is not None and "days" not in returns.facts:
        yield "The policy returns has no `days` in its facts: no return is started, a person decides."
    if document.shop is not None and any(row["seller"] == DEMO_SELLER for row in before["shop"]):
        left = [name for name in SELLING if getattr(document, name) is None and before[name]]
        if left:
            yield f"Still in force is what the demo shop had under: {', '.join(left)}. An empty section takes it away."

"""Writes the products of an import: only what is new or changed, and nothing that another source brought."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.import_rows import MOST_VARIANTS, RowProblem, StagedItem
from assistant.product_sources import Owned, ProductSources
from catalog.attributes import Assortment, completed
from catalog.connections import Connections
from catalog.intake.items import Defaults
from catalog.intake.packing import unpacked
from catalog.intake.records import product_of
from catalog.product import Product, Variant
from catalog.repository import CatalogRepository
from catalog.writing import CatalogWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`kept` products had no row that could be used, and stay as they were."""

    counts: dict[str, int]
    problems: tuple[RowProblem, ...]


class ImportWriting:
    def __init__(self, connections: Connections, source: str, assortment: Assortment, *, defaults: Defaults) -> None:
        self._source = source
        self._assortment = assortment
        self._defaults = defaults
        self._repository = CatalogRepository(connections)
        self._writer = CatalogWriter(connections)
        self._sources = ProductSources(connections=connections)

    async def write(self, groups: Sequence[Sequence[StagedItem]], *, dry_run: bool) -> Written:
        ids = [group[0].product_id for group in groups]
        current = {product.id: _as_written(product) for product in await self._repository.products(ids)}
        owned = await self._sources.owned(ids, [staged.variant_id for group in groups for staged in group])
        problems: list[RowProblem] = []
        made: list[Product] = []
        kept = 0
        for group in groups:
            made_or_not = self._made(group, current.get(group[0].product_id), owned)
            if isinstance(made_or_not, Product):
                made.append(made_or_not)
            elif made_or_not is None:
                kept += group[0].product_id in current
            else:
                problems.append(made_or_not)
        new = [product for product in made if product.id not in current]
        changed = [product for product in made if product.id in current and product != current[product.id]]
        if not dry_run:
            await self._writer.write_products([*new, *changed])
            await self._sources.claim(self._source, [product.id for product in made])
        counts = {"added": len(new), "changed": len(changed), "unchanged": len(made) - len(new) - len(changed)}
        return Written(counts={**counts, "kept": kept}, problems=tuple(problems))

    def _made(self, group: Sequence[StagedItem], current: Product | None, owned: Owned) -> Product | RowProblem | None:
        """None where no row could be used: then the product stays as it is."""
        items = [unpacked(staged.item) for staged in group if staged.item is not None]
        if not items:
            return None
        if reason := self._objection(group, owned, titled=any(item.title for item in items)):
            return RowProblem(
                line=group[0].line, product_id=group[0].product_id, field="id", severity="error", reason=reason
            )
        product = product_of(items, defaults=self._defaults)
        if current:
            unusable = {staged.variant_id for staged in group if staged.item is None} - {item.id for item in items}
            product = _merged(product, current, unusable=unusable)
        return completed(product, self._assortment)

    def _objection(self, group: Sequence[StagedItem], owned: Owned, *, titled: bool) -> str | None:
        product_id = group[0].product_id
        if len(group) > MOST_VARIANTS:
            return f"{product_id} has more than {MOST_VARIANTS} variants"
        if not titled:
            return f"{product_id} has no title in any of its rows"
        if (source := owned.products.get(product_id, "")) not in {"", self._source}:
            return f"{product_id} belongs to source {source!r}"
        for staged in group:
            holder, source = owned.variants.get(staged.variant_id, (product_id, ""))
            if holder != product_id and source != self._source:
                return f"variant {staged.variant_id} belongs to product {holder}, which this source did not bring"
        return None


def _merged(product: Product, current: Product, *, unusable: set[str]) -> Product:
    """What the file does not speak of stays: stock of other stores, and size charts."""
    before = {variant.id: variant for variant in current.variants}
    variants = tuple(_with_other_stock(variant, before.get(variant.id)) for variant in product.variants)
    if unusable & before.keys():
        return _half_known(current, variants)
    return replace(product, variants=variants, size_chart_id=current.size_chart_id)


def _half_known(current: Product, variants: Sequence[Variant]) -> Product:
    """Some rows cannot be used: prices and stock of the others are as the file says, all else is as it was."""
    fresh = {variant.id: variant for variant in variants}
    kept = tuple(
        replace(variant, price=fresh[variant.id].price, stock=fresh[variant.id].stock)
        if variant.id in fresh
        else variant
        for variant in current.variants
    )
    known = {variant.id for variant in kept}
    return replace(current, variants=(*kept, *(variant for variant in variants if variant.id not in known)))


def _with_other_stock(variant: Variant, before: Variant | None) -> Variant:
    return replace(variant, stock={**before.stock, **variant.stock}) if before else variant


def _as_written(product: Product) -> Product:
    """Four bytes know 0.1234 only as 0.12340000272."""
    return replace(product, popularity=round(product.popularity, 4))

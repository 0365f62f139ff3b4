"""Completes a product: what the feed says stays as it is, what it lacks is read from the texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from catalog.attributes.assortment import Assortment
from catalog.attributes.finding import LEAST, Finding
from catalog.attributes.goods import Goods, goods_named
from catalog.attributes.reading import findings_in, findings_in_choice
from catalog.product import Product, Variant

BRAND, KIND = "brand", "kind"
# Under these names feeds say what a variant is called, not what it is.
_CHOICES = (
    "title", "option", "options", "variant", "variant_title", "style", "name", "color_size", "size_color", "finish",
    "shade", "frame_color", "band_color",
)  # fmt: skip


def completed(product: Product, assortment: Assortment) -> Product:
    """The same product again if it was completed before: what was extracted is extracted anew."""
    fed = as_fed(product)
    best = _best(_findings(fed, assortment))
    brand = best.pop(BRAND, None)
    kind = fed.attributes.get(KIND) or (best[KIND].value if KIND in best else "")
    variants = tuple(_variant_completed(variant, goods_named(fed.category, kind)) for variant in fed.variants)
    # What the variants differ in is not the product's to have.
    theirs = {name for variant in variants for name in variant.attributes}
    new = [found for name, found in best.items() if name not in theirs and not fed.attributes.get(name)]
    return replace(
        fed,
        brand=brand.value if brand else fed.brand,
        attributes={**fed.attributes, **{found.name: found.value for found in new}},
        variants=variants,
        extracted={found.name: found.confidence for found in ([*new, brand] if brand else new)},
    )


def as_fed(product: Product) -> Product:
    """Without what was extracted."""
    return replace(
        product,
        brand="" if BRAND in product.extracted else product.brand,
        attributes=_without(product.attributes, product.extracted),
        variants=tuple(_variant_as_fed(variant) for variant in product.variants),
        extracted={},
    )


def _variant_completed(variant: Variant, goods: Goods) -> Variant:
    """A feed that calls a variant "Navy / XL" has told its colour and size."""
    said = [variant.attributes[name] for name in _CHOICES if variant.attributes.get(name)]
    if not said:
        return variant
    best = _best(finding for one in said for finding in findings_in_choice(one, goods))
    new = [found for name, found in best.items() if not variant.attributes.get(name)]
    attributes = {**variant.attributes, **{found.name: found.value for found in new}}
    return replace(variant, attributes=attributes, extracted={found.name: found.confidence for found in new})


def _variant_as_fed(variant: Variant) -> Variant:
    if not variant.extracted:
        return variant
    return replace(variant, attributes=_without(variant.attributes, variant.extracted), extracted={})


def _without(attributes: Mapping[str, str], extracted: Mapping[str, float]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in extracted}


def _findings(product: Product, assortment: Assortment) -> Iterator[Finding]:
    return findings_in(
        product.title,
        product.description,
        brand=product.brand,
        category=[level for level in product.category if level],
        assortment=assortment,
    )


def _best(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Of each attribute the surest reading; the first of equals."""
    best: dict[str, Finding] = {}
    for finding in findings:
        if finding.confidence >= max(LEAST, best[finding.name].confidence + 1e-9 if finding.name in best else 0):
            best[finding.name] = finding
    return best

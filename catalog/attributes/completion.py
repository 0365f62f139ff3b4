"""Completes a product: what the feed says stays as it is, what it lacks is read from the texts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalog.attributes.assortment import Assortment
from catalog.attributes.finding import LEAST, USUAL, Finding
from catalog.product import Product, Variant

BRAND = "brand"


def completed(product: Product, assortment: Assortment) -> Product:
    """The same product again if it was completed before: what was extracted is extracted anew."""
    fed = as_fed(product)
    taken = {name for variant in fed.variants for name in variant.attributes}
    best = _best(finding for finding in _findings(fed, assortment) if finding.name not in taken)
    brand = best.pop(BRAND, None) if not fed.brand else None
    new = {name: finding for name, finding in best.items() if not fed.attributes.get(name)}
    return replace(
        fed,
        brand=brand.value if brand else fed.brand,
        attributes={**fed.attributes, **{name: finding.value for name, finding in new.items()}},
        extracted=_confidences([*new.values(), *([brand] if brand else [])]),
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


def _variant_as_fed(variant: Variant) -> Variant:
    if not variant.extracted:
        return variant
    return replace(variant, attributes=_without(variant.attributes, variant.extracted), extracted={})


def _without(attributes: Mapping[str, str], extracted: Mapping[str, float]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in extracted}


def _findings(product: Product, assortment: Assortment) -> Iterable[Finding]:
    words = product.title.split()
    for end in range(min(len(words), 5), 0, -1):
        if brand := assortment.brands.get(" ".join(words[:end]).lower()):
            yield Finding(BRAND, brand, USUAL)
            return


def _best(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Of each attribute the surest reading; the first of equals."""
    best: dict[str, Finding] = {}
    for finding in findings:
        if finding.confidence >= max(LEAST, best[finding.name].confidence + 1e-9 if finding.name in best else 0):
            best[finding.name] = finding
    return best


def _confidences(findings: Iterable[Finding]) -> dict[str, float]:
    return {finding.name: finding.confidence for finding in findings}

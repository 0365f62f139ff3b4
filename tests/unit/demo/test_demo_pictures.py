"""The pictures the demo shop's own products get."""

from dataclasses import replace

from catalog.demo.pictures.products import picture_of
from catalog.demo.products import demo_products
from catalog.product import Product

PRODUCTS = demo_products()


def of_kind(kind: str) -> Product:
    return next(product for product in PRODUCTS if product.attributes["kind"] == kind)


def unknown(product: Product) -> Product:
    """The same product, of a kind that nobody has drawn."""
    return replace(product, title="", attributes={**product.attributes, "kind": "thingamajig"})


def test_no_product_of_the_shop_comes_as_a_plain_parcel() -> None:
    first_of_kind = {product.attributes["kind"]: product for product in PRODUCTS}
    parcels = [
        kind
        for kind, product in first_of_kind.items()
        if picture_of(replace(product, title=""), None) == picture_of(unknown(product), None)
    ]
    assert parcels == []


def test_picture_takes_the_color_of_the_variant_shown() -> None:
    jacket = of_kind("rain jacket")
    colors = {variant.attributes["color"] for variant in jacket.variants}
    assert len({picture_of(jacket, color) for color in colors}) == len(colors)
    assert picture_of(jacket, None) == picture_of(jacket, jacket.variants[0].attributes["color"])

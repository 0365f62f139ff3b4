"""What a product's own texts have to tell shoppers: all that stands in them but what was planted for machines."""

from catalog.planted_instructions import for_shoppers, speaks_to_a_machine
from catalog.product import Product


def description_of(product: Product) -> str:
    return for_shoppers(product.description)


def told_attributes(product: Product) -> dict[str, str]:
    return {name: value for name, value in product.attributes.items() if not speaks_to_a_machine(value)}


def told_facts(product: Product) -> dict[str, str]:
    """Its kind is no news to anybody."""
    return {name: value for name, value in told_attributes(product).items() if name != "kind"}

"""What is said of what can be eaten: only what is stated, for somebody's health may hang on it."""

from catalog.planted_instructions import speaks_to_a_machine
from catalog.product import Product
from shop.phrasing.aspects import ALLERGIES, DIETS
from shop.phrasing.subjects import Subject
from shop.spoken import listing

CHECK = "If there is an allergy, please check the label."


def told(product: Product, question: str, subject: Subject) -> str:
    """A mark that is not there is not stated, which is neither a yes nor a no."""
    asked = [mark.replace(" ", "-") for mark in DIETS.findall(question)]
    held = _listed(product, "dietary")
    allergens = _listed(product, "allergens")
    is_about_allergies = ALLERGIES.search(question) is not None
    unstated = [mark for mark in asked if mark not in {one.lower() for one in held}]
    parts = []
    if is_about_allergies and allergens:
        parts.append(f"{subject.does('contain', 'contains')} {listing(allergens)}.")
    elif is_about_allergies and not asked:
        parts.append(f"{subject.does('state', 'states')} no allergens.")
    by = subject.again if parts else subject
    if held:
        parts.append(f"{by.does('are', 'is')} marked {listing(held)}{_but_not(unstated)}.")
    elif unstated:
        whether = f"whether {by.again.name} {'are' if by.plural else 'is'} {listing(unstated, last='or')}"
        doesnt = by.does("don't", "doesn't")
        parts.append(f"{doesnt} say {whether}.")
    return " ".join([*parts, *([CHECK] if is_about_allergies else [])])


def _but_not(unstated: list[str]) -> str:
    return f", but not {listing(unstated, last='or')}" if unstated else ""


def _listed(product: Product, name: str) -> list[str]:
    """Each by itself: an allergen is told whatever stands beside it."""
    stated = product.attributes.get(name, "").split(", ")
    return [one for one in stated if one and not speaks_to_a_machine(one)]

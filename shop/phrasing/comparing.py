"""What is said of two or three products side by side: the differences that matter, and the table on the screen."""

from collections.abc import Mapping, Sequence

from catalog.product import Product, ProductCard
from shop.phrasing.details import aspects_asked_for
from shop.phrasing.naming import is_plural, spoken_title
from shop.reply import Answer
from shop.spoken import listing, price_in_words, price_written

SPOKEN_DIFFERENCES = 2


def side_by_side(products: Sequence[Product], cards: Sequence[ProductCard], question: str = "") -> Answer:
    """What was asked about comes first; otherwise the prices, and what else differs."""
    names = [spoken_title(card.title) for card in cards]
    differences = differing_attributes([_facts(product) for product in products])
    asked = [name for name in aspects_asked_for(question) if name in differences]
    told = asked or list(differences)[:SPOKEN_DIFFERENCES]
    heard = [_difference(name, differences[name], names) for name in told]
    opening = [] if asked else [_sentence(listing([_price(card) for card in cards]))]
    rows = [f"{_label(name)}: {' | '.join(value or '—' for value in values)}" for name, values in differences.items()]
    head = ["Price: " + " | ".join(price_written(card.price) for card in cards)]
    return Answer(
        speech=" ".join([*opening, *heard, "Which one would you like?"]),
        text="\n".join([" | ".join(names), *head, *rows]),
        products=tuple(cards),
        suggestions=("The first one", "The second one", "The cheaper one"),
        expects_reply=True,
    )


def differing_attributes(several: Sequence[Mapping[str, str]]) -> dict[str, list[str | None]]:
    """Attributes that not all share, those that every product states first."""
    names = dict.fromkeys(name for attributes in several for name in attributes if name not in {"kind", "description"})
    table = {name: [attributes.get(name) for attributes in several] for name in names}
    differing = {name: values for name, values in table.items() if len(set(values)) > 1}
    return dict(sorted(differing.items(), key=lambda item: None in item[1]))


def _facts(product: Product) -> dict[str, str]:
    facts = dict(product.attributes)
    if product.rating is not None:
        facts["rating"] = f"{product.rating:.1f} of five stars"
    return facts


def _price(card: ProductCard) -> str:
    name = spoken_title(card.title)
    return f"the {name} {'cost' if is_plural(name) else 'costs'} {price_in_words(card.price)}"


def _difference(name: str, values: Sequence[str | None], titles: Sequence[str]) -> str:
    stated = [f"{value} for the {title}" for value, title in zip(values, titles, strict=True) if value]
    return f"{_label(name)} is {listing(stated)}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()

"""What is said of two or three products side by side: the differences that matter, and the table on the screen."""

import re
from collections.abc import Mapping, Sequence

from catalog.product import Product, ProductCard
from shop.phrasing.aspects import aspects_asked_for
from shop.phrasing.naming import is_plural, spoken_title, with_price
from shop.reply import Answer
from shop.spoken import listing, measure_in_words, price_in_words, price_written

SPOKEN_DIFFERENCES = 2
LEAST = re.compile(r"\b(least|lowest|smallest|lightest|shortest|light|small|thinnest)\b")


def side_by_side(products: Sequence[Product], cards: Sequence[ProductCard], question: str = "") -> Answer:
    """What was asked about comes first; otherwise the prices, and what else differs."""
    names = [spoken_title(card.title) for card in cards]
    differences = differing_attributes([_facts(product) for product in products])
    asked = [name for name in aspects_asked_for(question) if name in differences]
    told = asked or list(differences)[:SPOKEN_DIFFERENCES]
    opening = [] if asked else [_sentence(listing([_price(card) for card in cards]))]
    called = names if asked else _short(cards)
    heard = [_difference(name, differences[name], called) for name in told]
    rows = [f"{_label(name)}: {' | '.join(value or '—' for value in values)}" for name, values in differences.items()]
    head = ["Price: " + " | ".join(price_written(card.price) for card in cards)]
    return Answer(
        speech=" ".join([*opening, *heard, "Which one would you like?"]),
        text="\n".join([" | ".join(names), *head, *rows]),
        products=tuple(cards),
        suggestions=("The first one", "The second one", "The cheaper one"),
        expects_reply=True,
    )


def most_of(products: Sequence[Product], cards: Sequence[ProductCard], question: str) -> Answer | None:
    """Which of all that were shown has the most, or the least, of what was asked about; None if nothing tells."""
    for aspect in aspects_asked_for(question):
        amounts = {product.id: amount_of(product.attributes.get(aspect, "")) for product in products}
        known = {id_: amount for id_, amount in amounts.items() if amount is not None}
        if not known or len({unit for _, unit in known.values()}) > 1:
            continue
        best_id = (min if LEAST.search(question.lower()) else max)(known, key=lambda id_: known[id_][0])
        best = next(card for card in cards if card.id == best_id)
        value = next(product.attributes[aspect] for product in products if product.id == best_id)
        return that_one(best, f", {aspect.replace('_', ' ')} {measure_in_words(value)}")
    return None


def that_one(card: ProductCard, reason: str = "") -> Answer:
    said = f"Of these, that's {with_price(card)}{reason}."
    return Answer(
        speech=f"{said} Shall I add it to your cart?",
        text=said,
        products=(card,),
        suggestions=("Yes, add it", "Tell me more"),
        expects_reply=True,
    )


def amount_of(value: str) -> tuple[float, str] | None:
    """A number and its unit; pounds and ounces are one amount."""
    if found := re.fullmatch(r"(?:([\d.]+) lb)? ?(?:([\d.]+) oz)?", value.strip()):
        return (float(found[1] or 0) * 16 + float(found[2] or 0), "oz") if value.strip() else None
    found = re.match(r"([\d,.]*\d)[- ]?(.*)", value)
    return (float(found[1].replace(",", "")), found[2]) if found else None


def _short(cards: Sequence[ProductCard]) -> list[str]:
    """After their whole names have been said, brands tell them apart, or their places."""
    brands = [card.brand for card in cards]
    return brands if len(set(brands)) == len(brands) else ["first one", "second one", "third one"][: len(cards)]


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
    return f"{_label(name)}: {listing(stated)}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()

"""What is said about one product, or about two or three side by side: only what the catalogue says."""

import re
from collections.abc import Mapping, Sequence

from catalog.product import Product, ProductCard
from catalog.retrieval.analyser import terms_of
from shop.phrasing.naming import spoken_size, spoken_title
from shop.reply import Answer
from shop.spoken import listing, price_in_words, price_written

ASPECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(battery|charge last|hours)\b", ("battery_life", "charging_time")),
    (r"\b(water ?proof|waterproofing|rain|wet)\b", ("waterproof_rating", "waterproof", "water_resistance")),
    (r"\b(made (of|from|out of)|material|fabric|leather|cotton|wool)\b", ("material", "upper_material", "lining")),
    (r"\b(weigh|weight|heavy|light)\b", ("weight",)),
    (r"\b(allerg\w*|nuts?|contains?|ingredients?)\b", ("allergens", "ingredients")),
    (r"\b(vegan|gluten|dairy|organic|kosher|halal|diet\w*)\b", ("dietary", "allergens")),
    (r"\b(capacity|how (big|much does it hold)|litres?|liters?|volume)\b", ("capacity", "dimensions", "volume")),
    (r"\b(screen|display)\b", ("screen_size",)),
    (r"\b(watts?|wattage|powerful|power)\b", ("wattage", "power")),
    (r"\b(compatible|work with|fits? (my|an?) )\b", ("compatibility",)),
    (r"\b(flavou?rs?|taste)\b", ("flavor", "flavour")),
    (r"\b(wash|clean|care|dishwasher)\b", ("care",)),
)

QUESTION = re.compile(
    r"(so |and |um |ok |okay |hey )*(does|do|did|is|are|has|have|can|could|will|would|what|how|which)\b"
)
EMPTY_TERMS = set(
    terms_of(
        "does do did is are has have had can could will would what how which who when where why it its that this these "
        "those they them the a an one ones first second third fourth last other of on in for to with about and or any "
        "come comes get got made make tell me more you your i my please there kind type product item so um okay hey"
    )
)


def of_product(product: Product, card: ProductCard, question: str) -> Answer:
    """The answer to a question about a product; the whole of it when nothing special was asked."""
    said = _asked_for(product, card, question.lower())
    speech = said or f"{product.description} It costs {price_in_words(card.price)}."
    facts = [f"{_label(name)}: {value}" for name, value in product.attributes.items() if name != "kind"]
    return Answer(
        speech=speech,
        text=speech if said else "\n".join([product.description, *facts]),
        products=(card,),
        suggestions=("Add it to my cart", "Is it in stock nearby?", "What sizes are there?"),
        expects_reply=True,
    )


def side_by_side(products: Sequence[Product], cards: Sequence[ProductCard]) -> Answer:
    """The differences that matter in one breath; the table on the screen."""
    names = [spoken_title(card.title) for card in cards]
    prices = [f"the {name} costs {price_in_words(card.price)}" for name, card in zip(names, cards, strict=True)]
    differences = differing_attributes([product.attributes for product in products])
    heard = [_difference(name, values, names) for name, values in list(differences.items())[:2]]
    rows = [f"{_label(name)}: {' | '.join(value or '—' for value in values)}" for name, values in differences.items()]
    head = ["Price: " + " | ".join(price_written(card.price) for card in cards)]
    return Answer(
        speech=f"{_sentence(listing(prices))} {' '.join(heard)} Which one would you like?".replace("  ", " "),
        text="\n".join([" | ".join(names), *head, *rows]),
        products=tuple(cards),
        suggestions=("The first one", "The cheaper one"),
        expects_reply=True,
    )


def of_nothing() -> Answer:
    said = "Tell me which product you mean, or ask me to find something first."
    return Answer(speech=said, text=said, expects_reply=True)


def differing_attributes(several: Sequence[Mapping[str, str]]) -> dict[str, list[str | None]]:
    """Attributes that not all share, those that every product states first."""
    names = dict.fromkeys(name for attributes in several for name in attributes if name not in {"kind", "description"})
    table = {name: [attributes.get(name) for attributes in several] for name in names}
    differing = {name: values for name, values in table.items() if len(set(values)) > 1}
    return dict(sorted(differing.items(), key=lambda item: None in item[1]))


def _asked_for(product: Product, card: ProductCard, question: str) -> str | None:
    title = spoken_title(product.title)
    if re.search(r"\b(colou?rs?)\b", question):
        return _offered(product, "color", f"The {title} comes in")
    if re.search(r"\b(sizes?)\b", question):
        return _offered(product, "size", f"The {title} comes in")
    if re.search(r"\b(price|cost|how much)\b(?! does it (weigh|hold))", question):
        return f"The {title} costs {price_in_words(card.price)}."
    if re.search(r"\b(rating|rated|reviews?|stars)\b", question):
        return _rating(product, title)
    for pattern, names in ASPECTS:
        if re.search(pattern, question):
            stated = [
                f"{_label(name).lower()}: {product.attributes[name]}" for name in names if name in product.attributes
            ]
            return f"For the {title}, {listing(stated)}." if stated else _said_of(product, question)
    return _said_of(product, question) if QUESTION.match(question) else None


def _said_of(product: Product, question: str) -> str | None:
    """The sentence of the description, or the fact, that has a word of the question; None if it asks for nothing."""
    asked = set(terms_of(question)) - EMPTY_TERMS - set(terms_of(product.title))
    if not asked:
        return None
    for sentence in re.split(r"(?<=[.!?]) ", product.description):
        if asked & set(terms_of(sentence)):
            return sentence
    for name, value in product.attributes.items():
        if asked & set(terms_of(f"{name} {value}".replace("_", " "))):
            return f"{_label(name)}: {value}."
    return f"It doesn't say for the {spoken_title(product.title)}."


def _offered(product: Product, attribute: str, opening: str) -> str:
    values = list(dict.fromkeys(v.attributes[attribute] for v in product.variants if attribute in v.attributes))
    if not values:
        return f"It doesn't say for the {spoken_title(product.title)}."
    return f"{opening} {listing([spoken_size(value) if attribute == 'size' else value for value in values])}."


def _rating(product: Product, title: str) -> str:
    if product.rating is None:
        return f"Nobody has rated the {title} yet."
    return f"Customers give the {title} {product.rating:.1f} of five stars, in {product.rating_count} ratings."


def _difference(name: str, values: Sequence[str | None], titles: Sequence[str]) -> str:
    stated = [f"{value} for the {title}" for value, title in zip(values, titles, strict=True) if value]
    return f"{_label(name)} is {listing(stated)}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()

"""What is said where nothing fits: the nearest, with what it lacks, or that there is none."""

import re
from collections.abc import Mapping, Sequence

from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import NearMiss
from shop.phrasing.naming import facts_asked, is_plural, request, wish, with_price
from shop.phrasing.results import EXAMPLES, WISHES
from shop.reply import Answer
from shop.spoken import listing, price_written

DIETARY, AUDIENCE = "dietary", "audience"
APPLE = re.compile(r"i(phone|pad|pod|mac)")

Lacking = Mapping[str, Sequence[str]]


def nearly(
    query: Query, near_miss: NearMiss, *, lacking: Lacking | None = None, store: str = "", sizes: str = ""
) -> Answer:
    """Nothing fits, and the nearest does not pretend to: what had to be given up is said, and what it is not."""
    card, without = near_miss.card, near_miss.without
    opening, closest = _what_is_missing(query, card, without, store)
    plural = is_plural(card.title)
    asked_for = request(query, currency=card.price.currency, store=store)
    but = _what_it_is_not(lacking or {}, plural=plural)
    come_in = f" {'They come' if plural else 'It comes'} in {sizes}." if sizes else ""
    offer = f"Would you like to hear about {'them' if plural else 'it'}?"
    return Answer(
        speech=f"{opening} {closest} {with_price(card)}{but}.{come_in} {offer}",
        text=f"Nothing fits {asked_for}. {closest} {card.title} at {price_written(card.price)}{but}.",
        products=(card,),
        suggestions=("Tell me about it", *([query.text.capitalize()] if query.text else [])),
        expects_reply=True,
        query=query,
    )


def nothing_fits(query: Query, device: str) -> Answer:
    """What is for another device is of no use, and not offered."""
    named = " ".join(_device_word(word) for word in device.split())
    said = f"Sorry, I have {f'no {query.text}' if query.text else 'nothing'} for the {named}."
    return Answer(
        speech=f"{said} Is there something else I can find for you?",
        text=f"{said} What fits another model may not fit this one.",
        products=(),
        suggestions=EXAMPLES,
        expects_reply=True,
        query=query,
    )


def _device_word(word: str) -> str:
    if word != word.lower():
        return word
    if APPLE.match(word):
        return f"i{word[1:].capitalize()}"
    return word.upper() if any(sign.isdigit() for sign in word) else word.capitalize()


def _what_is_missing(query: Query, card: ProductCard, without: Sequence[str], store: str) -> tuple[str, str]:
    currency = card.price.currency
    prices = {"max_price_minor", "min_price_minor"} <= set(without)
    named = [name for name in WISHES if name in without and not (prices and name == "min_price_minor")]
    given_up = [wish(query, name, currency=currency, store=store) for name in named if name != "attributes"]
    openings: dict[tuple[str, ...], str] = {
        ("max_price_minor",): "The cheapest",
        ("min_price_minor",): "The most expensive",
        ("sizes",): "In other sizes there",
        ("colors",): f"In {card.attributes.get('color', 'other colors')} there",
        ("store",): "In other stores there",
        ("brands",): f"From {card.brand} there",
    }
    opening = openings.get(tuple(without), "The closest")
    # With other wishes kept to, "no socks in black" might be untrue.
    kept = any(getattr(query, name) for name in WISHES if name not in without) or query.exclude or query.not_brands
    facts, for_whom = _facts_before_and_after(query) if "attributes" in without else ("", "")
    thing = " ".join(filter(None, ("no", facts, query.text or "products", "like that" if kept else "", for_whom)))
    if not query.text and not facts:
        thing = "nothing"
    nothing = f"I have {' '.join((thing, *given_up))}."
    return nothing, f"{opening} {'are' if is_plural(card.title) else 'is'}"


def _facts_before_and_after(query: Query) -> tuple[str, str]:
    """ "Nut-free, vegan" before a thing, and "for women" after it."""
    audience = query.attributes.get(AUDIENCE, "")
    facts = [fact for fact in facts_asked(query) if fact != audience]
    return ", ".join(facts), f"for {audience}" if audience else ""


def _what_it_is_not(lacking: Lacking, *, plural: bool) -> str:
    """A mark that a product does not carry is all that is known: it is not said to contain anything."""
    marks = lacking.get(DIETARY, ())
    others = [value for name, values in lacking.items() if name not in {DIETARY, AUDIENCE} for value in values]
    said = [*([f"marked {listing(marks, last='or')}"] if marks else []), *others]
    are = "they are" if plural else "it is"
    return f", but {are} not {listing(said, last='or')}" if said else ""

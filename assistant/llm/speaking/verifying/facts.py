"""What is known of a product for sure, as the word sequences that may be said of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.llm.speaking.verifying.words import norms_of, stem
from catalog.planted_instructions import plain, speaks_to_a_machine, without_instructions
from catalog.product import Product, ProductCard
from catalog.retrieval.analyser import singular
from shop.phrasing.aspects import EATEN
from shop.phrasing.comparing import facts_of
from shop.phrasing.naming import spoken_title
from shop.spoken import listing, measure_in_words, price_in_words, price_written

PRICE, RATING, RATED_BY, STOCK = "price", "rating", "rating_count", "stock"
PEOPLE = ("people", "customers", "reviews", "ratings", "shoppers", "buyers")
PROMISES = re.compile(
    r"\b(?:pric(?:e|es|ed|ing)|costs?|discount\w*|sale|stock|availab\w+|refund\w*|returns?|warrant\w+|guarantee\w*|shipping"
    r"|delivery|dollars?|gifts?|coupons?|vouchers?|orders?|cart|best|award\w*|safe\w*|cures?)\b|(?<![\w-])free\b|[$€£₹]",
    re.IGNORECASE,
)
YES, NO = frozenset({"yes", "true"}), frozenset({"no", "false", "none"})
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`phrases` tell what a sequence of words is about; a part of a value is no value: "nut" is not "nut-free".

    `texts` are what the product's description says, without what was not written for shoppers; `taken` is the latter.
    """

    key: str
    product: Product
    card: ProductCard
    attributes: Mapping[str, str]
    phrases: Mapping[Phrase, frozenset[str]]
    texts: str
    taken: tuple[str, ...] = field(default=())

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.attributes) | {PRICE, RATING, RATED_BY}


def facts_about(key: str, product: Product, card: ProductCard) -> Facts | None:
    """None of a product whose very name speaks to a machine, or has no words to be called by."""
    if any(speaks_to_a_machine(named) for named in (product.title, product.brand)):
        return None
    if not norms_of(spoken_title(product.title)):
        return None
    known = attributes_of(product, card)
    phrases: dict[Phrase, set[str]] = {}
    for name, said in _sayings(product, card, known):
        if norms := tuple(singular(word) for word in norms_of(said)):
            phrases.setdefault(norms, set()).add(name)
    texts, taken = without_instructions(product.description)
    return Facts(
        key=key,
        product=product,
        card=card,
        attributes=known,
        phrases={said: frozenset(names) for said, names in phrases.items()},
        texts=texts,
        taken=taken,
    )


def attributes_of(product: Product, card: ProductCard) -> dict[str, str]:
    """Those of the product and the variant that is shown; what can harm whoever eats it is told by the shop alone."""
    stated = {name: value for name, value in facts_of(product, card).items() if name != RATING and name not in EATEN}
    if kind := product.attributes.get("kind"):
        stated["kind"] = kind
    both = {name: plain(value) for name, value in stated.items()}
    return {
        name: value for name, value in both.items() if not (_is_no_fact(name.replace("_", " ")) or _is_no_fact(value))
    }


def choices_of(product: Product) -> dict[str, list[str]]:
    """What it can be had in now."""
    found: dict[str, list[str]] = {}
    for variant in product.variants:
        if any(variant.stock.values()):
            for name, value in variant.attributes.items():
                if not _is_no_fact(value) and value not in found.setdefault(name, []):
                    found[name].append(value)
    return found


def _is_no_fact(said: str) -> bool:
    """Whoever writes attributes says what a thing is, and not what it costs or what the shop promises."""
    return PROMISES.search(said) is not None or speaks_to_a_machine(said)


def _sayings(product: Product, card: ProductCard, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for said in _prices(card):
        yield PRICE, said
    if product.rating is not None:
        yield from ((RATING, said) for said in _ratings(product.rating))
        people = product.rating_count
        yield from ((RATED_BY, f"{by}{people} {who}") for who in PEOPLE for by in ("", "from ", "by "))
    for name, value in known.items():
        yield from ((name, said) for said in _values(name, value))
    for name, values in choices_of(product).items():
        if name in EATEN:
            continue
        yield from ((name, said) for value in values for said in _values(name, value))
        yield name, listing(values)
    yield "brand", product.brand


def _prices(card: ProductCard) -> Iterable[str]:
    whole, rest = divmod(card.price.amount_minor, 100)
    currency = card.price.currency
    said = [price_in_words(card.price), price_written(card.price), f"{currency} {whole}.{rest:02}"]
    said += [f"{whole}.{rest:02} {currency}"]
    if currency in {"USD", "CAD", "AUD"}:
        said += [f"{whole}.{rest:02} dollars", f"{whole} dollars and {rest} cents", f"{whole} dollars {rest}"]
    elif currency in {"EUR", "GBP"}:
        unit = "euros" if currency == "EUR" else "pounds"
        said += [f"{whole}.{rest:02} {unit}", f"{whole} {unit} {rest}"]
    return said


def _ratings(rating: float) -> Iterable[str]:
    number = f"{rating:.1f}"
    return [f"{number}{tail}" for tail in (
        "", " of five", " out of five", " stars", " of five stars", " out of five stars", " stars of five",
        " stars out of five",
    )]  # fmt: skip


def _values(name: str, value: str) -> Iterable[str]:
    """The whole, and each of the things that it lists; a "yes" is said by the fact's name, and so is a "no"."""
    low = value.strip().casefold()
    label = name.replace("_", " ")
    if low in YES:
        return [label]
    if low in NO:
        return [f"not {label}", f"no {label}"]
    parts = [part.strip() for part in value.split(",")]
    return [value, *(part for part in parts if part), *(measure_in_words(part) for part in parts)]


def cues_of(facts: Facts, words: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Which facts a word points at: the parts of their names, and the `words` that people use for them."""
    found: dict[str, set[str]] = {word: set(names) for word, names in words.items()}
    for name in facts.names:
        if facts.attributes.get(name, "").casefold() in YES | NO:
            continue
        for part in name.split("_"):
            found.setdefault(stem(part), set()).add(name)
    for word in list(found):
        found.setdefault(stem(word), set()).update(found[word])
    return {word: frozenset(names) for word, names in found.items()}

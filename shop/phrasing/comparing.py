"""What is said of two or three products side by side: the differences that matter, and the table on the screen."""

import re
from collections.abc import Iterable, Mapping, Sequence

from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.retrieval.analyser import terms_of
from shop.comparison import Column, Comparison, Row
from shop.measures import comparable, degree_of, extreme
from shop.phrasing.aspects import aspects_asked_for
from shop.phrasing.naming import spoken_title, with_price
from shop.phrasing.told import description_of, told_attributes, told_facts
from shop.recollection import stems
from shop.reply import Answer
from shop.spoken import listing, measure_in_words, price_in_words, price_written

MOST_WORDS = 40
WHICH_ONE = "Which one would you like?"
PLACES = ("first", "second", "third")
SENTENCE_END = re.compile(r"(?<=[.!?]) ")
LEFT_OUT = frozenset({"kind", "description"})


def side_by_side(
    products: Sequence[Product], cards: Sequence[ProductCard], question: str = "", query: Query | None = None
) -> Answer:
    """In one breath: what was asked about first, then the prices, what the request was for, the ratings, the rest."""
    facts = [facts_of(product, card) for product, card in zip(products, cards, strict=True)]
    differences = _in_order(differing_attributes(facts), facts, question, query or Query())
    names = short_names(cards)
    told = [_difference(name, differences[name], names) for name in differences]
    asked = [name for name in aspects_asked_for(question) if name in differences]
    sentences = [*told[: len(asked)], _prices(cards, names), *told[len(asked) :]]
    table = _table(cards, differences)
    return Answer(
        speech=" ".join([*_as_many_as_are_heard(sentences), WHICH_ONE]),
        text=f"Side by side:\n{table.as_text()}\n{WHICH_ONE}",
        products=tuple(cards),
        comparison=table,
        suggestions=("The first one", "The second one", "The cheaper one"),
        expects_reply=True,
    )


def which_has_most(products: Sequence[Product], cards: Sequence[ProductCard], question: str) -> Answer | None:
    """Which of those shown has the most, or the least, of what was asked about; None if nothing is compared."""
    facts = [facts_of(product, card) for product, card in zip(products, cards, strict=True)]
    degree = degree_of(question, (name for each in facts for name in each))
    if degree is None:
        return None
    if most := extreme(facts, degree):
        value = measure_in_words(most.value)
        return that_one(cards[most.place], f", {most.name.replace('_', ' ')} {value}")
    stated = next((name for name in degree.names if any(name in each for each in facts)), "")
    alike = comparable([each.get(stated, "") for each in facts])
    if len(alike) == len(cards) and len(set(alike.values())) == 1:
        each = "Both" if len(cards) == 2 else "They all"
        return _with_question(
            f"{each} have the same {stated.replace('_', ' ')}: {measure_in_words(facts[0][stated])}.", cards
        )
    told = [f"{facts[place][stated]} for the {name}" for place, name in _telling(facts, stated, cards)]
    said = (
        f"That I can't tell: I know {_label(stated).lower()} {listing(told)}."
        if told
        else "Their descriptions don't say, so I can't tell."
    )
    return _with_question(said, cards)


def better_for(products: Sequence[Product], cards: Sequence[ProductCard], topic: str) -> Answer:
    """From what their descriptions say of it; where they say nothing, that, and what people think."""
    evidence = [_evidence(product, topic) for product in products]
    saying = [place for place, sentence in enumerate(evidence) if sentence]
    names = short_names(cards)
    if len(saying) == 1:
        place = saying[0]
        others = listing([f"the {name}" for at, name in enumerate(names) if at != place])
        verb = "don't" if len(names) > 2 else "doesn't"
        said = f"For {topic}, the {names[place]}: {evidence[place]} {others[:1].upper()}{others[1:]} {verb} mention it."
        return that_one(cards[place], opening=said)
    each = "Both" if len(cards) == 2 else "All three"
    none = "Neither says" if len(cards) == 2 else "None of them says"
    said = f"{each} would do for {topic}." if saying else f"{none} anything about {topic}, so I can't tell by that."
    rated = rated_higher(products, names)
    return _with_question(" ".join(filter(None, (said, rated))), cards)


def better_liked(products: Sequence[Product], cards: Sequence[ProductCard]) -> Answer:
    said = rated_higher(products, short_names(cards)) or "People like them equally well, so take the one you like."
    return _with_question(f"{said} {_prices(cards, short_names(cards))}", cards)


def rated_higher(products: Sequence[Product], names: Sequence[str]) -> str:
    """ "The Osprey is rated higher, 4.6 against 4.2."; empty where that says nothing."""
    ratings = [product.rating for product in products]
    known = sorted({rating for rating in ratings if rating is not None}, reverse=True)
    if len(known) < 2 or None in ratings:
        return ""
    best = ratings.index(known[0])
    people = products[best].rating_count
    return f"The {names[best]} is rated higher, {known[0]:.1f} against {known[-1]:.1f}, by {people} people."


def that_one(card: ProductCard, reason: str = "", *, opening: str = "") -> Answer:
    said = opening or f"Of these, that's {with_price(card)}{reason}."
    return Answer(
        speech=f"{said} Shall I add it to your cart?",
        text=said,
        products=(card,),
        suggestions=("Yes, add it", "Tell me more"),
        expects_reply=True,
    )


def of_several(said: str, cards: Sequence[ProductCard]) -> Answer:
    """What was said of all of them, and the choice left open."""
    return _with_question(said, cards)


def the_most(card: ProductCard, words: str, goods: str, *, is_it: bool | None) -> Answer:
    """ "Yes, at two fifty-nine": of what was talked about, or, where that was none in particular, which one it is."""
    if is_it:
        return that_one(
            card, opening=f"Yes, the {spoken_title(card.title)} is the {words}, at {price_in_words(card.price)}."
        )
    opening = "" if is_it is None else "No, "
    of_goods = f" of the {goods}" if goods and is_it is None else ""
    said = f"{opening}the {words}{of_goods} is {with_price(card)}."
    return that_one(card, opening=f"{said[:1].upper()}{said[1:]}")


def cannot_tell(words: str, cards: Sequence[ProductCard]) -> Answer:
    return _with_question(f"Their descriptions don't say, so I can't tell which is the {words}.", cards[:3])


def no_more_known(words: str, cards: Sequence[ProductCard]) -> Answer:
    """ "Brighter", where nothing says how bright it is."""
    return _with_question(f"Their descriptions don't say which is {words.lower().strip(' .!?')}.", cards[:3])


def short_names(cards: Sequence[ProductCard]) -> list[str]:
    """After their whole names were told, brands tell them apart, or their places."""
    brands = [card.brand for card in cards]
    return brands if all(brands) and len(set(brands)) == len(brands) else list(PLACES[: len(cards)])


def facts_of(product: Product, card: ProductCard) -> dict[str, str]:
    """Of the product, and of the variant that was shown; what a shopper still chooses is no difference."""
    chosen = {name: value for name, value in card.attributes.items() if name not in {"color", "size"}}
    facts = {name: value for name, value in {**told_attributes(product), **chosen}.items() if name not in LEFT_OUT}
    if product.rating is not None:
        facts["rating"] = f"{product.rating:.1f} of five stars"
    return facts


def differing_attributes(several: Sequence[Mapping[str, str]]) -> dict[str, list[str | None]]:
    """Attributes that not all share, those that every product states first."""
    names = dict.fromkeys(name for attributes in several for name in attributes)
    table = {name: [attributes.get(name) for attributes in several] for name in names}
    differing = {name: values for name, values in table.items() if len(set(values)) > 1}
    return dict(sorted(differing.items(), key=lambda item: None in item[1]))


def _table(cards: Sequence[ProductCard], differences: Mapping[str, list[str | None]]) -> Comparison:
    """The price is told even where it is the same: it is what everybody looks for first."""
    prices = Row(name="price", label="Price", values=tuple(price_written(card.price) for card in cards))
    rows = [Row(name=name, label=_label(name), values=tuple(values)) for name, values in differences.items()]
    columns = tuple(Column(product_id=card.id, title=spoken_title(card.title)) for card in cards)
    return Comparison(columns=columns, rows=(prices, *rows))


def _in_order(
    differences: Mapping[str, list[str | None]], several: Iterable[Mapping[str, str]], question: str, query: Query
) -> dict[str, list[str | None]]:
    words = stems(f"{question} {query.text}")
    wished = {name for facts in several for name, value in facts.items() if stems(f"{name} {value}") & words}
    asked = aspects_asked_for(question)

    def rank(name: str) -> int:
        if name in asked:
            return 0
        if name in query.attributes or name in wished:
            return 1
        return 2 if name == "rating" else 3

    return {name: differences[name] for name in sorted(differences, key=rank)}


def _as_many_as_are_heard(sentences: Sequence[str]) -> list[str]:
    """One at least, and no more than are taken in at once."""
    kept = [sentences[0]]
    for sentence in sentences[1:]:
        if len(" ".join([*kept, sentence, WHICH_ONE]).split()) <= MOST_WORDS:
            kept.append(sentence)
    return kept


def _prices(cards: Sequence[ProductCard], names: Sequence[str]) -> str:
    if len({card.price for card in cards}) == 1:
        return f"{'Both' if len(cards) == 2 else 'They all'} cost {price_in_words(cards[0].price)}."
    first, *others = zip(names, cards, strict=True)
    said = [f"The {first[0]} costs {price_in_words(first[1].price)}"]
    said += [f"the {name} {price_in_words(card.price)}" for name, card in others]
    return f"{listing(said)}."


def _evidence(product: Product, topic: str) -> str:
    """The sentence, or the fact, that speaks of it."""
    wanted = set(terms_of(topic))
    stated = (f"{_label(name)}: {value}." for name, value in told_facts(product).items())
    for sentence in (*SENTENCE_END.split(description_of(product)), *stated):
        if wanted and wanted <= set(terms_of(sentence)):
            return sentence
    return ""


def _telling(facts: Sequence[Mapping[str, str]], stated: str, cards: Sequence[ProductCard]) -> list[tuple[int, str]]:
    return [(place, name) for place, name in enumerate(short_names(cards[:3])) if stated in facts[place]]


def _with_question(said: str, cards: Sequence[ProductCard]) -> Answer:
    return Answer(
        speech=f"{said} {WHICH_ONE}",
        text=said,
        products=tuple(cards),
        suggestions=("The first one", "The second one", "The cheaper one"),
        expects_reply=True,
    )


def _difference(name: str, values: Sequence[str | None], names: Sequence[str]) -> str:
    stated = [
        f"{measure_in_words(value.removesuffix(' of five stars'))} for the {called}"
        for value, called in zip(values, names, strict=True)
        if value
    ]
    return f"{_label(name)}: {listing(stated)}."


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()

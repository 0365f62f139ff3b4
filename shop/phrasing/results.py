"""What is said and shown when products were looked for."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.product import ProductCard
from catalog.query import Query
from shop.phrasing.naming import is_plural, request, spoken_title, with_price
from shop.reply import Answer
from shop.spoken import listing, main_in_words, measure_in_words

SPOKEN_AT_ONCE = 3
SHOWN_AT_ONCE = 10
LONGEST_READBACK = 4
SHALL_I_ADD = "Shall I add it to your cart?"
NOT_EXACTLY = "Not exactly that, but I have"
WHAT_THEN = (
    "Name a thing, and I'll see what we have. What are you looking for?",
    "I need to know what kind of thing it is. A lamp, shoes, coffee?",
    "Say what it is in a word or two, and I'll look for it.",
)
WISHES = ("attributes", "colors", "sizes", "brands", "min_rating", "max_price_minor", "min_price_minor", "store")
EXAMPLES = ("Find a rain jacket under eighty dollars", "Running shoes", "Oat milk")
IDEAS = ("A warm jacket", "Headphones", "Something for the kitchen")


def can_be_looked_for(query: Query) -> bool:
    """ "Ten" or "something cheaper", said out of nothing, would find the whole shop."""
    bounds = (query.text, query.attributes, query.brands, query.colors, query.sizes)
    return any(bounds) or query.max_price_minor is not None or query.min_price_minor is not None


def says(card: ProductCard, words: str) -> bool:
    """Whether the card itself shows that it is what the words ask for."""
    shown = f"{card.title} {card.category} {' '.join(card.attributes.values())}".lower()
    return all(word in shown for word in words.lower().replace("-", " ").split())


def found(cards: Sequence[ProductCard], query: Query, *, lead: str = "", store: str = "") -> Answer:
    """Three in speech, up to ten on the screen; `store` is the name of the one asked for."""
    lead = lead or (f"At {store} I found" if store else "I found")
    if len(cards) == 1:
        return _found_one(cards[0], query, lead=lead if lead.endswith(":") else "", store=store)
    spoken = told_apart(cards[:SPOKEN_AT_ONCE])
    question = "Which one would you like?" if len(cards) <= SPOKEN_AT_ONCE else "Would you like one of these, or more?"
    return Answer(
        speech=f"{lead} {listing(spoken)}. {question}",
        text=f"{_how_many(cards)} for {request(query, currency=cards[0].price.currency, store=store)}.",
        products=tuple(cards[:SHOWN_AT_ONCE]),
        suggestions=_next_steps(cards, query),
        expects_reply=True,
        query=query,
    )


def recommended(cards: Sequence[ProductCard], rating_counts: Sequence[int], query: Query, *, lead: str) -> Answer:
    """The best liked with what speaks for it, and two others by name."""
    told = told_apart(cards[:SPOKEN_AT_ONCE])
    why = ""
    if cards[0].rating is not None and rating_counts and rating_counts[0]:
        why = f", rated {cards[0].rating:.1f} by {people(rating_counts[0])}"
    if len(cards) == 1:
        return replace(_found_one(cards[0], query, lead="", store=""), speech=f"{lead} {told[0]}{why}. {SHALL_I_ADD}")
    question = "Which one would you like?" if len(cards) <= SPOKEN_AT_ONCE else "Would you like one of these, or more?"
    return replace(found(cards, query), speech=f"{lead} {told[0]}{why}; also {listing(told[1:])}. {question}")


def nothing(query: Query, *, store: str = "") -> Answer:
    """An honest no. What was looked for is said too: a voice may have been misheard."""
    looked_for = request(query, store=store)
    heard = f" I looked for {looked_for}." if len(looked_for.split()) <= LONGEST_READBACK else ""
    return Answer(
        speech=f"Sorry, we don't carry that.{heard} Is there something else I can find for you?",
        text=f"Sorry, we don't carry that. I looked for {looked_for}. Try other words, or ask for something else.",
        products=(),
        suggestions=EXAMPLES,
        expects_reply=True,
        query=query,
    )


def none_so(query: Query) -> Answer:
    """A change that leaves nothing is not made."""
    said = f"I have no {request(query)}."
    return Answer(
        speech=f"{said} What I showed you before is still there. What else should it be?",
        text=f"{said} What was shown before still stands.",
        suggestions=("Tell me about the first one", "Something cheaper"),
        expects_reply=True,
        query=query,
    )


def what_then(misses: int = 0) -> Answer:
    """Nothing to look for was named."""
    said = WHAT_THEN[misses % len(WHAT_THEN)]
    return Answer(speech=said, text=said, suggestions=EXAMPLES, expects_reply=True)


def no_more(query: Query, *, again: bool = False) -> Answer:
    opening = "You have heard them all" if again else "That's all there is"
    said = f"{opening} for {request(query)}."
    return Answer(
        speech=f"{said} What else can I look for?",
        text=f"{said} You can loosen a wish, or look for something else.",
        suggestions=EXAMPLES,
        expects_reply=True,
        query=query,
    )


def with_more(name: str, *, more: bool) -> str:
    return f"With {'more' if more else 'less'} {name.replace('_', ' ')} I have"


def most_first(name: str, *, more: bool) -> str:
    return f"With the {'most' if more else 'least'} {name.replace('_', ' ')} first, I have"


def none_beyond(query: Query, name: str, *, more: bool) -> Answer:
    by = "more" if more else "less"
    how, with_what = (
        ("larger " if more else "smaller ", "") if name == "size" else ("", f" with {by} {name.replace('_', ' ')}")
    )
    said = f"I have no {how}{query.text}{with_what} than that."
    return Answer(
        speech=f"{said} What else should it be?", text=said, suggestions=EXAMPLES, expects_reply=True, query=query
    )


def none_says(words: str) -> str:
    return f"None of them says {words}, but I have"


def still(query: Query) -> str:
    """What was to be given up was never asked for."""
    return f"That leaves the {query.text} as they were:" if query.text else "That changes nothing:"


def prices_are_in(currency: str) -> Answer:
    said = f"All our prices are in {main_in_words(2, currency).split()[-1]}, and I can't convert them."
    return Answer(
        speech=f"{said} Shall I keep below a price?", text=said, suggestions=("Something cheaper",), expects_reply=True
    )


def back_to(query: Query) -> str:
    """ "Back to the boots"; of one water bottle there is no more than a search."""
    if not query.text:
        return "Back to these:"
    return f"Back to the {query.text}:" if is_plural(query.text) else f"Back to your search for {query.text}:"


def nothing_before(query: Query) -> Answer:
    said = f"There's nothing before {f'the {query.text}' if query.text else 'that'}."
    return Answer(
        speech=f"{said} What else can I look for?", text=said, suggestions=EXAMPLES, expects_reply=True, query=query
    )


def gone(query: Query) -> Answer:
    said = f"{f'The {query.text}' if query.text else 'Those'} I showed you are no longer here. Shall I look for others?"
    return Answer(speech=said, text=said, suggestions=EXAMPLES, expects_reply=True, query=query)


def anew() -> Answer:
    said = "All right, from the start. What are you looking for?"
    return Answer(speech=said, text=said, suggestions=EXAMPLES, expects_reply=True)


def nothing_like(card: ProductCard) -> Answer:
    said = f"There is nothing much like {with_price(card)}, I'm afraid. Shall I look for something else?"
    return Answer(speech=said, text=said, suggestions=EXAMPLES, expects_reply=True)


def goes_with_unknown() -> Answer:
    said = "I don't know what goes with it. Name a kind of thing, and I'll find it."
    return Answer(speech=said, text=said, suggestions=IDEAS, expects_reply=True)


def what_for() -> Answer:
    said = "Gladly. What kind of thing should it be: something to wear, for the kitchen, for a trip?"
    return Answer(speech=said, text=said, suggestions=IDEAS, expects_reply=True)


def no_idea(query: Query) -> Answer:
    """Something was described of which the shop knows nothing: a kind of thing helps."""
    said = "I need a kind of thing to go by. Should it be something to wear, for the kitchen, or for a trip?"
    return Answer(speech=said, text=said, products=(), suggestions=IDEAS, expects_reply=True, query=query)


def best_of_shown(card: ProductCard, rating_count: int, *, several: bool = True) -> Answer:
    stars = f"{card.rating:.1f} of five stars from {people(rating_count)}"
    opening = f"Of these, people like {with_price(card)} best" if several else f"There is just {with_price(card)} now"
    said = f"{opening}: {stars}. {SHALL_I_ADD}"
    return Answer(
        speech=said, text=said, products=(card,), suggestions=("Yes, add it", "Tell me more"), expects_reply=True
    )


def people(number: int) -> str:
    return "one person" if number == 1 else f"{number} people"


def told_apart(cards: Sequence[ProductCard]) -> list[str]:
    """Each by name and price; with its pack where two are called the same."""
    names = [spoken_title(card.title) for card in cards]
    return [
        with_price(card, pack=measure_in_words(card.attributes["size"]) if _needs_pack(card, names) else None)
        for card in cards
    ]


def _needs_pack(card: ProductCard, names: Sequence[str]) -> bool:
    return names.count(spoken_title(card.title)) > 1 and "size" in card.attributes


def _found_one(card: ProductCard, query: Query, *, lead: str, store: str) -> Answer:
    lead = lead or f"{f'At {store} ' if store else ''}I found one:"
    return Answer(
        speech=f"{lead} {with_price(card)}. Shall I add it to your cart?",
        text=f"One match for {request(query, currency=card.price.currency, store=store)}.",
        products=(card,),
        suggestions=("Yes, add it", "Tell me more"),
        expects_reply=True,
        query=query,
    )


def _how_many(cards: Sequence[ProductCard]) -> str:
    return f"The best {SHOWN_AT_ONCE}" if len(cards) >= SHOWN_AT_ONCE else f"{len(cards)} results"


def _next_steps(cards: Sequence[ProductCard], query: Query) -> tuple[str, ...]:
    steps = ["Tell me about the first one"]
    if len({card.price.amount_minor for card in cards}) > 1:
        steps.append("Something cheaper")
    colors = [color for card in cards if (color := card.attributes.get("color"))]
    if not query.colors and len(set(colors)) > 1:
        steps.append(f"Only in {colors[0].lower()}")
    if len(cards) >= SHOWN_AT_ONCE:
        steps.append("Show me more")
    return tuple(steps)

"""What is said about where a product is in stock, when it arrives, and where the stores are."""

import re
from collections.abc import Mapping, Sequence

from catalog.contents import Store
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.choosing import Choice
from shop.phrasing.choices import cannot_be_had, there_is
from shop.phrasing.naming import is_plural, wish, with_choice
from shop.reply import Answer
from shop.spoken import counted, listing, number_in_words

ABOUT_TIME = re.compile(r"\b(when|how (long|soon|fast|quick\w*)|arrive|by (to\w+|mon|tue|wed|thu|fri|sat|sun)\w*)\b")
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PICK_UP = re.compile(r"\b(pick(ed)? ?up|collect|deliver\w*|ship\w*)\b")
HOW_MANY = re.compile(r"\bhow many\b")
ABOUT_STORES = re.compile(
    r"\b(opening|business|store) (hours|times)\b"
    r"|\b(when|what time|what hours|until when|how late|are you|is the|where|which)\b.*"
    r"\b(open|close|closed|closing|stores?|shops?|located|location|locations|branch(es)?)\b"
)


def of(product: Product, choice: Choice, card: ProductCard, stores: Mapping[str, str], question: str) -> Answer:
    """The stores that have the variants meant; only the store that was named, if one was; the day first, if asked."""
    named = {store: name for store, name in stores.items() if _mentioned(name, question)}
    having = [name for store, name in (named or stores).items() if _left(choice, store)]
    title = with_choice(product.title, choice.known)
    verb = f"{',' if ', ' in title else ''} {'are' if is_plural(product.title) else 'is'}"
    arrival = f"Delivery takes {counted(product.delivery_days, 'day')}."
    if not any(_left(choice, store) for store in stores):
        return _told(f"The {title}{verb} out of stock at the moment.", card, in_stock=False)
    if ABOUT_TIME.search(question.lower()) and not named:
        return _told(f"Delivery of the {title} takes {counted(product.delivery_days, 'day')}.", card)
    if HOW_MANY.search(question.lower()):
        left = sum(_left(choice, store) for store in named or stores)
        return _told(f"There {'is' if left == 1 else 'are'} {left} of the {title} left.", card)
    if not having:
        elsewhere = listing(list(named.values()), last="or")
        return _told(f"The {title}{verb} not at {elsewhere}, but can be delivered. {arrival}", card)
    everywhere = not named and len(having) == len(stores) > 1
    where = "at all our stores" if everywhere else f"at {listing(having)}"
    return _told(f"The {title}{verb} in stock {where}. {arrival}", card)


def not_made(product: Product, choice: Choice, card: ProductCard, asked: Query) -> Answer:
    """Not in the size or colour asked for: what there is instead, and an offer to look elsewhere."""
    names = [name for attribute, name in (("color", "colors"), ("size", "sizes")) if attribute in choice.lacking]
    wishes = [wish(asked, name, currency=card.price.currency) for name in names if getattr(asked, name)]
    said = f"{cannot_be_had(product.title, choice)} {there_is(product.title, choice)}".strip()
    return Answer(
        speech=f"{said} Shall I look for others {' '.join(wishes)}?".replace(" ?", "?"),
        text=said,
        products=(card,),
        suggestions=("Yes, look for others", "No"),
        expects_reply=True,
    )


def asks_how_it_comes(question: str) -> bool:
    return (ABOUT_TIME.search(question.lower()) or PICK_UP.search(question.lower())) is not None


def asks_for_the_stores(question: str) -> bool:
    return ABOUT_STORES.search(question.lower()) is not None


def stores(every: Sequence[Store], question: str) -> Answer:
    """Where the shop is and when it is open; only the store that was named, if one was."""
    to_visit = [store for store in every if store.address]
    if not to_visit:
        said = "We have no store to visit: everything is delivered. What can I find for you?"
        return Answer(speech=said, text=said, expects_reply=True)
    told = [store for store in to_visit if _mentioned(store.name, question)] or to_visit
    if len(told) == 1:
        said = f"{told[0].name} is at {told[0].address}."
    else:
        names = listing([store.name for store in told])
        said = f"We have {number_in_words(len(told))} stores: {names}. Which one do you mean?"
    hours = [f"{store.name}, {store.address}: {_hours(store)}" for store in told]
    return Answer(
        speech=f"{said} {_hours_spoken(told[0])}" if len(told) == 1 else said,
        text="\n".join(hours),
        suggestions=tuple(f"When is {store.name} open?" for store in told[:4]) if len(told) > 1 else (),
        expects_reply=True,
    )


def _told(said: str, card: ProductCard, *, in_stock: bool = True) -> Answer:
    return Answer(
        speech=f"{said} Shall I add it to your cart?" if in_stock else said,
        text=said,
        products=(card,),
        suggestions=("Yes, add it", "Tell me more") if in_stock else ("Show me something similar",),
        expects_reply=True,
    )


def _left(choice: Choice, store: str) -> int:
    return sum(variant.stock.get(store, 0) for variant in choice.variants)


def _hours(store: Store) -> str:
    """Days in a row with the same hours are told together."""
    rows: list[tuple[list[str], str]] = []
    for day, hours in sorted(store.opening_hours.items(), key=lambda item: _place_in_week(item[0])):
        if rows and rows[-1][1] == hours:
            rows[-1][0].append(day)
        else:
            rows.append(([day], hours))
    return ", ".join(f"{_days(days)} {hours}" for days, hours in rows)


def _place_in_week(day: str) -> int:
    return WEEK.index(day.lower()) if day.lower() in WEEK else len(WEEK)


def _hours_spoken(store: Store) -> str:
    return f"It is open {_hours(store)}.".replace("-", " to ")


def _days(days: Sequence[str]) -> str:
    return days[0].capitalize() if len(days) == 1 else f"{days[0].capitalize()} to {days[-1].capitalize()}"


def _mentioned(store_name: str, question: str) -> bool:
    """A store is named by a word of its name that no other shop word shares, such as its part of town."""
    words = {word for word in store_name.lower().split() if len(word) > 3 and word not in {"aisle", "store", "shop"}}
    return bool(words & set(question.lower().replace("?", " ").split()))

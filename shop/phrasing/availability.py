"""What is said about where a product is in stock and when it arrives."""

from collections.abc import Mapping

from catalog.product import Product, ProductCard
from shop.choosing import Choice
from shop.phrasing.naming import choice as choice_words
from shop.phrasing.naming import spoken_title
from shop.reply import Answer
from shop.spoken import counted, listing


def of(product: Product, choice: Choice, card: ProductCard, stores: Mapping[str, str], question: str) -> Answer:
    """The stores that have the variants meant; only the store that was named, if one was."""
    named = {store: name for store, name in stores.items() if _mentioned(name, question)}
    title = f"{spoken_title(product.title)} {choice_words(choice.known)}".strip()
    having = [name for store, name in (named or stores).items() if any(v.stock.get(store, 0) for v in choice.variants)]
    arrival = f"Delivery takes {counted(product.delivery_days, 'day')}."
    if having:
        said = f"The {title} is in stock at {listing(having)}. {arrival}"
    elif named and any(any(v.stock.values()) for v in choice.variants):
        said = f"The {title} is not at {listing(list(named.values()), last='or')}, but it can be delivered. {arrival}"
    else:
        said = f"The {title} is out of stock at the moment."
    return Answer(speech=said, text=said, products=(card,), suggestions=("Add it to my cart",), expects_reply=True)


def _mentioned(store_name: str, question: str) -> bool:
    """A store is named by a word of its name that no other shop word shares, such as its part of town."""
    words = {word for word in store_name.lower().split() if len(word) > 3 and word not in {"aisle", "store", "shop"}}
    return bool(words & set(question.lower().replace("?", " ").split()))

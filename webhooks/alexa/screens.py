"""What a device with a screen shows: a list or one product, as APL documents with the facts as their data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from catalog.product import ProductCard
from shop.cart import Cart, CartLine
from shop.reply import Reply
from shop.spoken import price_written
from webhooks.alexa.pictures import shown_picture
from webhooks.alexa.speech import shortened, speakable

INTERFACE = "Alexa.Presentation.APL"
DOCUMENTS = Path(__file__).parent / "apl"
MOST_ITEMS = 10
LONGEST_TITLE = 120
LONGEST_ARGUMENT = 240
# What a touch means, told back to us as the first argument of its event.
CHOOSE, ADD = "choose", "add"
ADD_BUTTON = "Add to cart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`touched` is what comes back when it is touched; nothing, where a touch means nothing."""

    title: str
    about: str
    price: str
    picture: str = ""
    touched: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    document: str
    heading: str
    items: Sequence[Item]
    footing: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def with_at_most(self, items: int) -> "Screen":
        return replace(self, items=self.items[:items])

    def directive(self) -> dict[str, Any]:
        data = {
            "type": "object",
            "heading": _shown(self.heading),
            "footing": _shown(self.footing),
            "items": [_item(item) for item in self.items],
            **self.labels,
        }
        return {
            "type": f"{INTERFACE}.RenderDocument",
            "token": f"aisle-{self.document}",
            "document": _document(self.document),
            "datasources": {"aisle": data},
        }


def screen_of(reply: Reply, *, shop: str, public_url: str | None) -> Screen | None:
    """What was found stands before the cart: it is what is talked of. One thing that is in the cart by now is not."""
    is_taken = reply.cart is not None and bool(reply.cart.lines) and len(reply.products or ()) == 1
    if reply.products and not is_taken:
        items = [_of_card(card, public_url) for card in reply.products[:MOST_ITEMS]]
        if len(items) == 1:
            return Screen(document="detail", heading=shop, items=items, labels={"button": ADD_BUTTON})
        return Screen(document="list", heading=shop, items=items)
    return _of_cart(reply.cart, shop) if reply.cart and reply.cart.lines else None


def _of_cart(cart: Cart, shop: str) -> Screen:
    items = [_of_line(line) for line in cart.lines[:MOST_ITEMS]]
    more = len(cart.lines) - len(items)
    also = f" (and {more} more)" if more else ""
    return Screen(document="list", heading=shop, items=items, footing=f"Total {price_written(cart.total)}{also}")


def _of_card(card: ProductCard, public_url: str | None) -> Item:
    facts = [card.brand, *card.attributes.values(), f"{card.rating:g} of 5" if card.rating else ""]
    return Item(
        title=card.title,
        about=" · ".join(fact for fact in facts if fact),
        price=price_written(card.price),
        picture=shown_picture(card.image_url, public_url=public_url) or "",
        touched=(CHOOSE, shortened(speakable(card.title), LONGEST_ARGUMENT)),
    )


def _of_line(line: CartLine) -> Item:
    return Item(
        title=f"{line.title} ({line.quantity})" if line.quantity > 1 else line.title,
        about=" · ".join(line.attributes.values()),
        price=price_written(line.line_total),
    )


def _item(item: Item) -> dict[str, Any]:
    return {
        "title": _shown(item.title),
        "about": _shown(item.about),
        "price": _shown(item.price),
        "picture": item.picture,
        "touched": list(item.touched),
    }


def _shown(text: str) -> str:
    """A Text component reads markup, so a title with `<b>` in it has to be escaped; nothing reads `${…}` in data."""
    return escape(shortened(speakable(text), LONGEST_TITLE))


@cache
def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    return document

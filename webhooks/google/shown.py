"""An answer cut to what Google's surfaces take: bubbles, chips, cards and links, all of them plain text."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from catalog.product import ProductCard
from shop.cart import Cart
from shop.reply import Reply
from shop.spoken import price_written, reads_straight

LONGEST_BUBBLE = 640
MOST_BUBBLES = 2
LONGEST_CHIP = 25
MOST_CHIPS = 8
MOST_LINES = 30
LONGEST_TITLE = 120
LONGEST_LINK = 2000
KEPT_CONTROLS = {"\n"}
UNWANTED = {"Cc", "Cs"}
# What a tap on a card says: the shopper sees the cards in this order, and so does the assistant.
PICKS = tuple(
    f"the {ordinal} one"
    for ordinal in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reply, and whether the talk ends with it."""

    reply: Reply
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`pick` is what choosing it says."""

    title: str
    subtitle: str
    pick: str
    image: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    speech: tuple[str, ...]
    text: tuple[str, ...]
    expects_reply: bool
    ended: bool
    slower: bool = False
    cards: tuple[Card, ...] = ()
    lines: tuple[Line, ...] = ()
    cart_count: int | None = None
    total: str = ""
    chips: tuple[str, ...] = ()
    link: str | None = None
    needs_account: bool = False
    handoff: Mapping[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the platform should listen on."""
        return self.expects_reply and not self.ended


def shown(told: Told, *, at: str | None) -> Shown:
    """`at` is the address of this server as shoppers reach it; pictures on it are told by their whole address."""
    reply = told.reply
    speech = reply.speech or reply.text
    return Shown(
        speech=bubbles(speech),
        text=bubbles(reply.text or speech),
        expects_reply=reply.expects_reply,
        ended=told.ended,
        slower=reply.pace == "slower",
        cards=_cards(reply.products or (), at=at),
        lines=_lines(reply.cart),
        cart_count=None if reply.cart is None else sum(line.quantity for line in reply.cart.lines),
        total=_total(reply.cart),
        chips=_chips(reply.suggestions),
        link=web_link(reply.link, at=at),
        needs_account=reply.needs_account,
        handoff=_plain_facts(reply.handoff),
    )


def bubbles(text: str, *, most: int = MOST_BUBBLES) -> tuple[str, ...]:
    """In pieces of at most 640 characters, each of whole words; what does not fit into the last one is left out."""
    left, pieces = plain(text), list[str]()
    while left and len(pieces) < most:
        piece = cut(left, LONGEST_BUBBLE)
        pieces.append(piece)
        left = left[len(piece) :].strip()
    return tuple(pieces) or ("",)


def cut(text: str, longest: int) -> str:
    """At a word, unless one word is longer than all that is allowed."""
    if len(text) <= longest:
        return text
    head = text[: longest + 1]
    end = max(head.rfind(" "), head.rfind("\n"))
    return (head[:end] if end > 0 else text[:longest]).rstrip()


def plain(text: str) -> str:
    """Lines stay; other control characters carry no words, and some surfaces refuse them."""
    return "".join(
        sign if sign in KEPT_CONTROLS or unicodedata.category(sign) not in UNWANTED else " "
        for sign in text
        if reads_straight(sign)
    ).strip()


def web_link(address: str | None, *, at: str | None, schemes: Iterable[str] = ("https", "http")) -> str | None:
    """Only whole http(s) addresses: a catalogue can hold anything, and a platform follows what it is given."""
    if not address:
        return None
    try:
        whole = urljoin(f"{at.rstrip('/')}/", address) if at else address
        parts = urlsplit(whole)
    except ValueError:
        return None
    is_web = parts.scheme in schemes and parts.hostname and "@" not in parts.netloc
    is_clean = whole.isprintable() and " " not in whole and len(whole) <= LONGEST_LINK
    return whole if is_web and is_clean else None


def fitted(all_of_it: Shown, is_small: Callable[[Shown], bool]) -> Shown:
    """Leaves out pictures and links first, then cards, lines of the cart, chips and the rest, until it fits."""
    tried = all_of_it
    for smaller in _smaller(all_of_it):
        if is_small(tried):
            break
        tried = smaller
    return tried


def _smaller(full: Shown) -> Iterable[Shown]:
    bare = tuple(replace(card, image=None, link=None) for card in full.cards)
    steps: list[dict[str, Any]] = [{"cards": bare}]
    steps += [{"cards": bare[:count]} for count in (5, 1, 0)]
    steps += [{"lines": full.lines[:count]} for count in (10, 0)]
    steps += [{"chips": ()}, {"handoff": {}} if full.handoff else {}, {"link": None}]
    steps += [{"speech": full.speech[:1], "text": full.text[:1]}]
    now = full
    for step in steps:
        now = replace(now, **step)
        yield now


def _cards(products: Iterable[ProductCard], *, at: str | None) -> tuple[Card, ...]:
    return tuple(
        Card(
            title=cut(_one_line(product.title), LONGEST_TITLE),
            subtitle=cut(_facts(product), LONGEST_TITLE),
            pick=pick,
            image=web_link(product.image_url, at=at),
            link=web_link(product.url, at=at),
        )
        for product, pick in zip(products, PICKS, strict=False)
    )


def _facts(product: ProductCard) -> str:
    stock = "" if product.in_stock else "out of stock"
    parts = (price_written(product.price), _one_line(product.brand), stock, _one_line(product.why or ""))
    return " · ".join(part for part in parts if part)


def _lines(cart: Cart | None) -> tuple[Line, ...]:
    return tuple(
        Line(
            text=f"{line.quantity} x {cut(_one_line(line.title), LONGEST_TITLE)}",
            price=price_written(line.line_total),
        )
        for line in (cart.lines[:MOST_LINES] if cart else ())
    )


def _total(cart: Cart | None) -> str:
    return price_written(cart.total) if cart and cart.lines else ""


def _chips(suggestions: Iterable[str]) -> tuple[str, ...]:
    """A longer one is left out: a part of it would say something else when it is tapped."""
    fitting = [chip for chip in map(_one_line, suggestions) if 0 < len(chip) <= LONGEST_CHIP]
    return tuple(dict.fromkeys(fitting))[:MOST_CHIPS]


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _plain_facts(handoff: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if handoff is None:
        return None
    return {name: cut(plain(str(told)), LONGEST_BUBBLE) for name, told in handoff.items() if told is not None}

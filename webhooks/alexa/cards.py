"""Cards in the Alexa app: what was found, what is in the cart, what was ordered, and where to link an account."""

from typing import Any

from shop.reply import Reply
from webhooks.alexa.pictures import shown_picture
from webhooks.alexa.speech import shortened, speakable

LINK_ACCOUNT = {"type": "LinkAccount"}
# The platform takes eight thousand characters in all; nobody reads that many on a card.
LONGEST_TEXT = 3000
LONGEST_TITLE = 100


def card_of(reply: Reply, *, shop: str, public_url: str | None) -> dict[str, Any] | None:
    """None where there is nothing to keep: whatever is only said is not worth a card."""
    if reply.needs_account:
        return LINK_ACCOUNT
    if not (reply.products or reply.cart or reply.order or reply.handoff or reply.link):
        return None
    text = _plain(f"{reply.text}\n{reply.link}" if reply.link else reply.text)
    picture = shown_picture(reply.products[0].image_url, public_url=public_url) if reply.products else None
    return _card(_title(reply, shop), shortened(text, LONGEST_TEXT), picture)


def _card(title: str, text: str, picture: str | None) -> dict[str, Any]:
    if picture is None:
        return {"type": "Simple", "title": title, "content": text}
    image = {"smallImageUrl": picture, "largeImageUrl": picture}
    return {"type": "Standard", "title": title, "text": text, "image": image}


def _title(reply: Reply, shop: str) -> str:
    """One product is the card's subject; of several none is."""
    only = reply.products[0].title if reply.products and len(reply.products) == 1 else shop
    return shortened(_plain(only), LONGEST_TITLE)


def _plain(text: str) -> str:
    """Lines stay; what cannot be shown goes."""
    return "\n".join(speakable(line) for line in text.splitlines())

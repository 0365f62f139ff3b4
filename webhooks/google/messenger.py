"""Writes the rich content of Dialogflow Messenger, whose two generations name pictures and links differently."""

from dataclasses import dataclass
from typing import Any

from webhooks.google.shown import Card, Line, Shown

OPEN_IN_BROWSER = "Continue in the browser"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    is_newer: bool

    def card(self, card: Card) -> Json:
        found: Json = {"type": "info", "title": card.title, "subtitle": card.subtitle}
        if card.image:
            picture = {"rawUrl": card.image}
            found["image"] = picture if self.is_newer else {"src": picture}
        if card.link:
            found |= self._link(card.link)
        return found

    def button(self, text: str, address: str) -> Json:
        return {"type": "button", "text": text} | (
            {"anchor": {"href": address}} if self.is_newer else {"link": address}
        )

    def _link(self, address: str) -> Json:
        return {"anchor": {"href": address}} if self.is_newer else {"actionLink": address}


CX = Dialect(is_newer=True)
ES = Dialect(is_newer=False)


def rich_content(shown: Shown, *, dialect: Dialect) -> list[list[Json]]:
    """One group of cards, one of the cart, and the chips below; nothing if there is nothing to see."""
    groups = [
        [dialect.card(card) for card in shown.cards],
        [_cart(shown)] if shown.lines else [],
        [dialect.button(OPEN_IN_BROWSER, shown.link)] if shown.link else [],
        [{"type": "chips", "options": [{"text": chip} for chip in shown.chips]}] if shown.chips else [],
    ]
    return [group for group in groups if group]


def _cart(shown: Shown) -> Json:
    lines = [_written(line) for line in shown.lines]
    return {"type": "description", "title": "Your cart", "text": [*lines, f"Total {shown.total}"]}


def _written(line: Line) -> str:
    return f"{line.text}, {line.price}"

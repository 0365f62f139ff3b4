"""What the fake shop answers: a few kinds of sentence, understood by their words, and a cart that remembers."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.fake_goods import GOODS, HOSTILE, LONG, Card, goods_like, named_in


@dataclass
class Cart:
    quantities: dict[str, int] = field(default_factory=dict)

    def add(self, card: Card) -> None:
        self.quantities[card["id"]] = self.quantities.get(card["id"], 0) + 1

    def remove(self, card: Card) -> None:
        self.quantities.pop(card["id"], None)

    def body(self) -> dict[str, Any]:
        lines = [_line(GOODS[product_id], quantity) for product_id, quantity in self.quantities.items()]
        total = sum(line["line_total"]["amount_minor"] for line in lines)
        return {"lines": lines, "total": {"amount_minor": total, "currency": "USD"}}


def _line(card: Card, quantity: int) -> dict[str, Any]:
    price = card["price"]
    return {
        "line_id": f"l-{card['id']}",
        "product_id": card["id"],
        "title": card["title"],
        "attributes": card["attributes"],
        "quantity": quantity,
        "unit_price": price,
        "line_total": {**price, "amount_minor": price["amount_minor"] * quantity},
    }


def answer(text: str, cart: Cart) -> dict[str, Any]:
    said = text.lower()
    named = named_in(text, GOODS.values())
    if said.startswith("add") and named:
        cart.add(named)
        words = f"I put the {named['title']} into your cart."
        return _reply(words, cart=cart.body(), suggestions=["Check out", "What is in my cart?", "Find a warm hat"])
    if said.startswith("remove") and named:
        cart.remove(named)
        return _reply(f"The {named['title']} is out of your cart.", cart=cart.body())
    if "cart" in said:
        return _reply("Here is your cart.", cart=cart.body(), suggestions=["Check out"])
    if said.startswith("tell me more") and named:
        return _reply(
            f"The {named['title']} is by {named['brand']} and sells very well.",
            suggestions=[f"Add the {named['title']}"],
        )
    return _found(said)


def _found(said: str) -> dict[str, Any]:
    if "rain jacket" in said:
        words = (
            "I found four rain jackets under $80. The Galewater — “packs into its own pocket” — is the best liked, "
            "and the Tidemark is the cheapest one in stock."
        )
        return _reply(
            words,
            products=goods_like("rain"),
            suggestions=["Only in navy", "Something cheaper", "Compare the first two"],
        )
    if "hostile" in said:
        return _reply("<b>Found</b> two <script>window.pwned=1</script>", products=HOSTILE)
    if "long" in said:
        return _reply(
            "Fernmeldeüberwachungsverordnung" * 6, products=LONG, suggestions=["Wanderrucksackregenschutz" * 4]
        )
    if found := goods_like(said):
        return _reply("Here is what I found.", products=found)
    return _reply("We do not carry that, I am afraid.", suggestions=["A rain jacket"])


def _reply(
    text: str, *, products: list[Card] | None = None, cart: Any = None, suggestions: list[str] | None = None
) -> dict[str, Any]:
    return {
        "turn_id": secrets.token_hex(8),
        "speech": text,
        "text": text,
        "products": products,
        "cart": cart,
        "order": None,
        "suggestions": suggestions or [],
        "expects_reply": True,
        "handoff": None,
        "understood": {"intent": "product_search", "confidence": 0.9, "query": None},
    }

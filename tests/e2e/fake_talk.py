"""What the fake shop answers: a few kinds of sentence, understood by their words, and a cart that remembers."""

import re
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
        return {"lines": lines, "total": _usd(total), "totals": _totals(total) if total > OFF_FROM_MINOR else None}


OFF_FROM_MINOR = 10_000
SET_TO = re.compile(r"set the quantity of the .+ in my cart to (?P<number>\d+)$")


def _usd(amount_minor: int) -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency": "USD"}


def _totals(items_minor: int) -> dict[str, Any]:
    off = items_minor // 10
    return {
        "items": _usd(items_minor),
        "discounts": [{"name": "10% off over $100", "amount": _usd(off)}],
        "shipping": _usd(0),
        "tax": _usd(640),
        "total": _usd(items_minor - off + 640),
    }


def order(*, payment_url: str = "/pay/abcdefghijklmnopqrstuvwxyz123456") -> dict[str, Any]:
    lines = [_line(card, 1 + place) for place, card in enumerate(list(GOODS.values())[:2])]
    return {
        "number": "TL-400017",
        "state": "partly_returned",
        "placed_at": "2026-11-20T17:30:00+00:00",
        "lines": [{**line, "variant_id": "v", "returned_quantity": place} for place, line in enumerate(lines)],
        "totals": _totals(sum(line["line_total"]["amount_minor"] for line in lines)),
        "shipments": [
            {
                "carrier": "Swallow Post",
                "tracking_number": "SW1234567890",
                "shipped_at": "2026-11-21T08:00:00+00:00",
                "expected_at": "2026-11-24T17:00:00+00:00",
                "delivered_at": None,
            }
        ],
        "how": "delivery",
        "window": {"starts_at": "2026-11-24T08:00:00-08:00", "ends_at": "2026-11-24T10:00:00-08:00"},
        "payment": {"state": "requested", "url": payment_url},
        "returns": [{"number": "R-2031", "state": "started", "refund": _usd(4999), "label_url": "/labels/xyz"}],
    }


COMPARED = """Side by side:
Tidemark Rain Jacket | Drizzle Shell | Cloudburst Anorak
Price: $64.99 | $79.00 | $59.00
Waterproof: yes | — | yes, taped seams
Which one would you like?"""
PERSON = {"reason": "asked", "summary": "Wants to send back boots that arrived late.", "case": "H-1042"}


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
        "image_url": card["image_url"],
    }


def answer(text: str, cart: Cart) -> dict[str, Any]:
    said = text.lower()
    named = named_in(text, GOODS.values())
    if said.startswith("add") and named:
        cart.add(named)
        words = f"I put the {named['title']} into your cart."
        return _reply(words, cart=cart.body(), suggestions=["Check out", "What is in my cart?", "Find a warm hat"])
    if named and (changed := _changed(said, named, cart)):
        return changed
    if special := _special(said):
        return special
    if "cart" in said:
        return _reply("Here is your cart.", cart=cart.body(), suggestions=["Check out"])
    if said.startswith("tell me more") and named:
        return _reply(
            f"The {named['title']} is by {named['brand']} and sells very well.",
            suggestions=[f"Add the {named['title']}"],
        )
    return _found(said)


def _changed(said: str, named: Card, cart: Cart) -> dict[str, Any] | None:
    if found := SET_TO.match(said):
        cart.quantities[named["id"]] = int(found["number"])
        return _reply(f"Now there are {found['number']} of the {named['title']}.", cart=cart.body())
    if said.startswith("remove"):
        cart.remove(named)
        return _reply(f"The {named['title']} is out of your cart.", cart=cart.body())
    return None


def _special(said: str) -> dict[str, Any] | None:
    if "compare" in said:
        return _compared([GOODS["p-tidemark"], GOODS["p-drizzle"], GOODS["p-cloudburst"]])
    if "slower" in said:
        return {**_reply("I found one for $64.99. It is in stock."), "pace": "slower"}
    if "order" in said:
        return _of_order(said)
    if "person" in said:
        return {**_reply("I'm handing you over now."), "handoff": PERSON}
    return None


def _of_order(said: str) -> dict[str, Any]:
    if "placed" in said:
        return {**_reply("It is placed."), "order": {**order(), "shipments": []}}
    if "hostile" in said:
        return {**_reply("It is placed."), "order": order(payment_url="javascript:window.pwned=1")}
    return {**_reply("It left yesterday and should be with you on Tuesday."), "order": order()}


def _compared(cards: list[Card]) -> dict[str, Any]:
    rows = [
        {"name": "price", "label": "Price", "values": ["$64.99", "$79.00", "$59.00"]},
        {"name": "waterproof", "label": "Waterproof", "values": ["yes", None, "yes, taped seams"]},
    ]
    columns = [{"product_id": card["id"], "title": card["title"]} for card in cards]
    comparison = {"columns": columns, "rows": rows}
    return {**_reply(COMPARED, products=cards), "comparison": comparison}


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
        "link": None,
        "comparison": None,
        "understood": {"intent": "product_search", "confidence": 0.9, "query": None},
    }

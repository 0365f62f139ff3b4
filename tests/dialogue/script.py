"""Conversations as they are written in YAML: what the shopper says, and what must hold of each answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.dialogue.shopper import Reply

FOLDER = Path(__file__).parent / "conversations"
EXPECTATIONS = {"intent", "says", "says_not", "asks", "products", "cart", "total_minor", "longest", "query"}
REMEMBERED = re.compile(r"\{(\w+)\.(\d+)\.([\w.]+)\}")
LONGEST_SPEECH = 420


@dataclass(frozen=True)
class Line:
    """`remember` names the products of the answer, so that later lines can speak of `{jackets.2.title}`."""

    say: str
    expected: Mapping[str, Any]
    remember: str | None


@dataclass(frozen=True)
class Conversation:
    name: str
    lines: tuple[Line, ...]


@dataclass
class Memory:
    products: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return REMEMBERED.sub(self._remembered, value)
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        return {name: self.filled(each) for name, each in value.items()} if isinstance(value, dict) else value

    def _remembered(self, found: re.Match[str]) -> str:
        """`{jackets.2.attributes.color}` is the colour that the second jacket was shown in."""
        value: Any = self.products[found[1]][int(found[2]) - 1]
        for name in found[3].split("."):
            value = value[name]
        return str(value)


def conversations() -> list[Conversation]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for name, lines in yaml.safe_load(path.read_text()).items():
            found.append(Conversation(f"{path.stem}: {name}", tuple(_line(plain) for plain in lines)))
    return found


def _line(plain: dict[str, Any]) -> Line:
    expected = {name: value for name, value in plain.items() if name not in {"say", "times", "remember"}}
    if unknown := expected.keys() - EXPECTATIONS:
        raise ValueError(f"nothing is known of {unknown}")
    if not isinstance(plain["say"], str):
        raise TypeError(f"{plain['say']} is not what a shopper says: it needs quotes")
    return Line(say=plain["say"] * plain.get("times", 1), expected=expected, remember=plain.get("remember"))


def check(reply: Reply, line: Line, memory: Memory) -> None:
    """`memory` fills in what was remembered; every answer, whatever is expected of it, is fit to be spoken."""
    expected = memory.filled(dict(line.expected))
    _check_speech(reply["speech"], expected)
    if "intent" in expected:
        assert reply["understood"]["intent"] in _listed(expected["intent"]), reply["understood"]
    for name, value in expected.get("query", {}).items():
        assert reply["understood"]["query"][name] == value, reply["understood"]
    if "products" in expected:
        _check_products(reply["products"], expected["products"])
    if "cart" in expected:
        _check_cart(reply["cart"], expected["cart"])
    if "total_minor" in expected:
        assert reply["cart"]["total"]["amount_minor"] == expected["total_minor"]


def _check_speech(speech: str, expected: Mapping[str, Any]) -> None:
    assert speech.strip(), "nothing was said"
    assert not re.search(r"[<>{}|*_\n]|https?:", speech), speech
    assert len(speech) <= expected.get("longest", LONGEST_SPEECH), speech
    for words in _listed(expected.get("says", [])):
        assert words.lower() in speech.lower(), speech
    for words in _listed(expected.get("says_not", [])):
        assert words.lower() not in speech.lower(), speech
    if "asks" in expected:
        assert speech.rstrip().endswith("?") == expected["asks"], speech


def _check_products(products: list[dict[str, Any]] | None, expected: Any) -> None:
    if expected is None:
        assert not products, products
        return
    assert products, "no products were shown"
    assert expected.get("at_least", 1) <= len(products) <= expected.get("at_most", 10), products
    _check_product(products[0], expected.get("first", {}))
    for product in products:
        _check_product(product, expected.get("every", {}))
    for product, title in zip(products, expected.get("titles", []), strict=False):
        assert product["title"] == title, products
    for title in _listed(expected.get("not_titles", [])):
        assert title not in [product["title"] for product in products]


def _check_product(product: dict[str, Any], expected: dict[str, Any]) -> None:
    price = product["price"]["amount_minor"]
    assert price <= expected.get("max_price", price), product
    assert price >= expected.get("min_price", price), product
    assert product["in_stock"] == expected.get("in_stock", product["in_stock"]), product
    assert product["brand"] not in _listed(expected.get("not_brands", [])), product
    if "category" in expected:
        assert product["category"] in _listed(expected["category"]), product
    for words in _listed(expected.get("title", [])):
        assert words.lower() in product["title"].lower(), product
    for words in _listed(expected.get("title_not", [])):
        assert words.lower() not in product["title"].lower(), product
    for name, values in expected.get("attributes", {}).items():
        assert product["attributes"].get(name) in _listed(values), product
    for name in expected.get("without_attributes", []):
        assert name not in product["attributes"], product


def _check_cart(cart: dict[str, Any] | None, expected: list[dict[str, Any]]) -> None:
    assert cart is not None, "the cart was not shown"
    assert len(cart["lines"]) == len(expected), cart
    for line, wanted in zip(cart["lines"], expected, strict=True):
        assert wanted.get("title", "").lower() in line["title"].lower(), cart
        assert line["quantity"] == wanted.get("quantity", 1), cart
        for name, value in wanted.get("attributes", {}).items():
            assert line["attributes"].get(name) == value, cart
        assert line["line_total"]["amount_minor"] == line["unit_price"]["amount_minor"] * line["quantity"], cart
    total = sum(line["line_total"]["amount_minor"] for line in cart["lines"])
    assert cart["total"]["amount_minor"] == total, cart


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

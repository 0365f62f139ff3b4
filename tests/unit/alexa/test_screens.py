"""The APL documents: made of what APL has, and of nothing that the data does not tell."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from shop.reply import Reply
from tests.unit.fakes import FOUND, JACKET
from webhooks.alexa.screens import DOCUMENTS, Screen, screen_of

# Of https://developer.amazon.com/docs/alexa-presentation-language, as of APL 1.6.
BASE = {"type", "when", "width", "height", "grow", "shrink", "opacity", "accessibilityLabel", "disabled"} | {
    f"padding{side}" for side in ("Left", "Right", "Top", "Bottom")
}
COMPONENTS = {
    "Container": {"direction", "alignItems", "items"},
    "Text": {"text", "fontSize", "maxLines"},
    "Image": {"source", "scale"},
    "Sequence": {"scrollDirection", "numbered", "data", "item"},
    "ScrollView": {"item"},
    "TouchWrapper": {"onPress", "item"},
}
BINDING = re.compile(r"\b(aisle|data)\.(\w+)")


def screen(products: int) -> Screen:
    cards = tuple(replace(JACKET, id=f"p{number}") for number in range(products))
    found = screen_of(
        Reply.of(replace(FOUND, products=cards), turn_id="t", intent="product_search", confidence=1.0),
        shop="Corner Shop",
        public_url=None,
    )
    assert found
    return found


def components(document: Any) -> Iterator[dict[str, Any]]:
    for each in document.get("items", []) + ([document["item"]] if "item" in document else []):
        yield each
        yield from components(each)


@pytest.mark.parametrize("name", ["list", "detail"])
def test_a12_a_document_is_made_of_what_apl_has(name: str) -> None:
    document = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    assert (document["type"], document["version"]) == ("APL", "1.6")
    assert document["mainTemplate"]["parameters"] == ["aisle"]
    found = list(components(document["mainTemplate"]))
    assert len(found) > 5
    for component in found:
        assert component.keys() <= BASE | COMPONENTS[component["type"]], component
    touchable = [component for component in found if component["type"] == "TouchWrapper"]
    assert touchable
    assert all(component["onPress"]["type"] == "SendEvent" for component in touchable)


@pytest.mark.parametrize("products", [1, 3])
def test_a12_everything_that_a_document_shows_is_in_its_data(products: int) -> None:
    directive = screen(products).directive()
    data = directive["datasources"]["aisle"]
    for source, name in BINDING.findall(json.dumps(directive["document"])):
        assert name in (data if source == "aisle" else data["items"][0]), name
    assert len(data["items"]) == products


def test_a11_documents_leave_room_for_what_they_show() -> None:
    for products in (1, 3):
        assert len(json.dumps(screen(products).directive()["document"], separators=(",", ":"))) < 3000

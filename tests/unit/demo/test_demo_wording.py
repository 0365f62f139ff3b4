"""The demo shop's titles and descriptions: they read like a person's, without traces of how they were put together."""

import re
from collections import defaultdict

import pytest

from catalog.contents import Contents
from catalog.demo.wording import article, title_case


def _texts(contents: Contents) -> list[str]:
    return [text for product in contents.products for text in (product.title, product.description)]


def test_texts_have_no_leftovers_of_their_making(contents: Contents) -> None:
    odd = re.compile(r"[{}_^]|\s{2,}| [,.;]|\.\.|,,|\b(\w+) \1\b", re.IGNORECASE)
    assert not [text for text in _texts(contents) if odd.search(text)]


def test_articles_are_said_as_they_sound(contents: Contents) -> None:
    wrong = [
        (said.group(0), text)
        for text in _texts(contents)
        for said in re.finditer(r"\b(an?) ([\w.&-]+)", text)
        if said.group(1) != article(said.group(2))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *((said, "an") for said in ("8-cup pot", "11 oz", "18-piece set", "hour", "LED lamp", "XL tee", "egg")),
        *((said, "a") for said in ("unisex hat", "USB hub", "110 W plug", "one-pot", "TV", "pear")),
        ("uninsulated cup", "an"),
    ],
)
def test_article_by_ear(words: str, expected: str) -> None:
    assert article(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lightly salted", "Lightly Salted"),
        ("7-in-1", "7-in-1"),
        ("2.5-layer", "2.5-Layer"),
        ("chive and onion", "Chive and Onion"),
        ("USB-C to USB-C", "USB-C to USB-C"),
        ("bean-to-cup", "Bean-to-Cup"),
    ],
)
def test_titles_are_capitalized_like_titles(words: str, expected: str) -> None:
    assert title_case(words) == expected


def test_descriptions_are_a_few_sentences_and_belong_to_one_kind(contents: Contents) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for product in contents.products:
        kinds[product.description].add(product.attributes["kind"])
        sentences = len(re.findall(r"[.!?](?:\s|$)", product.description))
        assert 3 <= sentences <= 7, product.description
        assert 50 <= len(product.description) <= 400, product.description
    assert all(len(found) == 1 for found in kinds.values())

"""The demo shop's pictures: one for every kind, safe to show, small, and in the colour that was asked for."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.demo.pictures import draw
from catalog.demo.pictures.drawings import Placed, drawings
from catalog.demo.pictures.errors import DrawingBroken
from catalog.demo.pictures.looks import all_drawings, known_kinds
from catalog.demo.pictures.palette import backdrop, lightness, tones
from catalog.demo.pictures.render import Canvas
from catalog.demo.vocabulary import vocabulary

KINDS = sorted(known_kinds())
LARGEST = 6 * 1024
SVG = "{http://www.w3.org/2000/svg}"
SAFE = {
    "svg", "title", "style", "defs", "radialGradient", "linearGradient", "stop", "clipPath",
    "g", "path", "rect", "ellipse", "text",
}  # fmt: skip


def picture(kind: str = "t-shirt", department: str = "clothing", **changes: str | None) -> str:
    asked: dict[str, str | None] = {"color": None, "brand": "Rivet & Rye", "title": "", "seed": "p-1", **changes}
    return draw(
        kind=kind,
        department=department,
        color=asked["color"],
        brand=asked["brand"] or "",
        title=asked["title"] or "",
        seed=asked["seed"] or "",
    )


def elements(svg: str) -> Iterator[ET.Element]:
    return ET.fromstring(svg).iter()  # noqa: S314 -- our own drawing


@pytest.mark.parametrize(("department", "kind"), KINDS)
def test_every_kind_has_a_safe_small_picture_of_its_own(department: str, kind: str) -> None:
    svg = picture(kind, department, title=f"Rivet & Rye {kind}")
    assert len(svg.encode()) <= LARGEST
    assert {element.tag.removeprefix(SVG) for element in elements(svg)} <= SAFE
    assert not re.search(r"href|javascript|\bon\w+=|@import|data:", svg)
    assert set(re.findall(r"url\(([^)]*)\)", svg)) <= {f"#{name}" for name in re.findall(r'id="([^"]+)"', svg)}
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert svg != picture("no such thing", department, title=f"Rivet & Rye {kind}")


def test_every_drawing_a_kind_or_a_word_names_exists_and_none_is_left_over() -> None:
    reached: set[str] = set()
    ahead = set(all_drawings())
    while ahead:
        name = ahead.pop()
        reached.add(name)
        inside = {part.name for part in drawings()[name].parts if isinstance(part, Placed)} - {"motif"}
        ahead |= inside - reached
    assert reached == set(drawings())


def test_every_kind_the_vocabularies_sell_is_listed() -> None:
    assert {(kind.department, kind.name) for kind in vocabulary().kinds} <= set(KINDS)


def test_same_product_always_gets_the_same_picture() -> None:
    assert picture(color="navy", seed="p-7") == picture(color="navy", seed="p-7")


def test_colour_word_paints_the_product() -> None:
    hexes = vocabulary().colors
    for name in ("navy", "sage", "mustard"):
        assert hexes[name].hex in picture(color=name)
        assert hexes[name].hex not in picture(color="red")


def test_longest_colour_word_wins_and_a_second_colour_becomes_the_trim() -> None:
    colors = vocabulary().colors
    assert picture("hiking socks", "outdoor", color="light blue") != picture("hiking socks", "outdoor", color="blue")
    both = picture("hiking socks", "outdoor", color="navy and light gray")
    assert colors["navy"].hex in both
    assert colors["light gray"].hex in both


def test_unknown_colour_falls_back_to_the_kinds_own() -> None:
    assert picture(color="ultraplaid") == picture(color=None)


def test_thing_nobody_drew_is_a_parcel_whatever_the_department() -> None:
    assert picture("antimatter", "physics", seed="a") == picture("dark matter", "physics", title="antimatter", seed="a")


@pytest.mark.parametrize(
    ("kind", "plain", "said"),
    [
        ("yogurt", "Plain Yogurt", "Blueberry Yogurt"),
        ("lemons", "Lemons, 2 lb", "Limes, 1 lb"),
        ("apples", "Gala Apples", "Granny Smith Apples"),
        ("frozen pizza", "Pepperoni Frozen Pizza", "Margherita Frozen Pizza"),
    ],
)
def test_title_shows_on_groceries(kind: str, plain: str, said: str) -> None:
    without_title = [
        re.sub(r"<title>.*?</title>", "", picture(kind, "grocery", title=title)) for title in (plain, said)
    ]
    assert without_title[0] != without_title[1]


def test_brands_name_is_lettered_on_its_packages() -> None:
    words = [element.text for element in elements(picture("cereal", "grocery", brand="Penny Basket")) if element.text]
    assert "Penny" in words


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><image href="//x"/>', "]]>&lt;'\x00\x1b\ud800", "</title><a>"]
)
def test_hostile_words_stay_text(hostile: str) -> None:
    svg = picture("cereal", "grocery", title=hostile, brand=hostile, color=hostile, seed=hostile)
    tags = {element.tag.removeprefix(SVG) for element in elements(svg)}
    assert tags <= SAFE
    svg.encode()


@given(words=st.text(max_size=300))
def test_any_title_brand_and_seed_make_a_wellformed_small_picture(words: str) -> None:
    svg = picture("cereal", "grocery", title=words, brand=words, color=words, seed=words)
    assert next(elements(svg)).tag == f"{SVG}svg"
    assert len(svg.encode()) <= LARGEST


@pytest.mark.parametrize("department", ["grocery", "outdoor", "clothing", "electronics", "home"])
@pytest.mark.parametrize("color", sorted(vocabulary().colors))
def test_very_dark_and_very_light_products_stand_out_from_their_background(department: str, color: str) -> None:
    main = tones(main=vocabulary().colors[color].hex, accent=None, brand="", seed="")["main"]
    behind = backdrop(department, main)
    if lightness(main) < 0.3:
        assert lightness(behind.day) - lightness(main) > 0.4
        assert lightness(behind.night) - lightness(main) > 0.15
    if lightness(main) > 0.9:
        assert lightness(main) - lightness(behind.day) > 0.08
        assert lightness(main) - lightness(behind.night) > 0.4


def test_names_inside_two_pictures_do_not_collide() -> None:
    first, second = (set(re.findall(r'id="([^"]+)"', picture(seed=seed))) for seed in ("p-1", "p-2"))
    assert first
    assert not first & second


def test_drawing_that_names_a_missing_tone_says_which() -> None:
    canvas = Canvas(prefix="p", motif=None, brand="")
    with pytest.raises(DrawingBroken, match="main"):
        canvas.paint(drawings()["apple"], {})

"""Detection and false refusals, counted on answers that are known."""

from pathlib import Path

import pytest

from assistant.evaluation.assortment import Line, ask_lines, assortment_figures, read_lines
from assistant.evaluation.errors import BrokenLine, NothingToMeasure
from assistant.evaluation.progress import unheard
from catalog.money import Money
from catalog.product import ProductCard
from catalog.search import Found, NearMiss


def _card(product_id: str) -> ProductCard:
    return ProductCard(
        id=product_id,
        variant_id=f"{product_id}-1",
        title=f"The {product_id}",
        brand="",
        category="",
        attributes={},
        price=Money(amount_minor=1, currency="USD"),
        in_stock=True,
        rating=None,
        image_url="",
        url="",
    )


NOTHING = Found(cards=(), scores=(), total=0)
KETTLE = Found(cards=(_card("kettle"),), scores=(1.0,), total=1)
NEAR = Found(cards=(), scores=(), total=0, near_miss=NearMiss(card=_card("kettle"), without=("colors",)))
ANSWERS = {
    "a bike": NOTHING,
    "a car": KETTLE,
    "a boat": NEAR,
    "a water boiler": KETTLE,
    "a lamp": KETTLE,
    "tea": NOTHING,
}
LINES = [
    Line(carried=False, say="a bike", kinds=()),
    Line(carried=False, say="a car", kinds=()),
    Line(carried=False, say="a boat", kinds=()),
    Line(carried=True, say="a water boiler", kinds=("electric kettle",)),
    Line(carried=True, say="a lamp", kinds=("desk lamp",)),
    Line(carried=True, say="tea", kinds=("black tea",)),
]


async def test_refused_is_what_nothing_is_told_for_nor_offered_near() -> None:
    async def ask(text: str) -> Found:
        return ANSWERS[text]

    told = assortment_figures(await ask_lines(LINES, ask, kind_of={"kettle": "electric kettle"}, tell=unheard))

    assert told["detection"] == pytest.approx(1 / 3, abs=1e-4)
    assert told["false_refusals"] == pytest.approx(1 / 3, abs=1e-4)
    assert told["answered_right"] == pytest.approx(1 / 3, abs=1e-4)
    assert [each["say"] for each in told["missed"]] == ["a car", "a boat"]
    assert told["refused"] == ["tea"]
    assert told["wrong"] == [{"say": "a lamp", "told": "The kettle"}]


def test_lines_are_read_with_their_kinds_and_remarks_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text("# remark\nabsent\ta bike\n\ncarried\ta cup\tmug|camp mug\n")
    assert read_lines(path) == [
        Line(carried=False, say="a bike", kinds=()),
        Line(carried=True, say="a cup", kinds=("mug", "camp mug")),
    ]


@pytest.mark.parametrize("line", ["sold\ta bike", "absent", "carried\t "])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text(f"absent\ta bike\n{line}\n")
    with pytest.raises(BrokenLine) as broken:
        read_lines(path)
    assert broken.value.number == 2


def test_one_side_alone_measures_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text("absent\ta bike\n")
    with pytest.raises(NothingToMeasure):
        read_lines(path)

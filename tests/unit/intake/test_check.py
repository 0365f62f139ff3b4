"""A check finds what somebody who answers for the data would want to know, and keeps quiet about good data."""

from collections.abc import Mapping, Sequence

from catalog.intake.check.report import CatalogCheck, Report
from catalog.intake.items import Defaults, item_from

DOLLARS = Defaults(currency="USD")


def _row(number: int, **fields: object) -> dict[str, object]:
    return {
        "id": f"SKU-{number:04d}",
        "title": f"Ridgeline Jacket No {number}",
        "price": "80",
        "brand": "Stonecairn",
        "category": "Outdoor > Clothing > Jackets",
        "description": f"Jacket number {number} keeps the rain out on long days in the hills.",
        "image": f"https://shop.example/{number}.jpg",
        "color": "navy",
        **fields,
    }


def _report(rows: Sequence[Mapping[str, object]]) -> Report:
    with CatalogCheck() as checking:
        for line, row in enumerate(rows, start=2):
            checking.see(f"line {line}", item_from(row, defaults=DOLLARS))
        return checking.report()


def _found(rows: Sequence[Mapping[str, object]]) -> dict[str, tuple[int, list[str]]]:
    return {finding.code: (finding.count, finding.examples) for finding in _report(rows).findings}


GOOD = [_row(number) for number in range(30)]


def test_good_data_gives_no_finding() -> None:
    report = _report(GOOD)
    assert not report.findings
    assert (report.rows, report.products, report.variants, report.categories, report.errors) == (30, 30, 30, 1, 0)


def test_ids() -> None:
    found = _found(
        [*GOOD, GOOD[3], _row(4, price="90"), _row(50, id="sku-0005"), _row(51, id="Jacket 51/b"), {"title": "x"}]
    )
    assert found["repeated_row"] == (1, ["SKU-0003: line 5, line 32"])
    assert found["duplicate_id"] == (1, ["SKU-0004: line 6, line 33"])
    assert found["id_case"][0] == 1
    assert found["id_pattern"] == (1, ["line 35: 'Jacket 51/b' is A 9/A, most are A-9"])
    assert found["no_id"] == (1, ["line 36 id: is missing or empty"])


def test_titles() -> None:
    found = _found(
        [*GOOD, _row(40, title="Ridgeline jacket, No 7"), _row(41, title="BUY THIS JACKET NOW"), _row(42, title="J")]
    )
    assert found["duplicate_title"][0] == 1
    assert found["shouted_title"] == (
        1,
        ["line 33 (SKU-0041) title: 'BUY THIS JACKET NOW' is written in small letters"],
    )
    assert found["odd_title"] == (1, ["line 34: 'J'"])


def test_the_tree_of_categories() -> None:
    found = _found(
        [
            *GOOD,
            _row(60, category="Sale > Jackets"),
            _row(61, category="Outdoor > Clothing > T-Shirts"),
            _row(62, category="Outdoor > Clothing > Tshirt"),
            _row(63, category="Outdoor > Clothing"),
            _row(64, category="A > B > C > D"),
            _row(65, category=""),
        ]
    )
    assert found["same_leaf"] == (1, ["'Jackets' under Outdoor > Clothing (30), Sale (1)"])
    assert found["similar_categories"] == (1, ["'T-Shirts' (1), 'Tshirt' (1)"])
    assert found["mixed_depth"] == (1, ["Outdoor > Clothing (1 products)"])
    assert found["deep_category"] == (1, ["A > B > C > D"])
    assert found["no_category"] == (1, ["line 37"])


def test_prices() -> None:
    found = _found(
        [
            *GOOD,
            _row(70, price="7999"),
            _row(71, price="0"),
            _row(72, price="-4"),
            _row(73, price="80 EUR"),
            _row(74, sale_price="95"),
            _row(75, price=""),
        ]
    )
    assert found["price_outlier"][0] == 1
    assert found["price_outlier"][1][0].startswith("line 32: SKU-0070 costs 799900")
    assert found["price"] == (
        2,
        ["line 33 (SKU-0071) price: 0 is not above zero", "line 34 (SKU-0072) price: -4 is not above zero"],
    )
    assert found["several_currencies"] == (1, ["USD (32), EUR (1)"])
    assert found["sale_above_regular"][0] == 1
    assert found["no_price"][0] == 1


def test_variants() -> None:
    found = _found(
        [
            _row(1, id="P1"),
            _row(2, parent_id="P1", color="red"),
            _row(3, parent_id="P1", color="red"),
            _row(4, parent_id="P9"),
            _row(5, item_group_id="G", title="Copper Kettle", brand="Fern"),
            _row(6, item_group_id="G", title="Woollen Socks", brand="Larkmoor", color="grey"),
        ]
    )
    assert found["same_attributes"] == (1, ["line 4: SKU-0003 is like SKU-0002 of P1"])
    assert [example.split(": ")[0] for example in found["no_parent"][1]] == ["line 5", "line 6", "line 7"]
    assert found["clashing_brands"] == (1, ["G: Fern, Larkmoor"])
    assert found["clashing_titles"][0] == 1


def test_groups_without_rows_of_their_own_are_no_orphans() -> None:
    grouped = [_row(number, item_group_id=f"G{number // 2}", color=f"shade {number}") for number in range(60)]
    assert "no_parent" not in _found([*grouped, _row(70, id="G3", item_group_id="G4", color="red")])


def test_a_group_of_which_no_row_has_a_title() -> None:
    found = _found([*GOOD, *[_row(number, item_group_id="G", title="", color=f"{number}") for number in (60, 61)]])
    assert found["no_title"] == (1, ["line 32: no row of G has a title"])


def test_texts_and_pictures() -> None:
    same = "The very same words for each and every one of these products."
    found = _found(
        [
            *GOOD,
            *[_row(number, description=same, image="https://shop.example/none.png") for number in range(80, 92)],
            _row(93, description="Lorem ipsum dolor"),
            _row(94, description="", brand="", image=""),
            _row(95, link="htp://broken", image="http://shop.example/95.jpg"),
            _row(96, title="CafÃ© Jacket", description="a\x00b"),
        ]
    )  # fmt: skip
    assert found["same_description"][0] == 12
    assert found["same_image"][0] == 12
    assert found["placeholder"][0] == 1
    assert {found[code][0] for code in ("no_description", "no_brand", "no_image", "bad_url", "insecure_url")} == {1}
    assert found["mojibake"] == (
        1,
        ["line 47 (SKU-0096) title: was decoded with the wrong encoding once and has been mended"],
    )
    assert found["control_characters"][0] == 1


def test_coverage_by_category() -> None:
    rows = [*GOOD, *[_row(number, category="Grocery > Tea", color="", brand="") for number in range(40, 44)]]
    jackets, tea = _report([*rows, _row(50, category="Grocery > Tea", color="green")]).coverage
    assert (jackets.category, jackets.variants, jackets.shares) == (
        "Outdoor > Clothing > Jackets",
        30,
        {"brand": 1.0, "color": 1.0},
    )
    assert (tea.variants, tea.shares) == (5, {"brand": 0.2, "color": 0.2})


def test_examples_stay_few() -> None:
    found = _found([_row(number, title="") for number in range(100)])
    count, examples = found["no_title"]
    assert (count, len(examples)) == (100, 5)

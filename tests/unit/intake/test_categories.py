"""Paths of categories, however a feed writes them, folded into three levels that tell most."""

import pytest

from catalog.intake.categories import category_path, folded_path


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("Home > Women > Dresses > Maxi Dresses", ("Women", "Dresses", "Maxi Dresses")),
        ("Furniture / Beds & Headboards / Beds", ("Furniture", "Beds & Headboards", "Beds")),
        ("A|B|C", ("A", "B", "C")),
        ("Food, Beverages & Tobacco > Food Items", ("Food, Beverages & Tobacco", "Food Items")),
        ("TV/Video > Cables", ("TV/Video", "Cables")),
        ("Toys &gt; Puzzles", ("Toys", "Puzzles")),
        ("Shoes > Shoes > Boots", ("Shoes", "Boots")),
        (
            ["Electronics", "Headphones, Earbuds & Accessories", "Earbuds"],
            ("Electronics", "Headphones, Earbuds & Accessories", "Earbuds"),
        ),
        ([["A", "B"], ["A", "C", "D"]], ("A", "C", "D")),
        (["A > B", "A > B > C"], ("A", "B", "C")),
        ("['Home & Kitchen', 'Mugs']", ("Home & Kitchen", "Mugs")),
        ('["A", "B"]', ("A", "B")),
        ("Clothing > Tops, Clothing > Tops > Tees", ("Clothing", "Tops", "Tees")),
        ([{"id": 1, "name": "Garden"}, {"id": 2, "name": "Hoses"}], ("Garden", "Hoses")),
        ("Home", ("Home",)),
        ("1604", ()),
        ("", ()),
        (None, ()),
        (17, ()),
        ([[[[[["deep"]]]]]], ()),
    ],
)
def test_paths_of_all_shapes(raw: object, path: tuple[str, ...]) -> None:
    assert category_path(raw) == path


def test_of_a_deep_path_the_department_and_the_last_two_stay() -> None:
    assert folded_path(("Home & Kitchen", "Furniture", "Bedroom", "Mattresses & Springs", "Mattresses")) == (
        "Home & Kitchen",
        "Mattresses & Springs",
        "Mattresses",
    )
    assert folded_path(("A", "B")) == ("A", "B")

"""What is told of the person a present is for."""

import pytest

from shop.occasions import is_for_a_child, liked


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("gift for my dad who likes coffee", "coffee"),
        ("present for a friend who loves to cook under thirty dollars", "cook"),
        ("my sister is into yoga, any ideas", "yoga"),
        ("something for someone who drinks a lot of tea", "tea"),
        ("a gift for a coffee lover", "coffee"),
        ("a present for a real music fan", "music"),
        ("something nice for my grandma who likes gardening and she has a balcony", "gardening"),
        ("gift ideas", ""),
        ("what would you suggest for a beginner hiker", ""),
    ],
)
def test_what_someone_likes_is_heard(text: str, thing: str) -> None:
    assert liked(text) == thing


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("something for a six year old boy's birthday", True),
        ("a present for my nephew", True),
        ("a gift for a 40 year old", False),
        ("a birthday gift for a ten-year-old", True),
        ("gift for my dad", False),
    ],
)
def test_a_child_is_told_from_a_grown_up(text: str, child: bool) -> None:
    assert is_for_a_child(text) is child

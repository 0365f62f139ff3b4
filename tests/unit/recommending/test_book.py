"""What the book of candidates is made of, and that it comes back as it was kept."""

import numpy as np
import pytest
from scipy import sparse

from rerank.candidates.book import Book
from rerank.candidates.errors import BookUnreadable
from rerank.candidates.making import FEWEST_PEOPLE, kindred, made
from rerank.candidates.neighbourhood import MOST_IN_ROW, NEAREST, together
from rerank.candidates.tastes import taste_for
from tests.unit.recommending.logs import log


def neighbours(book: Book, thing: int) -> list[int]:
    return [other for other, _, _ in book.goes.of(thing)]


def test_what_stands_in_the_same_baskets_goes_together_and_says_how_often() -> None:
    book = made(log([*((person, 2, [0, 1]) for person in range(5)), (5, 1, [0, 1, 3])], things=4))
    assert [(other, seen) for other, _, seen in book.goes.of(0)] == [(1, 6)]
    assert neighbours(book, 2) == []


def test_what_everybody_looks_at_is_told_beside_nothing_in_particular() -> None:
    """Half of everybody looks at 2, and hardly more of those who look at 0; but many of those look at 1."""
    looked = [[0, 1, 2]] * 4 + [[0, 1, 3]] * 4 + [[0, 2, 3]] * 4 + [[2, 3]] * 24 + [[3, 4]] * 24
    rows = sparse.csr_array([[float(thing in row) for thing in range(5)] for row in looked])
    told = {other: seen for other, _, seen in together(rows, shrinkage=5.0).of(0)}
    assert told == {1: 8, 2: 0, 3: 0}


def test_what_a_few_people_have_of_everything_is_no_company() -> None:
    looked = [list(range(20))] * 6 + [[thing] for thing in range(20)] * 4
    rows = sparse.csr_array([[float(thing in row) for thing in range(20)] for row in looked])
    assert {seen for _, _, seen in together(rows, shrinkage=5.0).of(0)} == {0}


def test_a_handful_of_sightings_is_told_to_nobody() -> None:
    near = together(sparse.csr_array([[1.0, 1.0]] * 4 + [[1.0, 0.0]]), shrinkage=5.0)
    assert [(other, seen) for other, _, seen in near.of(0)] == [(1, 0)]


def test_one_sighting_together_is_chance() -> None:
    book = made(log([(0, 3, [0, 1]), (1, 2, [0]), (2, 1, [1])], things=2))
    assert neighbours(book, 0) == []


def test_a_basket_of_everything_says_nothing() -> None:
    whole = list(range(MOST_IN_ROW + 1))
    book = made(log([(0, 2, whole), (1, 1, whole)], things=len(whole)))
    assert neighbours(book, 0) == []


def test_a_thing_has_no_more_neighbours_than_there_is_room_for() -> None:
    shelf = list(range(NEAREST + 20))
    book = made(log([(person, 1, shelf) for person in range(4)], things=len(shelf)))
    assert len(neighbours(book, 0)) == NEAREST


def test_what_was_done_of_late_counts_more_than_what_was_done_once() -> None:
    old = [(person, 90, [0]) for person in range(6)]
    book = made(log([*old, *((person, 1, [1]) for person in range(3))], things=3))
    assert book.lately[1] > book.lately[0] > book.lately[2] == 0


def test_what_is_never_bought_alone_goes_along() -> None:
    book = made(log([(person, 1, [0, 1]) for person in range(5)] + [(person, 2, [0]) for person in range(5)], things=2))
    assert book.along[1] > book.along[0] > 0


def test_a_shop_without_a_purchase_has_a_book_all_the_same() -> None:
    book = made(log([], things=3))
    assert (len(book), book.factors.shape[1], neighbours(book, 0)) == (3, 0, [])


def test_tastes_are_known_from_enough_people_and_tell_two_crowds_apart() -> None:
    crowd = [(person, 1 + person % 7, [thing for thing in range(person % 2, 12, 2) if thing % 5 != person % 5])
             for person in range(FEWEST_PEOPLE + 10)]  # fmt: skip
    book = made(log(crowd, things=12))
    liked = [name for name, _ in taste_for(book, {"p0": 1.0, "p4": 1.0})]
    assert len(liked) >= 3
    assert all(int(name[1:]) % 2 == 0 for name in liked[:3])
    assert not {"p0", "p4"} & set(liked)


def test_people_alike_give_what_one_does_not_have_yet() -> None:
    told = kindred(log([(0, 3, [0, 2]), (1, 2, [0, 2]), (2, 1, [0])], things=4))
    assert {one.person: one.product_ids for one in told} == {"person2": ("p2",)}


def test_a_book_comes_back_as_it_was_kept() -> None:
    book = made(log([(0, 3, [0, 1]), (1, 2, [0, 1]), (2, 1, [0, 1, 3])], things=4))
    again = Book.from_bytes(book.as_bytes())
    assert (again.ids, again.categories, again.beside) == (book.ids, book.categories, book.beside)
    for name in ("lately", "along", "lift", "factors", "price_minor", "of_category"):
        assert np.array_equal(getattr(again, name), getattr(book, name))
    assert list(again.goes.of(0)) == list(book.goes.of(0))


@pytest.mark.parametrize("content", [b"", b"torn", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_book_is_said_so(content: bytes) -> None:
    with pytest.raises(BookUnreadable):
        Book.from_bytes(content)

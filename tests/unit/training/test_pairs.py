"""What is learned from and what is asked afterwards have no query in common, and a sure gain is told from luck."""

from pathlib import Path

import pytest

from assistant.training.embedding import judged
from assistant.training.errors import PairsUnusable
from assistant.training.pairs import part, read_pairs

SOLD = frozenset(f"p{number}" for number in range(50))
FILE = Path("pairs.tsv")
MANY = [(f"{word} number {number}", f"p{number % 50}") for number in range(150) for word in ("tent", "lamp", "sock")]


def test_a_file_of_pairs_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("warm socks\tp1\n\n  rain coat \t p2 \n")
    assert read_pairs(path) == [("warm socks", "p1"), ("rain coat", "p2")]


@pytest.mark.parametrize("line", ["only a query", "a\tb\tc", "\tp1", "query\t "])
def test_a_line_that_is_no_pair_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"warm socks\tp1\n{line}\n")
    with pytest.raises(PairsUnusable, match="line 2"):
        read_pairs(path)


def test_no_query_is_both_learned_and_asked_however_it_is_written() -> None:
    written_otherwise = [(f"  {query.upper()} ", "p7") for query, _ in MANY]
    pairs = part([*MANY, *written_otherwise], sold=SOLD, path=FILE)
    assert {query for query, _ in pairs.learned}.isdisjoint(pairs.held_out)
    assert len({query for query, _ in pairs.learned} | pairs.held_out.keys()) == len(MANY)
    assert all("p7" in bought for bought in pairs.held_out.values())


def test_the_same_queries_are_kept_back_each_time() -> None:
    more = [(f"blanket number {number}", "p1") for number in range(50)]
    before, after = (part(pairs, sold=SOLD, path=FILE).held_out for pairs in (MANY, [*more, *MANY[::-1]]))
    assert before.items() <= after.items()


def test_what_is_no_longer_sold_is_counted_and_too_little_is_refused() -> None:
    assert part([*MANY, ("old thing", "gone")], sold=SOLD, path=FILE).unknown == 1
    with pytest.raises(PairsUnusable, match="at least"):
        part(MANY[:50], sold=SOLD, path=FILE)


def test_a_gain_has_to_be_sure() -> None:
    before = [0.0, 1.0] * 50
    assert judged(before, [min(1.0, value + 0.2) for value in before]).promoted
    assert not judged(before, before).promoted
    assert not judged(before, [*before[:99], before[99] - 1.0]).promoted
    lucky = [*before]
    lucky[0] = 1.0
    assert not judged(before, lucky).promoted

"""Labelled sets in the shapes in which they are passed around, and the line that is none."""

import gzip
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.dataset import keepable, read_judgments, read_queries, read_records
from assistant.evaluation.errors import BrokenLine


def _file(folder: Path, text: str, name: str = "file") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "q1\train jacket\nq2\tvino tinto\n",
        "\ufeffq1\train jacket\r\nq2\tvino tinto\r\n\r\n",
        "query_id\tquery\tquery_class\nq1\train jacket\tJackets\nq2\tvino tinto\t\n",
        "query-id\ttext\nq1\train jacket\nq2\tvino tinto",
        '{"_id": "q1", "text": "rain jacket", "metadata": {}}\n{"_id": "q2", "text": "vino tinto"}\n',
        '{"query_id": "q1", "query": "rain jacket"}\n\n{"query_id": "q2", "query": "vino tinto"}\n',
    ],
)
def test_queries_come_as_tsv_or_jsonl(tmp_path: Path, text: str) -> None:
    assert read_queries(_file(tmp_path, text)) == {"q1": "rain jacket", "q2": "vino tinto"}


def test_a_query_called_query_is_no_header(tmp_path: Path) -> None:
    assert read_queries(_file(tmp_path, "1\tquery\n2\tid\n")) == {"1": "query", "2": "id"}


def test_numbers_are_ids_too(tmp_path: Path) -> None:
    assert read_queries(_file(tmp_path, '{"_id": 7, "text": "tea"}')) == {"7": "tea"}


@pytest.mark.parametrize(
    "text",
    [
        "q1\t0\tp1\t3\nq1\t0\tp2\t0\n",
        "q1 0 p1 3\nq1 0 p2 0\n",
        "q1\tp1\t3\nq1\tp2\t0\n",
        "query-id\tcorpus-id\tscore\nq1\tp1\t3\nq1\tp2\t0\n",
        "id\tquery_id\tproduct_id\tlabel\n0\tq1\tp1\t3\n1\tq1\tp2\t0\n",
        "query\titer\tdoc\tgrade\nq1\t0\tp1\t3.0\nq1\t0\tp2\t0.0\n",
    ],
)
def test_judgments_come_as_trec_or_beir(tmp_path: Path, text: str) -> None:
    read = read_judgments(_file(tmp_path, text))
    assert read.gains == {"q1": {"p1": 3.0, "p2": 0.0}}
    assert read.highest == 3.0


def test_ids_may_hold_spaces_where_tabs_part_the_columns(tmp_path: Path) -> None:
    assert read_judgments(_file(tmp_path, "q 1\tsku 12\t1\n")).gains == {"q 1": {"sku 12": 1.0}}


def test_a_gain_is_given_for_each_grade_and_none_for_spam(tmp_path: Path) -> None:
    read = read_judgments(_file(tmp_path, "q\t0\ta\t2\nq\t0\tb\t1\nq\t0\tc\t-2\n"), gains=[0, 0.1, 1, 5])
    assert read.gains == {"q": {"a": 1.0, "b": 0.1, "c": 0.0}}
    assert read.highest == 5.0


def test_of_two_judgments_the_higher_counts(tmp_path: Path) -> None:
    read = read_judgments(_file(tmp_path, "q\ta\t2\nq\ta\t1\nq\ta\t2\n"))
    assert read.gains == {"q": {"a": 2.0}}
    assert read.repeated == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("q1\t0\ta\t1\nq1\t0\n", 2, "not a query"),
        ("q1\t0\ta\t1\n\nq1\t0\tb\tgood\n", 3, "not a number"),
        ("q1\t0\ta\t4\n", 1, "the grades 0 to 3"),
        ("q1\t0\ta\t1.5\n", 1, "no gain"),
        ("q1\t0\ta\t1\nq1\t0\tb\tnan\n", 2, "not a number"),
    ],
)
def test_a_broken_judgment_is_named_by_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(BrokenLine, match=reason) as broken:
        read_judgments(_file(tmp_path, text), gains=[0, 1, 3, 7])
    assert broken.value.number == line
    assert f"line {line}" in str(broken.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [("q1\tone\nq2 two\n", 2), ('{"_id": "q1"}\n', 1), ('{"_id": "q1", "text": "a"}\n{"_id": \n', 2), ("[1]\n", 1)],
)
def test_a_broken_query_is_named_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(BrokenLine) as broken:
        read_queries(_file(tmp_path, text))
    assert broken.value.number == line


@pytest.mark.parametrize("text", ['{"id": 1}\n{"id": \n', '{"id": 1}\n["id"]\n', '{"id": 1}\n' + "[" * 100_000 + "\n"])
def test_a_broken_record_is_named_by_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenLine) as broken:
        list(read_records(_file(tmp_path, text)))
    assert broken.value.number == 2
    assert len(str(broken.value)) < 1000


def test_packed_files_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(gzip.compress(b'{"id": 1}\n'))
    assert list(read_records(path)) == [(1, {"id": 1})]


def test_a_damaged_package_is_a_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1}\n' * 10_000)[:-20])
    with pytest.raises(BrokenLine, match="damaged"):
        list(read_records(path))


def test_bytes_that_are_no_text_do_not_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "queries.tsv"
    path.write_bytes(b"q1\tcaf\xe9 filter\n")
    assert read_queries(path)["q1"].startswith("caf")


@given(st.text())
def test_what_is_kept_can_be_kept(text: str) -> None:
    assert "\x00" not in keepable(f"{text}\x00\ud800")
    keepable(f"{text}\x00\ud800").encode()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_whatever_a_file_holds_it_is_read_or_a_line_is_named(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = _file(Path(folder), text)
        for read in (read_queries, read_judgments, lambda path: list(read_records(path))):
            with suppress(BrokenLine):
                read(path)

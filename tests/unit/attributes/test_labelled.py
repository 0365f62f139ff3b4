"""The floor under what is extracted, on products labelled by hand; the held-out ones were labelled before any rule."""

from pathlib import Path

import pytest

from catalog.attributes.errors import LabelsUnreadable
from catalog.attributes.evaluation import measure, read_labelled

LABELLED = Path(__file__).parents[2] / "attributes"


@pytest.mark.parametrize(("file", "precision", "recall"), [("development", 0.97, 0.95), ("held_out", 0.95, 0.85)])
def test_precision_and_recall_hold(file: str, precision: float, recall: float) -> None:
    measured = measure(read_labelled(LABELLED / f"{file}.jsonl"))
    mistakes = "\n".join(str(mistake) for mistake in measured.mistakes)
    assert measured.products >= 100
    assert measured.overall.precision >= precision, mistakes
    assert measured.overall.recall >= recall, mistakes


def test_an_extraction_that_is_wrong_or_missing_counts_against_it(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(
        '{"title": "Red Shirt, XL", "text": "", "category": ["Clothing"], "labels": {"color": "blue", "size": "xl",'
        ' "material": "wool", "kind": "shirt|top"}}\n'
    )
    measured = measure(read_labelled(file))
    assert (measured.overall.right, measured.overall.extracted, measured.overall.labelled) == (2, 3, 4)
    assert {(mistake.name, mistake.extracted, mistake.labelled) for mistake in measured.mistakes} == {
        ("color", "red", "blue"),
        ("material", "", "wool"),
    }


@pytest.mark.parametrize(
    "line", ["no json", "[]", '{"title": "x"}', '{"title": "x", "text": "", "category": 1, "labels": 1}']
)
def test_a_file_without_labels_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(line)
    with pytest.raises(LabelsUnreadable, match="labelled"):
        read_labelled(file)

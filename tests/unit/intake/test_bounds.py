"""What a feed may take of a machine's memory and time is bounded, whatever it holds."""

import gzip
from pathlib import Path

import pytest

from catalog.intake.errors import FileBroken
from catalog.intake.files import CatalogFile
from catalog.intake.formats import rows_of


@pytest.mark.parametrize(
    ("begun", "endless"),
    [
        ('{"products": [{"id": 1, "title": "', "A" * 1000),
        ('{"products": [{"id": 1, "more": [', "1," * 1000),
        ('{"products": [{"id": 1, "more": ', "[" * 1000),
        ("<rss><item><title>", "A" * 1000),
        ('<rss><item a="', "A" * 1000),
        ("<rss><item>", "<a/>" * 250),
        ("<rss>", "<unknown>shoe</unknown>" * 50),
    ],
)
def test_a_product_without_end_is_given_up(tmp_path: Path, begun: str, endless: str) -> None:
    """A packed file of kilobytes: held whole it would fill the memory."""
    path = tmp_path / "feed"
    path.write_bytes(gzip.compress((begun + endless * 20_000).encode(), 1))
    with pytest.raises(FileBroken, match=r"longer than 16 MB|nested too deeply|within 4 MB"):
        list(rows_of(CatalogFile(path)))

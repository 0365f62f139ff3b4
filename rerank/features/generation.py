"""Turns the definitions into the SQL that a turn reads features by: `python -m rerank.features.generation`."""

from pathlib import Path

import ibis

from rerank.features.definitions import FEATURES, reckoned
from rerank.features.inputs import unbound
from rerank.features.rows import NAMED

FILE = Path(__file__).parent / "reckoned.sql"


def generated() -> str:
    """Serving reads the file, and never loads what it was made with."""
    formulas = str(ibis.to_sql(reckoned(unbound()), dialect="postgres", pretty=False))
    return f"{NAMED}{' '.join(feature.id for feature in FEATURES)}\n{formulas}\n"


if __name__ == "__main__":
    FILE.write_text(generated(), encoding="utf-8")

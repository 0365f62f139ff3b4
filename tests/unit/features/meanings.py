"""What each feature says of a made-up life: `python -m tests.unit.features.meanings` notes it in meanings.json."""

import json
import math
from pathlib import Path
from typing import Any

import pyarrow as pa

from rerank.features.engines import IDS, DuckDb
from rerank.features.exported import CATEGORY_FACTS, ITEM_FACTS, SIGNALS, VECTORS, Export

NOTED = Path(__file__).parent / "meanings.json"
AT, DAY = 1_772_638_200.0, 86_400.0
PRODUCTS = {"kettle": "Kitchen", "boots": "Shoes"}


def meanings() -> dict[str, list[float | None]]:
    """By the feature's id, of both products; null is not known."""
    history = {
        "signals": _table(SIGNALS, _signals()),
        "item_facts": _table(ITEM_FACTS, [_fact(product_id, number) for number, product_id in enumerate(PRODUCTS, 1)]),
        "category_facts": _table(
            CATEGORY_FACTS,
            [
                {"category": each, "block": block, "valid_from": AT - DAY, "noticed": 50.0, "bought": 7.0, "lift": 1.25}
                for each in PRODUCTS.values()
                for block in range(8)
            ],
        ),
        "vectors": _table(
            VECTORS, [{"product_id": "kettle", "vector": [0.6, 0.8]}, {"product_id": "boots", "vector": [1.0, 0.0]}]
        ),
    }
    asked = pa.table(
        {
            "row": [0, 1],
            "moment": [0, 0],
            "person_id": ["maya"] * 2,
            "at": [AT, AT],
            "product_id": list(PRODUCTS),
        }
    )
    values = DuckDb(threads=1).reckon(asked, history)
    return {
        name: [None if math.isnan(value) else float(f"{value:.5g}") for value in column]
        for name, column in zip(IDS, values.T.tolist(), strict=True)
    }


def _signals() -> list[dict[str, Any]]:
    told = [
        *(("purchase", "kettle", days, 2.0) for days in (70, 40, 12)),
        *(("return", "kettle", 8, 1.0), ("purchase", "boots", 3, 1.0)),
        *((kind, "boots", minutes / 1440, 1.0) for minutes, kind in enumerate(("view", "click", "dwell"), 5)),
        *(("impression", "kettle", minutes / 1440, 1.0) for minutes in (20, 21, 300)),
        *(
            ("add_to_cart", "kettle", 0.3, 3.0),
            ("remove_from_cart", "kettle", 0.2, 1.0),
            ("rejection", "boots", 6, 1.0),
        ),
        *(("click", "kettle", 9, 1.0), ("click", "boots", 20, 1.0)),
    ]
    return [
        {
            "person_id": "maya",
            "kind": kind,
            "product_id": product_id,
            "category": PRODUCTS[product_id],
            "brand": "Barrow",
            "size": "m" if number % 2 else "s",
            "signal_no": number,
            "price": 800.0 + 90 * number,
            "list_price": 1500.0 - 20 * number,
            "place": 0.05 * number,
            "quantity": quantity,
            "dwell_s": 45.0,
            "occurred": AT - days * DAY,
            "known": AT - days * DAY,
        }
        for number, (kind, product_id, days, quantity) in enumerate(told)
    ]


def _fact(product_id: str, number: int) -> dict[str, Any]:
    return {
        "product_id": product_id,
        "category": PRODUCTS[product_id],
        "brand": "Barrow",
        "sizes": "|m|l|",
        "valid_from": AT - DAY,
        "added": AT - 30 * DAY,
        "price": 1000.0 * number,
        "list_price": 1600.0 * number,
        "place": 0.3 * number,
        "rating": 4.0 + 0.1 * number,
        "rating_count": 12.0,
        "shown": 90.0,
        "clicked": 4.0 * number,
        "expected_clicks": 5.0,
        "noticed": 20.0 + number,
        "noticed_1d": 2.0,
        "bought": 4.0,
        "bought_1d": 1.0 * number,
    }


def _table(export: Export, rows: list[dict[str, Any]]) -> pa.Table:
    columns = {name: pa.array([row[name] for row in rows], type=kind) for name, kind in export.columns.items()}
    return pa.table(columns)


if __name__ == "__main__":
    NOTED.write_text(json.dumps(meanings(), indent=1) + "\n", encoding="utf-8")

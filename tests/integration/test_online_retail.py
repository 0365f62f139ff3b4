"""Real invoices: the split and the references come out as others have reckoned them."""

from pathlib import Path

import pytest

from assistant.evaluation.purchase_file import purchase_lines
from assistant.evaluation.recommend import gathered, measured, references
from rerank.candidates.purchases import last_baskets_apart

INVOICES = Path(__file__).parents[3] / "shared/bench/online_retail/invoices.csv.gz"


@pytest.mark.skipif(not INVOICES.is_file(), reason="the invoices to measure on are not here")
def test_the_references_on_real_invoices_are_the_known_ones() -> None:
    split = last_baskets_apart(gathered(purchase_lines(INVOICES)).purchases, fewest=3)
    figures = measured(split, references(split.history))
    told = {(name, side): figures[name][side]["ndcg@10"] for name in figures for side in ("all", "new")}
    assert (figures["popularity"]["all"]["customers"], figures["popularity"]["new"]["customers"]) == (2009, 1723)
    assert told["popularity", "all"] == pytest.approx(0.063, abs=0.001)
    assert told["popularity", "new"] == pytest.approx(0.029, abs=0.001)
    assert told["item_knn_plain", "all"] == pytest.approx(0.137, abs=0.001)
    assert told["item_knn_plain", "new"] == pytest.approx(0.058, abs=0.001)
    assert told["personal_top", "all"] == pytest.approx(0.296, abs=0.002)

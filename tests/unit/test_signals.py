"""What speaks for a candidate, how much each of it counts, and how judgments set that."""

from dataclasses import astuple, dataclass

import numpy as np
import pytest

from catalog.retrieval.fusion import DEFAULT, Weights, fit
from catalog.retrieval.signals import NAMES, Figures, signals_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    lexical: float = 0.5
    cosine: float | None = 0.5
    wished: float = 0.0
    named: bool = False
    path: tuple[str, ...] = ("Home", "Kitchen", "Knives")
    vector: bytes | None = None

    @property
    def likeness(self) -> float:
        return (self.lexical + (self.lexical if self.cosine is None else self.cosine)) / 2


def halves(*values: float) -> bytes:
    """As the database sends a vector."""
    return np.array([len(values), 0], ">u2").tobytes() + np.array(values, ">f2").tobytes()


def column(name: str, figures: Figures) -> list[float]:
    return [round(float(value), 3) for value in figures[:, NAMES.index(name)]]


def test_what_stands_where_the_likest_stand_is_nearer() -> None:
    likest = [Seen(lexical=0.9)] * 2
    rest = [Seen(), Seen(path=("Home", "Bath", "Towels")), Seen(path=("Toys",)), Seen(path=())] + [Seen()] * 14
    assert column("shelf", signals_of([*likest, *rest]))[2:6] == [1.0, 0.333, 0.0, 0.0]


def test_what_is_like_the_likest_keeps_them_company() -> None:
    likest = [Seen(lexical=0.9, vector=halves(1, 0, 0)), Seen(lexical=0.9, vector=halves(0, 1, 0))]
    between, other = Seen(vector=halves(0.7071, 0.7071, 0)), Seen(vector=halves(0, 0, 1))
    company = column("company", signals_of([*likest, between, other, *[Seen(vector=halves(0, 0, 1))] * 16]))
    assert company[:4] == [0.707, 0.707, 1.0, 0.0]


def test_a_product_without_a_vector_is_judged_by_its_words() -> None:
    figures = signals_of([Seen(lexical=0.8, cosine=None), Seen(lexical=0.2, vector=halves(1, 0))])
    assert column("meaning", figures) == [0.8, 0.5]
    assert column("company", figures) == [0.8, 0.2]


def test_cosines_of_another_model_are_read_as_the_built_in_ones() -> None:
    figures = signals_of([Seen(cosine=0.9)], reference=lambda cosine: cosine - 0.3)
    assert column("meaning", figures) == [0.6]


def test_scores_are_in_nought_to_one_and_wishes_met_count() -> None:
    plain, met = DEFAULT.scores(signals_of([Seen(), Seen(wished=1.0)]))
    assert 0 <= plain < met <= 1


@pytest.mark.parametrize("telling", range(len(NAMES)))
def test_judgments_raise_the_weight_of_the_signal_that_tells(telling: int) -> None:
    dice = np.random.default_rng(7)
    signals = [dice.random((30, len(NAMES))) for _ in range(40)]
    gains = [(each[:, telling] > 0.8).astype(float) for each in signals]
    fitted = np.array(astuple(fit(signals, gains)))
    assert int(fitted.argmax()) == telling
    assert (fitted >= 0).all()


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
def test_a_weight_is_never_below_zero(weight: float) -> None:
    with pytest.raises(ValueError, match="from 0"):
        Weights(words=weight)


def test_without_judgments_the_weights_stay() -> None:
    begin = Weights(words=1.0, meaning=3.0)
    assert fit([], [], begin=begin) == begin
    assert fit([np.ones((3, len(NAMES)))], [np.zeros(3)], begin=begin) == begin

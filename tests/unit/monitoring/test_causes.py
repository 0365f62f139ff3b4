"""Where a fall comes from, on weeks made so that it is known."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from rerank.monitoring.causes import DIMENSIONS, Kind, Slice, causes_of

CHANNELS = {"web": 0.6, "alexa": 0.3, "google": 0.1}
SURFACES = {"search": 0.7, "home": 0.3}
CATEGORIES = {"Grocery": 0.4, "Outdoor": 0.3, "Toys": 0.2, "Books": 0.1}
Where = dict[str, str]
Of = Callable[[Where], float]


def shop(
    rate_after: Of = lambda _: 0.1,
    *,
    share_after: Of = lambda _: 1.0,
    rate: Of = lambda _: 0.1,
    model_after: str | None = None,
    shown: int = 200_000,
    dice: np.random.Generator | None = None,
) -> list[Slice]:
    slices = []
    for names in itertools.product(CHANNELS, SURFACES, CATEGORIES):
        where = {"channel": names[0], "surface": names[1], "model": "baseline", "category": names[2]}
        share = CHANNELS[names[0]] * SURFACES[names[1]] * CATEGORIES[names[2]]
        before, after = shown * share, shown * share * share_after(where)
        hits = [before * rate(where), after * rate_after(where)]
        if dice is not None:
            hits = [float(dice.poisson(each)) for each in hits]
        if model_after is None:
            slices.append(
                Slice(where=where, shown_before=before, hits_before=hits[0], shown_after=after, hits_after=hits[1])
            )
            continue
        gone, come = where, where | {"model": model_after}
        slices.append(Slice(where=gone, shown_before=before, hits_before=hits[0], shown_after=0, hits_after=0))
        slices.append(Slice(where=come, shown_before=0, hits_before=0, shown_after=after, hits_after=hits[1]))
    return slices


def test_one_channel_that_fell_is_the_cause() -> None:
    (cause,) = causes_of(shop(lambda at: 0.05 if at["channel"] == "alexa" else 0.1))
    assert cause.where == {"channel": "alexa"}
    assert cause.kind is Kind.RATE
    assert cause.explains == pytest.approx(1)
    assert (cause.rate_before, cause.rate_after) == (pytest.approx(0.1), pytest.approx(0.05))


def test_a_category_on_one_channel_is_narrowed_down() -> None:
    fell = {"channel": "alexa", "category": "Grocery"}
    (cause,) = causes_of(shop(lambda at: 0.02 if fell.items() <= at.items() else 0.1))
    assert cause.where == fell
    assert cause.explains == pytest.approx(1)


def test_a_fall_everywhere_alike_has_no_single_cause() -> None:
    assert causes_of(shop(lambda _: 0.06)) == []


def test_a_new_model_is_the_cause_of_a_fall_everywhere() -> None:
    causes = causes_of(shop(lambda _: 0.06, model_after="ranking-7"))
    assert {cause.where["model"] for cause in causes} == {"baseline", "ranking-7"}
    assert all(cause.kind is Kind.MIX for cause in causes)
    assert sum(cause.explains for cause in causes) == pytest.approx(1)


def test_a_shift_of_the_mix_is_told_from_a_fall_of_rates() -> None:
    """No rate changed; but voice, where less is clicked, has twice as much of what is shown."""

    def rate(at: Where) -> float:
        return 0.03 if at["channel"] == "alexa" else 0.12

    causes = causes_of(shop(rate, rate=rate, share_after=lambda at: 3.0 if at["channel"] == "alexa" else 0.5))
    assert causes[0].where["channel"] == "alexa"
    assert all(cause.kind is Kind.MIX for cause in causes)
    assert causes[0].rate_before == pytest.approx(causes[0].rate_after)
    assert causes[0].share_after > causes[0].share_before


def test_two_categories_that_fell_are_both_told_the_greater_first() -> None:
    causes = causes_of(shop(lambda at: {"Grocery": 0.04, "Outdoor": 0.05}.get(at["category"], 0.1)))
    assert [cause.where["category"] for cause in causes] == ["Grocery", "Outdoor"]
    assert sum(cause.explains for cause in causes) == pytest.approx(1)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_cause_is_found_among_noise(channel: str) -> None:
    found = 0
    for seed in range(20):
        dice = np.random.default_rng(seed)
        fallen = shop(lambda at: 0.05 if at["channel"] == channel else 0.1, dice=dice)
        causes = causes_of(fallen)
        found += bool(causes) and causes[0].where.get("channel") == channel
    assert found == 20


def test_noise_alone_is_no_cause() -> None:
    """All fell alike, by half, on little traffic: slices differ by chance only."""
    blamed = sum(
        bool(causes_of(shop(lambda _: 0.05, shown=8_000, dice=np.random.default_rng(seed)))) for seed in range(100)
    )
    assert blamed <= 5


def test_nothing_shown_is_nothing_explained() -> None:
    assert causes_of([]) == []
    empty = Slice(where=dict.fromkeys(DIMENSIONS, ""), shown_before=10, hits_before=1, shown_after=0, hits_after=0)
    assert causes_of([empty]) == []

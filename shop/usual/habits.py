"""Which of the things that fit a request a shopper usually buys, and how sure that is: a pure reckoning."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from shop.usual.history import Bought, Correction, History

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A purchase counts half after `half_life_days`; from `threshold` on the usual is added without asking.

    A correction counts as `correction_weight` purchases. Between them `doubt` purchases stand against every habit, so
    that what was bought once is none.
    """

    half_life_days: float = 90.0
    threshold: float = 0.65
    correction_weight: float = 3.0
    doubt: float = 1.0

    def weight(self, at: datetime, now: datetime) -> float:
        age_days = max((now - at).total_seconds(), 0.0) / DAY_S
        return float(0.5 ** (age_days / self.half_life_days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """`share` is that of all purchases that fit, recent ones counting more; `quantity` is what is usually taken."""

    bought: Bought
    confidence: float
    share: float
    quantity: int

    @property
    def last(self) -> datetime | None:
        return self.bought.times[-1] if self.bought.times else None


def habits(
    history: History, *, fitting: Collection[str], now: datetime, reckoning: Reckoning | None = None
) -> tuple[Habit, ...]:
    """What fits and was bought or corrected to, the most usual first; nothing that does not fit is ever among it."""
    reckoning = reckoning or Reckoning()
    candidates = [each for each in history.bought if each.variant_id in fitting]
    settled = _settled(history.corrections)
    weights = {each.variant_id: _weight(each, history, settled, now, reckoning) for each in candidates}
    total = sum(weights.values())
    found = [
        Habit(
            bought=each,
            share=weights[each.variant_id] / total,
            confidence=weights[each.variant_id] / total * _evidence(weights[each.variant_id], reckoning),
            quantity=usual_quantity(each),
        )
        for each in candidates
        if weights[each.variant_id] > 0
    ]
    return tuple(sorted(found, key=lambda habit: (-habit.share, habit.bought.variant_id)))


def usual_quantity(bought: Bought) -> int:
    """The one most often taken; of equals the latest."""
    counted = Counter(bought.quantities)
    most = max(counted.values(), default=0)
    return next((taken for taken in reversed(bought.quantities) if counted[taken] == most), 1)


def cycle_days(bought: Bought) -> float | None:
    """How long it usually takes until it is bought again; None for what was not bought often enough to tell."""
    gaps = sorted((later - earlier).total_seconds() / DAY_S for earlier, later in pairwise(bought.times))
    gaps = [gap for gap in gaps if gap > 0]
    return gaps[len(gaps) // 2] if len(gaps) >= LEAST_GAPS else None


LEAST_GAPS = 2
# Nobody shops by the day: what is nearly due comes along, and what was long given up does not.
NEARLY_DUE, GIVEN_UP = 0.8, 3.0


def due(history: History, *, now: datetime) -> tuple[Bought, ...]:
    """What is bought again and again and has come due by its own cycle; the most often bought first."""
    found = []
    for each in history.bought:
        cycle = cycle_days(each)
        if cycle is None or not each.available:
            continue
        since = (now - each.times[-1]).total_seconds() / DAY_S
        if NEARLY_DUE * cycle <= since <= GIVEN_UP * cycle:
            found.append(each)
    return tuple(sorted(found, key=lambda each: (-len(each.times), each.variant_id)))


def _weight(each: Bought, history: History, settled: dict[str, datetime], now: datetime, reckoning: Reckoning) -> float:
    """What was twice corrected away from starts anew: what was bought before counts no more."""
    since = settled.get(each.variant_id)
    purchases = sum(reckoning.weight(at, now) for at in each.times if since is None or at > since)
    corrections = sum(
        reckoning.correction_weight * reckoning.weight(made.corrected_at, now)
        for made in history.corrections
        if made.right_id == each.variant_id and (since is None or made.corrected_at > since)
    )
    return purchases + corrections


def _settled(corrections: Sequence[Correction]) -> dict[str, datetime]:
    """When each variant was corrected away from for the second time in the same way."""
    seen: Counter[tuple[str, str]] = Counter()
    settled: dict[str, datetime] = {}
    for made in corrections:
        pair = made.wrong_id, made.right_id
        seen[pair] += 1
        seen[made.right_id, made.wrong_id] = 0
        if seen[pair] >= TWICE:
            settled[made.wrong_id] = made.corrected_at
    return settled


TWICE = 2


def _evidence(weight: float, reckoning: Reckoning) -> float:
    return weight / (weight + reckoning.doubt)

"""What is known of a shopper as a recommendation is made: what they bought, and what they did of late."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shop.usual.habits import cycle_days, due
from shop.usual.history import Bought, History

REJECTED_DAYS = 30.0
LOOKED_OR_TAKEN = frozenset({"view", "click", "dwell", "add_to_cart"})
FEW = 5
DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that was done with a product; `kind` as in events."""

    product_id: str
    kind: str
    at: datetime
    title: str
    dwell_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """What is bought again and again and has come due by its own cycle."""

    product_id: str
    cycle_days: float
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """`steps` are latest first; `kindred` is what people with a like history bought, by how likely it is.

    `shown` is how much of a look each product of their lists had, by its places and by how long ago that was.
    """

    steps: tuple[Step, ...] = ()
    kindred: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.steps or self.kindred)

    @property
    def bought(self) -> dict[str, tuple[datetime, ...]]:
        """When each product was bought, oldest first; what came back as often as it was bought is left out."""
        times: dict[str, list[datetime]] = defaultdict(list)
        back: dict[str, int] = defaultdict(int)
        for step in reversed(self.steps):
            if step.kind == "purchase":
                times[step.product_id].append(step.at)
            elif step.kind == "return":
                back[step.product_id] += 1
        return {name: tuple(sorted(at)) for name, at in times.items() if len(at) > back[name]}

    @property
    def latest(self) -> tuple[str, ...]:
        """The last few products that were looked at or taken."""
        met = dict.fromkeys(step.product_id for step in self.steps if step.kind in LOOKED_OR_TAKEN)
        return tuple(met)[:FEW]

    @property
    def titles(self) -> dict[str, str]:
        return {step.product_id: step.title for step in self.steps}

    def repeats(self, now: datetime) -> list[Repeat]:
        """Most often bought first."""
        kept = tuple(
            Bought(variant_id=name, product_id=name, title="", attributes={}, times=times, available=1)
            for name, times in self.bought.items()
        )
        return [
            Repeat(product_id=each.product_id, cycle_days=cycle_days(each) or 0.0, times=len(each.times))
            for each in due(History(bought=kept), now=now)
        ]

    def given_up(self, now: datetime) -> frozenset[str]:
        """What was put back or refused of late, unless it was taken up again since."""
        latest: dict[str, Step] = {}
        for step in self.steps:
            if step.kind in {"remove_from_cart", "rejection", "return", "add_to_cart", "purchase"}:
                latest.setdefault(step.product_id, step)
        return frozenset(
            name
            for name, step in latest.items()
            if step.kind in {"remove_from_cart", "rejection", "return"}
            and (now - step.at).total_seconds() < REJECTED_DAYS * DAY_S
        )

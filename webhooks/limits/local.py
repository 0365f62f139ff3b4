"""Counts in this process alone: what is left of the limits while the database cannot be asked."""

from collections import OrderedDict
from collections.abc import Callable, Mapping

from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Bucket, Kind, Rate

# Beyond so many callers, those who were away longest are looked at anew.
MOST_CALLERS = 10_000


class LocalLimits:
    """`Limits` by the moment at which each bucket will be full again; `clock` tells seconds that only ever go on."""

    def __init__(self, rates: Mapping[Kind, Rate], *, clock: Callable[[], float]) -> None:
        self._rates = dict(rates)
        self._clock = clock
        self._full_at: OrderedDict[Bucket, float] = OrderedDict()

    async def take(self, *buckets: Bucket) -> None:
        now = self._clock()
        waits = [wait_s for bucket in buckets if (wait_s := self._taken(bucket, now)) is not None]
        self._forget(now)
        if waits:
            raise TooOften(wait_s=max(waits))

    def _taken(self, bucket: Bucket, now: float) -> float | None:
        """How long to wait; nothing if one was taken."""
        rate = self._rates[bucket.kind]
        full_at = max(self._full_at.pop(bucket, now), now)
        over_s = full_at + rate.each_s - now - rate.room_s
        # Sums of fractions: the last of a full bucket must not fail by the error of rounding.
        is_refused = over_s > rate.each_s * 1e-6
        self._full_at[bucket] = full_at if is_refused else full_at + rate.each_s
        return over_s if is_refused else None

    def _forget(self, now: float) -> None:
        """The callers stand in the order in which they last came; a full bucket is one that nobody ever took from."""
        while self._full_at:
            bucket, full_at = next(iter(self._full_at.items()))
            if len(self._full_at) <= MOST_CALLERS and full_at > now:
                return
            del self._full_at[bucket]

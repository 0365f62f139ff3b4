"""The time that made-up shoppers go by: days that pass in minutes, or the time that it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """`reach` is told the day of the population's life that it is, `pass_by` how long a visit takes."""

    def now(self) -> datetime: ...

    def reach(self, day: float) -> datetime: ...

    def pass_by(self, seconds: float) -> datetime: ...


class ClockOnTheWall:
    """For a shop that is open: its days do not pass any faster, whatever the shoppers think."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def reach(self, day: float) -> datetime:  # noqa: ARG002 - as a played clock
        return self.now()

    def pass_by(self, seconds: float) -> datetime:  # noqa: ARG002 - as a played clock
        return self.now()


class PlayedClock:
    """Never goes back. `began` is the moment of day 0."""

    def __init__(self, began: datetime) -> None:
        self.began = began
        self._now = began

    def now(self) -> datetime:
        return self._now

    def reach(self, day: float) -> datetime:
        """The moment of a day and its part, or now if that is later already."""
        self._now = max(self._now, self.began + timedelta(days=day))
        return self._now

    def pass_by(self, seconds: float) -> datetime:
        self._now += timedelta(seconds=seconds)
        return self._now

"""The time that a simulated shop goes by: days that pass in minutes."""

from datetime import datetime, timedelta


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

    @property
    def day(self) -> float:
        return (self._now - self.began) / timedelta(days=1)

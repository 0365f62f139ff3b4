"""When an event happened, by a clock that nobody has set: what is believed of it, and what is not."""

from datetime import UTC, datetime, timedelta

# A clock that is off by less is left alone: the way here takes time as well.
SKEW_BORNE = timedelta(minutes=2)
LATEST = timedelta(days=7)


class Unbelievable(ValueError):
    """`reason` is too_old or in_future."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def moment_of(told: datetime, *, sent_at: datetime | None, received_at: datetime) -> datetime:
    """`sent_at` is what the same clock said when it sent the event. Raises Unbelievable."""
    skew = received_at - sent_at if sent_at else timedelta()
    try:
        moment = (told + skew if abs(skew) > SKEW_BORNE else told).astimezone(UTC)
    except OverflowError as exc:
        raise Unbelievable("too_old" if told < received_at else "in_future") from exc
    if moment > received_at + SKEW_BORNE:
        raise Unbelievable("in_future")
    if moment < received_at - LATEST:
        raise Unbelievable("too_old")
    return moment

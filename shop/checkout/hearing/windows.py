"""Which window an answer chooses, or which of them it leaves to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shop.checkout.hearing.times import Wish, days_only, fitting, wish_said
from shop.checkout.hearing.ways import place_said
from shop.checkout.window import Window

MOST_OFFERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Either one is `chosen`, or there are `windows` to choose from. `missed` if none is when it was wished for."""

    windows: tuple[Window, ...] = ()
    chosen: Window | None = None
    missed: bool = False


def offer_of(said: str, windows: Sequence[Window], *, told: Sequence[str], now: datetime) -> Offer | None:
    """`told` are the ids that were offered last; None if nothing is said of a time."""
    known = [window for window in windows if window.id in told]
    place = place_said(said, len(told)) if told else None
    if place is not None:
        chosen = next((window for window in windows if window.id == told[place]), None)
        return Offer(chosen=chosen) if chosen else Offer(windows=tuple(windows[:MOST_OFFERED]), missed=True)
    zone = ZoneInfo(windows[0].timezone if windows else "UTC")
    wish = wish_said(said, today=now.astimezone(zone).date())
    if wish is None:
        return None
    if wish.others and not wish.says_when:
        return Offer(windows=_after(known, windows, another_day="day" in said.lower()))
    return _meeting(wish, known, windows)


def _meeting(wish: Wish, known: Sequence[Window], windows: Sequence[Window]) -> Offer:
    fit = fitting(wish, windows)
    if not fit:
        on_that_day = fitting(days_only(wish), windows) if wish.days else ()
        return Offer(windows=tuple((on_that_day or windows)[:MOST_OFFERED]), missed=True)
    of_known = fitting(wish, known)
    if len(fit) == 1 or wish.soonest:
        return Offer(chosen=fit[0])
    return Offer(chosen=of_known[0]) if len(of_known) == 1 else Offer(windows=fit[:MOST_OFFERED])


def _after(known: Sequence[Window], windows: Sequence[Window], *, another_day: bool) -> tuple[Window, ...]:
    """Those later than what was told; from the beginning again where there are no more."""
    if not known:
        return tuple(windows[:MOST_OFFERED])
    last = max(window.starts_local for window in known)
    later = [
        window
        for window in windows
        if (window.starts_local.date() > last.date() if another_day else window.starts_local > last)
    ]
    return tuple((later or windows)[:MOST_OFFERED])

"""The times a checkout offers, as they are said and as they are written."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from shop.checkout.window import Fulfilment, Window
from shop.phrasing.checkout import asked, told
from shop.phrasing.days import day_ahead
from shop.reply import Answer
from shop.spoken import listing, number_in_words

NOON = 12


def windows(
    offered: Sequence[Window], way: Fulfilment, *, now: datetime, lead: str = "", again: bool = False
) -> Answer:
    """At most three; `lead` says first why these."""
    times = spoken_windows(offered, now=now)
    if len(offered) == 1:
        said = f"{lead}{sentence(f'I have {times}')} Is that all right?"
    elif lead or again:
        said = f"{lead}{sentence(f'I have {times}')} Which one?"
    elif way is Fulfilment.PICKUP:
        said = f"When will you pick it up: {times}, or another day?"
    else:
        said = f"When should it come: {times}, or another day?"
    places = ("The first one", "The second one", "The third one")
    written = "\n".join((said, *(f"{place}. {written_window(each, now=now)}" for place, each in enumerate(offered, 1))))
    return asked(said, written, *(places[: len(offered)] if len(offered) > 1 else ("Yes", "Another day")))


def earliest(offered: Sequence[Window], *, now: datetime) -> Answer:
    if not offered:
        return told("All times are taken at the moment.")
    return told(sentence(f"The earliest is {spoken_windows(offered, now=now)}"))


def no_window(way: Fulfilment) -> Answer:
    if way is Fulfilment.DELIVERY:
        return asked(
            "All delivery times are taken at the moment. Would you like to pick it up instead?", None, "Yes", "No"
        )
    return asked("There are no pickup times left there. Would you like it delivered instead?", None, "Yes", "No")


def none_then() -> str:
    return "Nothing is free then. "


def window_gone() -> Answer:
    return told("That time was just taken.")


def spoken_windows(offered: Sequence[Window], *, now: datetime) -> str:
    """ "Today four to six p.m. or six to eight p.m., or tomorrow eight to ten a.m."."""
    days = []
    for day, those in groupby(offered, key=lambda window: day_ahead(window.starts_at, now=now, zone=window.timezone)):
        spans = [_span(window) for window in those]
        days.append(f"{day.removeprefix('on ')} {listing(spans, last='or')}")
    return listing(days, last="or") if len(days) != 2 else ", or ".join(days)


def written_window(window: Window, *, now: datetime) -> str:
    day = day_ahead(window.starts_at, now=now, zone=window.timezone).removeprefix("on ")
    return f"{day[:1].upper()}{day[1:]}, {_digital(window.starts_local)} to {_digital(window.ends_local)}"


def sentence(words: str) -> str:
    """ "Ten a.m." ends one already."""
    return words if words.endswith(".") else f"{words}."


def _span(window: Window) -> str:
    """The half of the day is said once where both ends lie in it."""
    starts, ends = window.starts_local, window.ends_local
    first, last = _hour(starts), _hour(ends)
    if last == "noon" or (starts.hour < NOON) != (ends.hour < NOON):
        return f"{first} {_half(starts)} to {last}{'' if last == 'noon' else f' {_half(ends)}'}"
    return f"{first} to {last} {_half(ends)}"


def _hour(moment: datetime) -> str:
    if (moment.hour, moment.minute) == (NOON, 0):
        return "noon"
    hour = number_in_words(moment.hour % NOON or NOON)
    return f"{hour} {number_in_words(moment.minute)}" if moment.minute else hour


def _half(moment: datetime) -> str:
    return "a.m." if moment.hour < NOON else "p.m."


def _digital(moment: datetime) -> str:
    return f"{moment.hour % NOON or NOON}:{moment.minute:02d} {'AM' if moment.hour < NOON else 'PM'}"

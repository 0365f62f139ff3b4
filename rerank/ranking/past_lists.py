"""What became of lists that were shown: what was chosen of them, and what was looked at; no I/O."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rerank.events.event import EventKind

# Something taken so much later may still be what was shown.
REMEMBERED = timedelta(hours=24)
PASSED_OVER, LOOKED_AT, TAKEN, BOUGHT = 0, 1, 2, 3
GAINS: Mapping[EventKind, int] = {
    EventKind.VIEW: LOOKED_AT,
    EventKind.CLICK: LOOKED_AT,
    EventKind.ADD_TO_CART: TAKEN,
    EventKind.PURCHASE: BOUGHT,
}
"""What was sent back counts as no more than looked at."""
# A look says in which list it was; that something was taken is believed of whatever list showed it last.
OF_ANY_LIST = frozenset({EventKind.ADD_TO_CART, EventKind.PURCHASE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PastList:
    """Placements stand by position. `seen` are the values of `features`, one placement after the other.

    `person` is None where nobody knows; `visit` is whose it is then.
    """

    list_id: str
    at: datetime
    surface: str
    channel: str
    person: str | None
    visit: str
    product_ids: tuple[str, ...]
    positions: tuple[int, ...]
    propensities: tuple[float, ...]
    explored: tuple[bool, ...]
    features: tuple[str, ...]
    seen: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """`is_vouched`: not only a page says so."""

    kind: EventKind
    at: datetime
    product_id: str
    list_id: str | None
    person: str | None
    is_vouched: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """Of one list the places that were looked at, counted from 0, and what each was worth."""

    past: PastList
    places: tuple[int, ...]
    gains: tuple[int, ...]


def examined(
    lists: Sequence[PastList], deeds: Iterable[Deed], impressions: Mapping[str, frozenset[str]]
) -> list[Examined]:
    """`impressions` are products by list id. Lists of which nobody is known to have seen anything are left out."""
    gains = _gains(lists, deeds)
    found = (_looked_at(past, gains.get(past.list_id, {}), impressions.get(past.list_id)) for past in lists)
    return [each for each in found if each.places]


def _looked_at(past: PastList, gains: Mapping[str, int], seen: frozenset[str] | None) -> Examined:
    """A page tells what came into view. Where none did tell, all is known to be seen down to the last thing chosen."""
    if seen is None:
        chosen = [place for place, product_id in enumerate(past.product_ids) if gains.get(product_id)]
        places = range(chosen[-1] + 1 if chosen else 0)
        kept = tuple(places)
    else:
        kept = tuple(
            place for place, product_id in enumerate(past.product_ids) if product_id in seen or gains.get(product_id)
        )
    return Examined(
        past=past, places=kept, gains=tuple(gains.get(past.product_ids[place], PASSED_OVER) for place in kept)
    )


def _gains(lists: Sequence[PastList], deeds: Iterable[Deed]) -> dict[str, dict[str, int]]:
    """By list and product: the most that was done with it, unless it was sent back."""
    known = {past.list_id: past for past in lists}
    latest = _Latest(lists)
    gains: dict[str, dict[str, int]] = {}
    for deed in sorted(deeds, key=lambda one: one.at):
        past = latest.bought_in(deed) if deed.kind is EventKind.RETURN else _list_of(deed, known, latest)
        if past is None or deed.product_id not in past.product_ids:
            continue
        latest.note(deed, past)
        of_list = gains.setdefault(past.list_id, {})
        before = of_list.get(deed.product_id, PASSED_OVER)
        if deed.kind is EventKind.RETURN:
            of_list[deed.product_id] = min(before, LOOKED_AT)
        else:
            of_list[deed.product_id] = max(before, _gain(deed))
    return gains


def _gain(deed: Deed) -> int:
    """A page may tell of any number of purchases, which cost nothing to make up: they say as much as a cart."""
    gain = GAINS.get(deed.kind, PASSED_OVER)
    return gain if deed.is_vouched else min(gain, TAKEN)


class _Latest:
    """In which list somebody was last shown a product."""

    def __init__(self, lists: Sequence[PastList]) -> None:
        self._shown: dict[tuple[str, str], list[tuple[datetime, PastList]]] = {}
        self._bought_in: dict[tuple[str, str], PastList] = {}
        for past in sorted(lists, key=lambda one: one.at):
            for product_id in past.product_ids:
                if past.person is not None:
                    self._shown.setdefault((past.person, product_id), []).append((past.at, past))

    def of(self, deed: Deed) -> PastList | None:
        if deed.kind not in OF_ANY_LIST:
            return None
        shown = self._shown.get(_whose(deed), [])
        place = bisect_right(shown, deed.at, key=lambda one: one[0]) - 1
        if place < 0 or deed.at - shown[place][0] > REMEMBERED:
            return None
        return shown[place][1]

    def note(self, deed: Deed, past: PastList) -> None:
        if deed.kind is EventKind.PURCHASE and deed.person is not None:
            self._bought_in[_whose(deed)] = past

    def bought_in(self, deed: Deed) -> PastList | None:
        """What is sent back is of the list that it was bought from, however long ago and whatever showed it since."""
        return self._bought_in.get(_whose(deed))


def _whose(deed: Deed) -> tuple[str, str]:
    return deed.person or "", deed.product_id


def _list_of(deed: Deed, known: Mapping[str, PastList], latest: _Latest) -> PastList | None:
    return known.get(deed.list_id or "") or latest.of(deed)

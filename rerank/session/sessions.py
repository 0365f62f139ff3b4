"""What the sessions of the last hour did, in this process's memory only: nothing of it is kept or passed on."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic

from rerank.session.intent import LOOKED_BACK, SEARCHES, Done, Sought

LASTS_S = 3600.0
MOST_SESSIONS = 20_000


@dataclass(slots=True)
class _Session:
    at: float
    searches: deque[Sought] = field(default_factory=lambda: deque(maxlen=SEARCHES))
    looks: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=LOOKED_BACK))


class Sessions:
    """`unit` is whoever an experiment counts as one; the session not heard of for longest makes room."""

    def __init__(self, *, clock: Callable[[], float] = monotonic, most: int = MOST_SESSIONS) -> None:
        self._clock = clock
        self._most = most
        self._sessions: OrderedDict[str, _Session] = OrderedDict()
        self._refusing: frozenset[str] = frozenset()

    @property
    def units(self) -> list[str]:
        return list(self._sessions)

    def searched(self, unit: str, sought: Sought) -> None:
        """The same again is the next page, and no new search."""
        if sought and (session := self._session(unit)):
            if sought in session.searches:
                session.searches.remove(sought)
            session.searches.appendleft(sought)

    def looked(self, unit: str, product_id: str, category: str) -> None:
        """A product counts once in a row, however often its page is drawn."""
        session = self._session(unit)
        if session and (product_id, category) not in session.looks:
            session.looks.appendleft((product_id, category))

    def done(self, unit: str) -> Done:
        session = self._sessions.get(unit)
        if session is None or self._clock() - session.at > LASTS_S:
            return Done()
        return Done(searches=tuple(session.searches), categories=tuple(category for _, category in session.looks))

    def leave_alone(self, units: Iterable[str]) -> None:
        """Those who do not want to be learned from: of them nothing is remembered from one list to the next."""
        self._refusing = frozenset(units)
        for unit in self._refusing:
            # The name stays, so that it is asked again whether they still refuse.
            if session := self._sessions.get(unit):
                session.searches.clear()
                session.looks.clear()

    def _session(self, unit: str) -> _Session | None:
        if not unit:
            return None
        now, known = self._clock(), self._sessions.get(unit)
        if known is None or now - known.at > LASTS_S:
            known = self._sessions[unit] = _Session(at=now)
        known.at = now
        self._sessions.move_to_end(unit)
        if len(self._sessions) > self._most:
            self._sessions.popitem(last=False)
        return None if unit in self._refusing else known

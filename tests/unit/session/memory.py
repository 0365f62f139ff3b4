"""What a gateway knows of sessions, with a clock of its own and nobody to ask but a scripted scorer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from catalog.product import ProductCard
from rerank.ranking.candidate import Candidate
from rerank.session.fits import Fits, Key, Told
from rerank.session.fitted import FittedRanking, SessionMemory
from rerank.session.intent import Intent
from rerank.session.sessions import Sessions
from rerank.session.stored_fits import StoredFits
from rerank.session.thinking import Thinking
from shop.shown import Surface
from tests.unit.ranking.goods import TriedRanking, card

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LASTS = timedelta(hours=48)


class NoDatabase:
    """Whoever asks it while a list is made has made a mistake."""

    def connection(self) -> object:
        raise AssertionError("a list was made to wait for the database")


class Scripted:
    """Says what it was told to, and remembers what it was asked."""

    name = "scripted"

    def __init__(self, fits: Mapping[str, float] | None = None) -> None:
        self.fits = fits or {}
        self.asked: list[tuple[Intent, str, list[str]]] = []

    async def scored(self, intent: Intent, segment: str, cards: Sequence[ProductCard]) -> Mapping[str, float]:
        self.asked.append((intent, segment, [each.id for each in cards]))
        return {each.id: self.fits[each.id] for each in cards if each.id in self.fits}


class Memory:
    def __init__(
        self,
        tried: TriedRanking | None = None,
        *,
        surfaces: Sequence[Surface] = tuple(Surface),
        thinking: type[Thinking] = Thinking,
    ) -> None:
        self.time = 0.0
        self.wished: list[tuple[str, str, int]] = []
        self.sessions = Sessions(clock=lambda: self.time)
        self.fits = Fits(lasts=LASTS, now=lambda: NOW + timedelta(seconds=self.time))
        stored = StoredFits(connections=NoDatabase())  # type: ignore[arg-type]
        self.thinking = thinking(self.fits, self.sessions, stored, scorer=Scripted(), lasts=LASTS, now=lambda: NOW)
        self.tried = tried or TriedRanking()
        memory = SessionMemory(
            sessions=self.sessions, fits=self.fits, thinking=self.thinking, category_of={"tent": "Camping / Tents"}.get
        )
        self.ranking = FittedRanking(self.tried.ranking, memory, surfaces=surfaces)

    def know(self, intent: str, fits: Mapping[str, float], *, segment: str = "") -> None:
        self.fits.put(Told(key=Key(segment=segment, intent=intent), told_by="scripted", fits=fits, at=NOW))


def tents(*names: str) -> list[Candidate]:
    """Found for a tent, each a little less relevant than the one before."""
    return [
        Candidate(card=card(name, title=f"Family tent {name}"), relevance=1 - place / 100)
        for place, name in enumerate(names)
    ]

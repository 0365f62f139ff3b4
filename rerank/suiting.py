"""Puts what was found into a shopper's own terms: what they avoid is kept back, what suits them comes first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.product import ProductCard
from catalog.query import Query
from catalog.retrieval.traits import Traits
from shop.phrasing.tastes import avoided
from shop.preferences.of_turn import OfTurn, of_turn
from shop.preferences.preference import Kind, Preferences
from shop.preferences.stored_preferences import KeptPreferences
from shop.preferences.wishes import Refusal, Suited, refusals_of, suited, without_refused


class TraitsOfProducts(Protocol):
    """`catalog.retrieval.traits` as far as it is needed here."""

    async def of(self, pairs: Sequence[tuple[str, str]], *, store: str | None = None) -> dict[str, Traits]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tastes:
    """Those of one search; a shopper of whom nothing is known costs one statement, and others one more."""

    preferences: Preferences
    refusals: tuple[Refusal, ...]

    @classmethod
    async def of(cls, turn: OfTurn | None, query: Query) -> "Tastes | None":
        known = await turn.known() if turn else None
        if turn is None or not known:
            return None
        return cls(preferences=known, refusals=tuple(refusals_of(known, query, anyway=turn.anyway)))

    @property
    def store(self) -> str | None:
        return self.preferences.value_of(Kind.STORE)


class Suiting:
    def __init__(self, traits: TraitsOfProducts, *, store_called: Callable[[str], str]) -> None:
        self._traits = traits
        self._store_called = store_called

    async def tastes(self, query: Query) -> Tastes | None:
        return await Tastes.of(of_turn(), query)

    async def applied(self, tastes: Tastes, cards: Sequence[ProductCard], query: Query) -> Suited:
        if not cards:
            return Suited(cards=())
        pairs = [(card.id, card.variant_id) for card in cards]
        traits = await self._traits.of(pairs, store=tastes.store)
        store = self._store_called(tastes.store) if tastes.store else ""
        return suited(cards, traits, tastes.preferences, query, refusals=tastes.refusals, store=store)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`left_out` says in words for the sake of what something was kept back: "what isn't vegan"."""

    cards: tuple[ProductCard, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoiding:
    """For who looks around by themselves: what they told to avoid is kept back, and all else is as it was."""

    preferences: KeptPreferences
    traits: TraitsOfProducts

    async def kept(
        self, shopper_id: str | None, cards: Sequence[ProductCard], query: Query, *, seen: int, anyway: bool
    ) -> Kept:
        """`seen` is how many of them would be shown."""
        everything = Kept(cards=tuple(cards))
        if shopper_id is None or anyway or not cards:
            return everything
        refusals = refusals_of(await self.preferences.of(shopper_id), query)
        if not refusals:
            return everything
        traits = await self.traits.of([(card.id, card.variant_id) for card in cards])
        kept, left_out = without_refused(cards, traits, refusals, seen=seen)
        return Kept(cards=tuple(kept), left_out=tuple(map(avoided, left_out)))

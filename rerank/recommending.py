"""Recommends products where nothing was searched for: to begin with, and beside a product or a cart."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from catalog.buyable import Anchor, Buyable
from catalog.product import ProductCard
from catalog.query import Query, Sort
from rerank.candidates import drawing, leading
from rerank.candidates.book import Book
from rerank.candidates.drawing import Ballot, Drawn, Occasion
from rerank.candidates.meant import meant_by, searched_for
from rerank.candidates.trace import Trace
from rerank.candidates.traces import Traces
from rerank.hints import hints_of
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from rerank.ranking.ordered import Ordered
from rerank.reasons import reasons, said_of_few
from rerank.searched import Searched
from rerank.suiting import Suiting, Tastes
from shop.preferences.of_turn import OfTurn, answering, of_turn
from shop.preferences.preference import Kind, Preferences, Stance
from shop.preferences.stored_preferences import KeptPreferences
from shop.preferences.wishes import Suited
from shop.shown import ShownList, Surface
from shop.shown_of_turn import note
from shop.turn import Channel

CANDIDATES = 100
ALIKE_LOOKED_AT = 3
# With fewer that go with a product by what was bought, the catalogue is asked as well.
FEW = 4
# What is taken along at the end is small beside the cart: a reminder, and no second purchase.
SMALL_SHARE = 0.34
ANYTHING, MOST_POPULAR = Query(), Query(sort=Sort.MOST_POPULAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who is there, as far as that is known; `came_from` is the address of the page that led here."""

    shopper_id: str | None = None
    session_id: str | None = None
    device_id: str | None = None
    channel: str = Channel.WEB
    came_from: str = ""

    @property
    def unit(self) -> str:
        """Who an experiment counts as one."""
        return self.shopper_id or self.device_id or self.session_id or ""


class Only(StrEnum):
    """DUE is what the shopper would buy again about now, POPULAR what everybody takes, whoever asks."""

    DUE = "due"
    POPULAR = "popular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`beside` are the products that the list belongs to: the one looked at, or those in the cart.

    `but` is what was recommended just now, where others are asked for. With nothing beside, `only` may narrow it.
    """

    surface: Surface
    beside: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    only: Only | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """`is_personal`: whether anything known of the shopper had a say."""

    cards: tuple[ProductCard, ...]
    shown: ShownList
    is_personal: bool = False


class Goods(Protocol):
    """`catalog.buyable` as far as it is needed here."""

    async def of(self, product_ids: Sequence[str]) -> list[Buyable]: ...

    async def anchors(self, product_ids: Sequence[str]) -> dict[str, Anchor]: ...

    async def liked(self, *, brands: Sequence[str], goods: Sequence[str]) -> list[str]: ...

    async def of_the_same_use(self, product_id: str) -> list[str]: ...

    async def near(self, product_ids: Sequence[str]) -> list[str]: ...


class Shelves(Protocol):
    async def featured(self, *, department: str | None = None, limit: int = 12) -> Sequence[ProductCard]: ...


class Alike(Protocol):
    async def like(self, product_id: str, *, limit: int = 10) -> list[ProductCard]: ...


class Ranks(Protocol):
    """`rerank.ranking` as far as it is needed here."""

    async def order(
        self, moment: Moment, candidates: Sequence[Candidate], *, limit: int, skip: Collection[str] = ()
    ) -> Ordered: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where candidates come from. `book` is None in a shop whose worker has made none yet."""

    book: Callable[[], Book | None]
    traces: Traces
    goods: Goods
    shelves: Shelves
    similar: Alike
    preferences: KeptPreferences
    suiting: Suiting
    searched: Searched | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """`cards` are at hand already where the source is a search of its own; those that `lead` stand in front."""

    drawn: Sequence[Drawn]
    trace: Trace
    cards: Sequence[ProductCard] = ()
    lead: Sequence[str] = ()


class Recommending:
    def __init__(self, sources: Sources, ranking: Ranks, *, now: Callable[[], datetime]) -> None:
        self._sources = sources
        self._ranking = ranking
        self._now = now

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended:
        """On a page the shopper's preferences are read here; in a turn they are the turn's."""
        if visit.shopper_id is None or of_turn() is not None:
            return await self._recommended(visit, wish, limit=limit)
        with answering(OfTurn(self._sources.preferences, visit.shopper_id)):
            return await self._recommended(visit, wish, limit=limit)

    async def _recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended:
        at = self._now()
        tastes = await self._sources.suiting.tastes(ANYTHING)
        pool = _without(await self._pool(visit, wish, tastes, at=at), wish.but)
        candidates = await self._candidates(pool, tastes)
        moment = Moment(
            shopper_id=visit.shopper_id,
            unit=visit.unit,
            at=at,
            surface=wish.surface,
            channel=visit.channel,
            query=MOST_POPULAR if wish.only is Only.POPULAR else None,
            session=visit.session_id,
            device_id=visit.device_id,
            beside=wish.beside,
        )
        ordered = await self._ranking.order(moment, candidates, limit=limit)
        note(ordered.shown)
        cards = tuple(replace(card, why=why) for card, why in zip(ordered.cards, ordered.whys, strict=True))
        is_personal = wish.only is not Only.POPULAR and (bool(pool.trace) or tastes is not None)
        return Recommended(cards=cards, shown=ordered.shown, is_personal=is_personal)

    async def _pool(self, visit: Visit, wish: Wish, tastes: Tastes | None, *, at: datetime) -> _Pool:
        if wish.surface is Surface.ALIKE:
            cards = await self._sources.similar.like(wish.beside[0], limit=CANDIDATES)
            return _Pool(drawn=_in_their_order([card.id for card in cards]), trace=Trace(), cards=cards)
        book = self._sources.book()
        if wish.beside:
            return await self._beside(book, visit, wish, at=at)
        trace = Trace()
        if wish.only is not Only.POPULAR:
            trace = await self._sources.traces.of(shopper_id=visit.shopper_id, device_id=visit.device_id, at=at)
        if book is None or not len(book):
            if wish.only is Only.DUE:
                return _Pool(drawn=(), trace=trace)
            featured = await self._sources.shelves.featured(limit=CANDIDATES)
            return _Pool(drawn=_in_their_order([card.id for card in featured]), trace=trace, cards=featured)
        if wish.only is Only.POPULAR:
            return _Pool(drawn=_popular(book, at), trace=trace)
        came_from, searched = "" if trace else visit.came_from, self._sources.searched
        words = searched_for(came_from)
        occasion = Occasion(
            at=at,
            searched=await searched.products(words) if searched and words else (),
            meant=meant_by(came_from, book.categories),
            alike=tuple(await self._sources.goods.near(trace.latest)) if trace.latest else (),
            liked=await self._liked(tastes.preferences) if tastes else (),
        )
        drawn = drawing.to_begin_with(book, trace, occasion, most=CANDIDATES)
        due = _Pool(drawn=[each for each in drawn if "due" in each.sources], trace=trace)
        return due if wish.only is Only.DUE else await self._led(drawn, book, trace, occasion)

    async def _led(self, drawn: Sequence[Drawn], book: Book, trace: Trace, occasion: Occasion) -> _Pool:
        bought = leading.just_bought(book, trace, occasion.at)
        along = await self._sources.goods.of_the_same_use(bought) if bought else ()
        lead = leading.leading(book, trace, occasion, along=along)
        return _Pool(drawn=leading.with_leading(drawn, lead), trace=trace, lead=lead)

    async def _beside(self, book: Book | None, visit: Visit, wish: Wish, *, at: datetime) -> _Pool:
        """Of a cart what the shopper is used to buy counts as well; of a product only what goes with it."""
        of_cart = wish.surface is not Surface.GOES_WITH
        trace = Trace()
        if of_cart:
            trace = await self._sources.traces.of(shopper_id=visit.shopper_id, device_id=visit.device_id, at=at)
        anchors = await self._sources.goods.anchors(wish.beside)
        drawn: Sequence[Drawn] = ()
        if book is not None:
            drawn = drawing.beside(book, anchors, trace, Occasion(at=at), most=CANDIDATES)
        if len(drawn) < FEW and anchors:
            dearest = max(anchors, key=lambda product_id: anchors[product_id].price_minor)
            others = await self._sources.goods.of_the_same_use(dearest)
            unwanted = trace.given_up(at)
            drawn = [*drawn, *_behind(drawn, [each for each in others if each not in unwanted])]
        if wish.surface is Surface.CHECKOUT and book is not None:
            most: dict[str, float] = {}
            for anchor in anchors.values():
                most[anchor.currency] = most.get(anchor.currency, 0.0) + SMALL_SHARE * anchor.price_minor
            drawn = drawing.last_of_all(book, drawn, at_most_minor=most)
        return _Pool(drawn=drawn, trace=trace)

    async def _liked(self, preferences: Preferences) -> Sequence[str]:
        told = [one for one in preferences if one.stance is Stance.LIKES and not one.about]
        brands = [one.value.casefold() for one in told if one.kind is Kind.BRAND]
        goods = [one.value.casefold() for one in told if one.kind is Kind.GOODS]
        return await self._sources.goods.liked(brands=brands, goods=goods)

    async def _candidates(self, pool: _Pool, tastes: Tastes | None) -> list[Candidate]:
        """In stock as of now, without what the shopper avoids, and a little ahead where it suits them."""
        counts: dict[str, int] = {}
        cards = list(pool.cards)
        if not cards and pool.drawn:
            buyable = await self._sources.goods.of([each.product_id for each in pool.drawn])
            cards = [each.card for each in buyable]
            counts = {each.card.id: each.rating_count for each in buyable}
        suited = await self._sources.suiting.applied(tastes, cards, ANYTHING) if tastes else Suited(cards=tuple(cards))
        suits = said_of_few(suited.why, of=len(suited.cards))
        of_product = {each.product_id: each for each in pool.drawn}
        plain = reasons(suited.cards, [counts.get(card.id, 0) for card in suited.cards], ANYTHING)
        return [
            Candidate(
                card=card,
                relevance=(drawn := of_product[card.id]).relevance + suited.bonus.get(card.id, 0.0),
                hints=hints_of(drawn),
                why=drawn.why or None,
                leads=card.id in pool.lead,
                otherwise=tuple(words for words in (suits.get(card.id), why) if words and words != CHEAPEST),
            )
            for card, why in zip(suited.cards, plain, strict=True)
        ]


# Of a hundred candidates most are not shown: the cheapest of them is the cheapest of nothing that is seen.
CHEAPEST = "the lowest price of these"


def _popular(book: Book, at: datetime) -> list[Drawn]:
    ballot = Ballot()
    # That it is popular is what was asked, and no reason.
    ballot.count("popular", 1.0, ((product_id, worth, "") for product_id, worth, _ in drawing.popular(book, at)))
    return ballot.drawn(but=frozenset(), most=CANDIDATES)


def _without(pool: _Pool, product_ids: Sequence[str]) -> _Pool:
    drawn = [each for each in pool.drawn if each.product_id not in product_ids]
    return replace(pool, drawn=drawn, cards=[card for card in pool.cards if card.id not in product_ids])


def _in_their_order(product_ids: Sequence[str]) -> list[Drawn]:
    return [
        Drawn(product_id=product_id, relevance=1 - place / max(len(product_ids), 1))
        for place, product_id in enumerate(product_ids)
    ]


def _behind(drawn: Sequence[Drawn], product_ids: Sequence[str]) -> list[Drawn]:
    """After all that was drawn already."""
    known, least = {each.product_id for each in drawn}, min((each.relevance for each in drawn), default=1.0)
    others = _in_their_order([product_id for product_id in product_ids if product_id not in known])
    return [replace(each, relevance=each.relevance * least * leading.BEHIND) for each in others]

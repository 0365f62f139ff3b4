"""Which of all that was shown in the conversation a sentence points at: now, or some turns ago."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.heard import Heard, ShownPair
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from shop import pointing
from shop.measures import degree_of, extreme
from shop.phrasing.aspects import asks_for_a_fact
from shop.phrasing.details import WHY
from shop.recollection import Results, stem, stems
from shop.references import NO_NAMES, are_called_so, by_place, described, referred, says_how_it_is

MOST_ASKED_ABOUT = 3
THE = re.compile(r"\b(?:the|that|those) ([\w'-]{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What is meant; if not `certain`, what may be. Without cards nothing that was shown is as it was said."""

    cards: tuple[ProductCard, ...] = ()
    certain: bool = True


async def pointed_at(
    services: Services, said: Heard, shown: Sequence[ProductCard], in_focus: ProductCard | None, query: Query
) -> Pointed | None:
    """None if the words point at nothing. What is named wins over what is near, and the later over the earlier."""
    if found := await _by_the_talk(services, said, shown):
        return found
    if found := await _by_its_goods(services, said):
        return found
    goods = services.reader().goods_named(query.text)
    cards = referred(said.text, shown, in_focus=in_focus, explicitly=True)
    # "Does the first one contain nuts" asks about it, and not about nuts.
    placed = asks_for_a_fact(said.text) and by_place(said.text, shown) is not None
    if cards and (placed or are_called_so(cards, goods)):
        return Pointed(cards=cards)
    if pointing.ONE.search(said.text.lower()) and not WHY.match(said.text.lower()):
        return await _as_described(services, said, shown, query)
    if pointing.DEFINITE.search(said.text.lower()):
        return await _of_earlier(services, said, shown, None)
    return None


async def _by_the_talk(services: Services, said: Heard, shown: Sequence[ProductCard]) -> Pointed | None:
    """ "The one before", "the other one" and "the first one you showed me" are known by what was said when."""
    kept = said.recollection
    if before := pointing.one_before(said.text, said.shown, said.in_focus, kept):
        return Pointed(cards=await _cards(services, [before]))
    if kept.current and pointing.SHOWN_FIRST.search(said.text.lower()):
        first = kept.first_of((*kept.called(said.text), kept.current)[0])
        return _if_any(referred(said.text, await _cards(services, first.pairs), explicitly=True))
    others = pointing.the_others(said.text, said.shown, said.in_focus, kept)
    if others:
        return Pointed(cards=await _cards(services, others))
    if others is None:
        return None
    rest = tuple(card for card in shown if said.in_focus is None or card.id != said.in_focus[0]) or tuple(shown)
    return Pointed(cards=rest[:MOST_ASKED_ABOUT], certain=len(rest) == 1) if rest else None


async def _by_its_goods(services: Services, said: Heard) -> Pointed | None:
    """ "The second jacket", when boots were shown since; just "the jacket" is the one that was talked of last."""
    called = pointing.points_at_goods(said.text, said.recollection)
    if not called or called[0] == said.recollection.current:
        return None
    results = called[0]
    cards = await _cards(services, results.pairs)
    # Its own name says nothing of which one it is.
    text = " ".join(word for word in said.text.split() if not are_called_so(cards, word) or len(cards) == 1)
    if found := referred(text, cards, explicitly=True):
        return Pointed(cards=found)
    told_of = [pair for pair in said.recollection.talked_of if pair[0] in {id_ for id_, _ in results.pairs}]
    if told_of and (len(told_of) == 1 or not pointing.RECALLS.search(said.text.lower())):
        return Pointed(cards=await _cards(services, told_of[:1]))
    return Pointed(cards=cards[:MOST_ASKED_ABOUT], certain=len(cards) == 1) if cards else None


async def _as_described(services: Services, said: Heard, shown: Sequence[ProductCard], query: Query) -> Pointed | None:
    """ "The leather one" and "the one with the longer battery": by the facts of what is shown, then of what was."""
    if not shown:
        return None
    products = {one.id: one for one in await services.products.products([card.id for card in shown])}
    facts = [{**products[card.id].attributes, **card.attributes} if card.id in products else {} for card in shown]
    degree = degree_of(said.text, (name for each in facts for name in each))
    if degree is not None:
        most = extreme(facts, degree)
        return Pointed(cards=(shown[most.place],)) if most else Pointed(cards=tuple(shown[:1]), certain=False)
    if not says_how_it_is(query):
        return None
    if fitting := described(query, shown, products):
        return Pointed(cards=fitting, certain=len(fitting) == 1)
    return await _of_earlier(services, said, shown, query) or Pointed()


async def _of_earlier(
    services: Services, said: Heard, shown: Sequence[ProductCard], how: Query | None
) -> Pointed | None:
    """Among earlier results, by `how` it is or by name; the same words may mean something in two of them."""
    names = [] if how else _names(services, said.text)
    if how is None and not names:
        return None
    kept = said.recollection
    now = {card.id for card in shown}
    pairs = dict.fromkeys(pair for pair in (*_pairs(kept.others), *kept.talked_of) if pair[0] not in now)
    if not pairs:
        return None
    cards = {(card.id, card.variant_id): card for card in await services.products.cards(list(pairs))}
    meant: dict[str, tuple[ProductCard, ...]] = {}
    for results in (*kept.others, Results(query=Query(), pairs=kept.talked_of)):
        among = [cards[pair] for pair in results.pairs if pair in cards and pair[0] not in now]
        found = described(how, among, {}) if how else tuple(card for card in among if _is_called(card, names))
        # Another page, or a narrower choice, of the same goods means no other thing.
        if found and (how or len(found) == 1):
            meant.setdefault(results.goods or found[0].category, found)
    return _one_of(list(meant.values()))


def _one_of(several: Sequence[tuple[ProductCard, ...]]) -> Pointed | None:
    """Of several goods one of each is asked about, of one goods those that fit."""
    firsts = list({found[0].id: found[0] for found in several}.values())
    if not firsts:
        return None
    cards = firsts if len(firsts) > 1 else several[0]
    return Pointed(cards=tuple(cards[:MOST_ASKED_ABOUT]), certain=len(cards) == 1)


def _names(services: Services, said: str) -> list[str]:
    """ "The Osprey" may name a thing; "the battery" asks about one, and "the water" is a kind of goods."""
    words = [found[1] for found in THE.finditer(said.lower())]
    reader = services.reader()
    return [stem(word) for word in words if not (asks_for_a_fact(word) or reader.names_goods(word) or word in NO_NAMES)]


def _is_called(card: ProductCard, names: Sequence[str]) -> bool:
    return any(name in stems(f"{card.brand} {card.title}") for name in names)


def _if_any(cards: tuple[ProductCard, ...]) -> Pointed | None:
    return Pointed(cards=cards) if cards else None


def _pairs(several: Iterable[Results]) -> Iterable[ShownPair]:
    return (pair for results in several for pair in results.pairs)


async def _cards(services: Services, pairs: Sequence[ShownPair]) -> tuple[ProductCard, ...]:
    """In the order asked for, as far as they are still sold."""
    known = {(card.id, card.variant_id): card for card in await services.products.cards(list(pairs))}
    return tuple(known[pair] for pair in pairs if pair in known)

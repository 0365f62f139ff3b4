"""Words that say more of what was found, although they also name goods: "whole bean" after coffee."""

from dataclasses import dataclass, replace

from actions.heard import Heard
from actions.products.mentioning import saying, words_kept
from actions.services import RequestReader, Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.narrowing import is_a_measure, pack_named
from shop.phrasing import results
from shop.recollection import stems

LONGEST = 2
FEW_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified:
    query: Query
    found: Found
    lead: str = ""


async def qualified(services: Services, said: Heard, asked: Query, stopwatch: Stopwatch) -> Qualified | None:
    """The request with the quality, where something is called so; None where the words ask for something else."""
    reader = services.reader()
    if not said.shown or not said.query.text or asked.brands or _names_a_thing(reader, said.text, asked):
        return None
    if asked.text and set(asked.text.split()) <= set(said.query.text.split()):
        return None  # the goods named again are asked for anew
    narrower = reader.refine(said.query, said.text)
    if pack := pack_named(asked.text):
        narrower = replace(said.query, sizes=(pack,))
    elif reader.names_goods(said.text):
        narrower = replace(said.query, text=f"{asked.text} {said.query.text}")
    elif narrower == said.query:
        return None
    only_bounds = narrower.text == said.query.text
    if not only_bounds and len(asked.text.split()) > LONGEST:
        return None
    if only_bounds:
        found = await services.finding.find(narrower, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
        return Qualified(query=narrower, found=found)
    return await _called_so(services, said, narrower, asked.text, stopwatch)


async def _called_so(
    services: Services, said: Heard, narrower: Query, quality: str, stopwatch: Stopwatch
) -> Qualified | None:
    """The goods themselves, or else their like: where no white bread is sliced, other bread may be."""
    query = replace(narrower, text=f"{quality} {said.query.text}")
    before = words_kept(said.query.text, services.reader().goods_named(said.query.text))
    found = await saying(services, query, f"{quality} {before}", stopwatch)
    if cards := tuple(card for card in found.cards if _is_called(card, said.query.text)):
        return Qualified(query=query, found=replace(found, cards=cards))
    if services.reader().names_goods(quality):
        return None
    kinds = {card.category for card in await services.products.cards(said.shown)}
    alone = replace(narrower, text=quality)
    found = await saying(services, alone, quality, stopwatch)
    cards = tuple(card for card in found.cards if card.category in kinds)
    return Qualified(query=alone, found=replace(found, cards=cards), lead=results.NOT_EXACTLY) if cards else None


def says_only_bounds(services: Services, said: Heard, *, longest: int = FEW_WORDS) -> bool:
    """ "King, I mean", after sheets were found, says a size and nothing else."""
    if not said.shown or len(said.text.split()) > longest:
        return False
    refined = services.reader().refine(said.query, said.text)
    return refined != said.query and refined.text == said.query.text


def _is_called(card: ProductCard, goods: str) -> bool:
    """ "Women's boots", after cheese, are no quality of cheese, although there are women's boots."""
    return bool(stems(goods) & stems(f"{card.title} {card.category}"))


def _names_a_thing(reader: RequestReader, text: str, asked: Query) -> bool:
    """ "Whole bean", after coffee, is more of a quality than beans are; "peanut butter" is a thing of its own."""
    if not reader.names_goods(text) or is_a_measure(text):
        return False
    return reader.goods_named(text) == asked.text or len(asked.text.split()) < LONGEST

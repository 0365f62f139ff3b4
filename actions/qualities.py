"""Words that say more of what was found, although they also name goods: "whole bean" after coffee."""

from dataclasses import replace

from actions.heard import Heard
from actions.services import RequestReader, Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.narrowing import pack_named
from shop.phrasing import results
from shop.recollection import stems

LONGEST = 2
FEW_WORDS = 6


async def qualified(services: Services, said: Heard, asked: Query, stopwatch: Stopwatch) -> tuple[Query, Found] | None:
    """The request with the quality, where something is called so; None where the words ask for something else."""
    reader = services.reader()
    if not said.shown or not said.query.text or asked.brands or _names_a_thing(reader, said.text, asked):
        return None
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
    found = await services.finding.find(narrower, limit=results.SHOWN_AT_ONCE, stopwatch=stopwatch)
    if not only_bounds and not any(_says_both(card, asked.text, said.query.text) for card in found.cards):
        return None
    return narrower, found


def says_only_bounds(services: Services, said: Heard, *, longest: int = FEW_WORDS) -> bool:
    """ "King, I mean", after sheets were found, says a size and nothing else."""
    if not said.shown or len(said.text.split()) > longest:
        return False
    refined = services.reader().refine(said.query, said.text)
    return refined != said.query and refined.text == said.query.text


def _says_both(card: ProductCard, quality: str, before: str) -> bool:
    """ "Women's boots", after cheese, are no quality of cheese, although there are women's boots."""
    called = stems(f"{card.title} {card.category}")
    return results.says(card, quality) and bool(stems(before) & called)


def _names_a_thing(reader: RequestReader, text: str, asked: Query) -> bool:
    """ "Whole bean", after coffee, is more of a quality than beans are; "peanut butter" is a thing of its own."""
    if not reader.names_goods(text):
        return False
    return reader.goods_named(text) == asked.text or len(asked.text.split()) < LONGEST

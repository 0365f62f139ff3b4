"""Finds things in the pack they were asked for in: two gallons of milk are not two quarts."""

from dataclasses import replace

from actions.services import Services
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.choosing import pack_asked_for


async def find_in_pack(services: Services, query: Query, *, limit: int, stopwatch: Stopwatch) -> Found:
    """In any other where nothing comes in that pack."""
    pack = pack_asked_for(query)
    if pack and not query.sizes:
        in_pack = await services.finding.find(replace(query, sizes=(pack,)), limit=limit, stopwatch=stopwatch)
        if in_pack.cards:
            return in_pack
    return await services.finding.find(query, limit=limit, stopwatch=stopwatch)

"""The things a sentence asks for, once the shop's own titles and what was shown are heard in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actions.heard import Heard
from actions.services import Services
from catalog.query import Query
from catalog.stages import Stopwatch
from catalog.understanding.lists import Item, Listed
from shop.recollection import stems
from shop.references import titled

FEW = 3
PAIR = 2


async def things_meant(services: Services, said: Heard, stopwatch: Stopwatch) -> Listed:
    """One thing after all, where a title holds all of it or the shop has something that is called so."""
    with stopwatch.measure("parse"):
        listed = services.reader().listed(said.text)
    if len(listed.items) == 1:
        return listed
    whole = services.reader().parse(said.text)
    focus = [said.in_focus] if said.in_focus else []
    called = titled(said.text, await services.products.cards([*said.shown, *focus]))
    if called or await _is_sold_as_one(services, listed, whole, stopwatch):
        return Listed(items=(Item(text=said.text, query=whole),))
    return replace(listed, items=tuple(_added_up(listed.items)))


def _added_up(items: Sequence[Item]) -> Iterator[Item]:
    """ "Two bananas, bread and three bananas" are five bananas: the same thing twice is one thing."""
    amounts: dict[str, int] = {}
    firsts: dict[str, Item] = {}
    for item in items:
        key = repr(replace(item.query, quantity=None)) if item.query.text else item.text
        firsts.setdefault(key, item)
        amounts[key] = amounts.get(key, 0) + (item.query.quantity or 1)
    for key, item in firsts.items():
        is_one = sum(repr(replace(each.query, quantity=None)) == key for each in items) < PAIR
        yield item if is_one else replace(item, amount=amounts[key])


async def _is_sold_as_one(services: Services, listed: Listed, whole: Query, stopwatch: Stopwatch) -> bool:
    """Names merely beside each other, two joined by "and", and a title with commas may be the name of one thing."""
    as_title = listed.items[0].text.startswith("the ")
    if listed.spoken_apart and len(listed.items) > PAIR and not as_title:
        return False
    names = [item.query.text for item in listed.items]
    if not all(names) or len({*names}) < len(names):
        return False
    found = await services.finding.find(whole, limit=FEW, stopwatch=stopwatch)
    # By whole words: "bread and milk" is no buttermilk bread.
    return any(stems(" ".join(names)) <= stems(f"{card.title} {card.category}") for card in found.cards)

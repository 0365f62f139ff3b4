"""The products a sentence is about: the ones it points at, or the ones it describes."""

from actions.heard import Heard
from actions.services import Services
from catalog.product import ProductCard
from catalog.stages import Stopwatch
from shop.references import referred


async def meant(services: Services, said: Heard, stopwatch: Stopwatch) -> list[ProductCard]:
    """Shown products first; only what was not shown is searched for."""
    focus = [said.in_focus] if said.in_focus else []
    known = {(card.id, card.variant_id): card for card in await services.products.cards([*said.shown, *focus])}
    shown = [known[pair] for pair in said.shown if pair in known]
    in_focus = known.get(said.in_focus) if said.in_focus else None
    if found := referred(said.text, shown, in_focus=in_focus):
        return list(found)
    with stopwatch.measure("parse"):
        query = services.reader().parse(said.text)
    if not query.text and not query.attributes:
        return [in_focus] if in_focus else shown[:1]
    return list((await services.finding.find(query, limit=3, stopwatch=stopwatch)).cards)

"""Takes in how a size turned out: "the boots were too tight"."""

import re

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.heard import Heard
from actions.products.meant import meant, talked_about
from actions.services import Services
from catalog.product import Product, ProductCard
from catalog.stages import Stopwatch
from shop.phrasing import sizes as phrasing
from shop.phrasing.naming import spoken_title
from shop.sizes.asked import outcome_of
from shop.sizes.evidence import Outcome, Past
from shop.sizes.ladder import called
from shop.sizes.usual_spoken import read_worn

WORD = re.compile(r"[^\W_]{3,}")


async def tell_feedback(services: Services, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
    """Of what was bought, the size is known; of anything else it has to be told."""
    outcome = outcome_of(said.text) or Outcome.FITS
    own = await services.sizes.past(said.shopper_id)
    bought = _bought(said, own)
    product_id = bought.product_id if bought else await _meant(services, said)
    products = await services.products.products([product_id] if product_id else [])
    if not products:
        replies.tell(dispatcher, phrasing.which_was_it())
        return []
    product = products[0]
    offered = [variant.attributes["size"] for variant in product.variants if variant.attributes.get("size")]
    told = (read_worn(said.text), *services.reader().parse(said.text).sizes)
    named = [size for size in told if size and called(size, offered)]
    size = (
        called(named[0], offered)
        if named
        else next((one.size for one in reversed(own) if one.product_id == product.id), None)
    )
    if size is None:
        replies.tell(dispatcher, phrasing.which_size_was_it(product.title))
        return _focused(said, product)
    past = Past(
        product_id=product.id,
        brand=product.brand,
        chart_id=product.size_chart_id,
        kind=product.category[-1],
        size=size,
        outcome=outcome,
        told=True,
    )
    await services.sizes.note_outcome(said.shopper_id, past, turn_id=said.turn_id)
    replies.tell(dispatcher, phrasing.noted(product.title, outcome, size))
    return _focused(said, product)


def _focused(said: Heard, product: Product) -> replies.Events:
    if said.in_focus is not None and said.in_focus[0] == product.id:
        return []
    return [replies.focus_on_pair(product.id, product.variants[0].id)]


def _is_named(card: ProductCard, text: str) -> bool:
    """By the last word of its kind or title: "the boots", "the jacket"."""
    words = {word.removesuffix("s") for word in WORD.findall(text.lower())}
    heads = [WORD.findall(name.lower())[-1:] for name in (card.category, spoken_title(card.title))]
    return any(head[0].removesuffix("s") in words for head in heads if head)


def _bought(said: Heard, own: tuple[Past, ...]) -> Past | None:
    """The latest purchase of the kind that is named."""
    words = {word.removesuffix("s") for word in WORD.findall(said.text.lower())}
    named = [one for one in own if {word.removesuffix("s") for word in WORD.findall(one.kind.lower())} & words]
    return named[-1] if named else None


async def _meant(services: Services, said: Heard) -> str | None:
    """Something that was shown, or is talked about; nothing is looked up on the shelves for it."""
    shown, in_focus = await talked_about(services, said)
    near = [card for card in (in_focus, *shown) if card is not None and _is_named(card, said.text)]
    if near:
        return near[0].id
    found = await meant(services, said, Stopwatch(), asking=True)
    return found.cards[0].id if found.cards and found.certain else None

"""Of what was found for more words than before, what says them: a search alone also brings what is merely near."""

from actions.services import Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.retrieval.analyser import terms_of
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.phrasing.results import SHOWN_AT_ONCE
from shop.recollection import head_of

LOOKED_THROUGH = 50
LONGEST_NAME, FEW = 4, 3


def words_added(before: Query, after: Query) -> str:
    """ "Coconut" of "granola with coconut" after granola; empty if the goods themselves were changed."""
    if not before.text or head_of(before.text) != head_of(after.text):
        return ""
    known = {*before.text.split(), "with"}
    return " ".join(word for word in after.text.split() if word not in known)


def words_kept(text: str, goods: str) -> str:
    """What was said of the goods before: "arm rests" of "office chair with arm rests"; empty if they are not clear."""
    brought = text.partition(" with ")[2]
    before = text.partition(" with ")[0]
    sort = f" {before} ".replace(f" {goods} ", " ") if goods else ""
    return " ".join((*sort.split(), *brought.split()))


async def saying(services: Services, query: Query, words: str, stopwatch: Stopwatch) -> Found:
    """The goods of the query that say the words anywhere; no cards if none does."""
    found = await services.finding.find(query, limit=LOOKED_THROUGH, stopwatch=stopwatch)
    products = {one.id: one for one in await services.products.products([card.id for card in found.cards])}
    wanted = set(terms_of(words))
    cards = [card for card in found.cards if wanted <= said_of(card, products.get(card.id))]
    return Found(cards=tuple(cards[:SHOWN_AT_ONCE]), scores=(), total=len(cards))


async def names_something(services: Services, text: str) -> bool:
    """ "The corner cafe" is what some coffee is called, and "snacks" a shelf: a few words, all of them of its name."""
    query = services.reader().parse(text)
    if not query.text or len(text.split()) > LONGEST_NAME:
        return False
    found = await services.finding.find(Query(text=query.text), limit=FEW, stopwatch=Stopwatch())
    shelves = {one.id: one.category for one in await services.products.products([card.id for card in found.cards])}
    wanted = set(terms_of(query.text))
    return any(
        wanted <= said_of(card, None) | set(terms_of(" ".join(shelves.get(card.id, ())))) for card in found.cards
    )


def said_of(card: ProductCard, product: Product | None) -> set[str]:
    """The terms of all that the shop says of it."""
    facts = {**(product.attributes if product else {}), **card.attributes}
    named = " ".join(f"{name} {value}" for name, value in facts.items()).replace("_", " ")
    about = product.description if product else ""
    return set(terms_of(f"{card.brand} {card.title} {card.category} {named} {about}"))

"""Whether a sentence answers the question that the assistant asked, and what it then says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from actions.heard import Heard
from actions.meant import are_called_so
from actions.services import RequestReader, Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.choosing import Choice, choose
from shop.references import referred

ASKS_FOR_OTHERS = re.compile(
    r"\b(show|find|search|more|other|others|else|different|ones)\b|^\W*(something )?cheaper\W*$"
)


IS_A_QUESTION = re.compile(r"^\W*(does|do|did|is|are|was|were|what|whats|how|why|when|where|who|which|tell me)\b")
LEAVES_IT = re.compile(
    r"\b(done|that.?s (all|it)|no|nope|nah|none|nothing|stop|cancel|never\s?mind|forget|help|neither|yes|details|bye)\b"
)
LONGEST_RIDDLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Either the cards that were pointed at, or a choice for the one product; `requested` is what was asked first."""

    query: Query
    cards: tuple[ProductCard, ...] = ()
    requested: Query | None = None
    products: tuple[Product, ...] = ()
    choice: Choice | None = None


async def answer_to(question: Mapping[str, Any], said: Heard, services: Services) -> Answered | None:
    """None if the sentence is about something else."""
    if IS_A_QUESTION.search(said.text.lower()):
        return None
    query = services.reader().parse(said.text)
    if ASKS_FOR_OTHERS.search(said.text.lower()) or query.max_price_minor or query.min_price_minor:
        return None
    if question["kind"] == "which_one":
        return await _one_of_the_offered(question, said, query, services)
    if question["kind"] != "choice" or services.reader().names_goods(said.text):
        return None
    products = await services.products.products([question["product_id"]])
    if not products:
        return None
    choice = choose(products[0], _as_size(query, question), said.text, known=dict(question["chosen"]))
    return Answered(query=query, products=tuple(products), choice=choice) if choice.answered else None


async def _one_of_the_offered(
    question: Mapping[str, Any], said: Heard, query: Query, services: Services
) -> Answered | None:
    """Other goods than the offered ones are no answer, even if they are "the cheapest"."""
    cards = referred(said.text, await services.products.cards(said.shown), explicitly=True)
    if not cards or not are_called_so(cards, services.reader().goods_named(query.text)):
        return None
    return Answered(query=query, cards=cards, requested=Query.from_dict(question["query"]))


def is_riddle(said: Heard, reader: RequestReader) -> bool:
    """A word or two that name no goods, right after a question, are an answer that was not understood."""
    few = len(said.text.split()) <= LONGEST_RIDDLE
    elsewhere = LEAVES_IT.search(said.text.lower()) or ASKS_FOR_OTHERS.search(said.text.lower())
    return few and not elsewhere and not reader.parse(said.text).attributes and not reader.names_goods(said.text)


def _as_size(query: Query, question: Mapping[str, Any]) -> Query:
    """ "Ten", when asked for a size, is no number of things."""
    if question["attribute"] != "size" or query.sizes or query.quantity is None or query.unit:
        return query
    return replace(query, sizes=(str(query.quantity),), quantity=None)

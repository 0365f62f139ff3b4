"""Whether a sentence answers the question that the assistant asked, and what it then says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from actions.heard import Heard
from actions.products.narrowing import Left, narrowed
from actions.services import RequestReader, Services
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.choosing import Choice, choose
from shop.narrowing import LEFT_TO_US
from shop.references import are_called_so, place_alone, referred

ASKS_FOR_OTHERS = re.compile(r"\b(show|find|search|more|other|others|else|different)\b|^\W*(something )?cheaper\W*$")


IS_A_QUESTION = re.compile(r"^\W*(does|do|did|is|are|was|were|what|whats|how|why|when|where|who|which|tell me)\b")
# "Vegan ones" are others; "the brown ones" are some of those that were offered.
OTHER_ONES = re.compile(r"\bones\b")
THE_ONES = re.compile(r"\bthe(?: (?!other|different|cheaper)[\w'-]+){0,3} ones\b")
LEAVES_IT = re.compile(
    r"\b(done|that.?s (all|it)|no|nope|nah|none|nothing|stop|cancel|never\s?mind|forget|help|neither|yes|details|bye)\b"
)
LONGEST_RIDDLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The cards that were pointed at, or what is `left` of them, or a choice for the one product.

    `requested` is what was asked first.
    """

    query: Query
    cards: tuple[ProductCard, ...] = ()
    left: Left | None = None
    requested: Query | None = None
    products: tuple[Product, ...] = ()
    choice: Choice | None = None


async def answer_to(question: Mapping[str, Any], said: Heard, services: Services) -> Answered | None:
    """None if the sentence is about something else."""
    if IS_A_QUESTION.search(said.text.lower()):
        return None
    query = services.reader().parse(said.text)
    if asks_for_others(said.text) or query.max_price_minor or query.min_price_minor:
        return None
    if question["kind"] == "which_one":
        return await _one_of_the_offered(question, said, query, services)
    if question["kind"] != "choice" or services.reader().names_goods(said.text):
        return None
    products = await services.products.products([question["product_id"]])
    if not products:
        return None
    choice = choose(products[0], _as_size(query, question), said.text, known=_known(question, said, products[0]))
    settled = choice.answered or question["attribute"] in choice.known
    return Answered(query=query, products=tuple(products), choice=choice) if settled else None


async def _one_of_the_offered(
    question: Mapping[str, Any], said: Heard, query: Query, services: Services
) -> Answered | None:
    """Other goods than the offered ones are no answer, even if they are "the cheapest"."""
    offered = await services.products.cards(said.shown)
    goods = services.reader().goods_named(query.text)
    cards = referred(said.text, offered, explicitly=True)
    if cards and are_called_so(cards, goods):
        return Answered(query=query, cards=cards, requested=Query.from_dict(question["query"]))
    if not are_called_so(offered, goods) or LEAVES_IT.search(said.text.lower()):
        return None
    left = await narrowed(question, said, offered, services)
    if left is None or not (left.cards or is_riddle(said, services.reader())):
        return None
    if len(left.cards) == 1:
        return Answered(query=left.more, cards=left.cards, requested=left.query)
    return Answered(query=query, left=left)


def asks_for_others(text: str) -> bool:
    said = text.lower()
    other_ones = OTHER_ONES.search(said) is not None and THE_ONES.search(said) is None
    return other_ones or ASKS_FOR_OTHERS.search(said) is not None


def is_riddle(said: Heard, reader: RequestReader) -> bool:
    """A word or two that name no goods, right after a question, are an answer that was not understood."""
    few = len(said.text.split()) <= LONGEST_RIDDLE
    elsewhere = LEAVES_IT.search(said.text.lower()) or asks_for_others(said.text)
    return few and not elsewhere and not reader.parse(said.text).attributes and not reader.names_goods(said.text)


def _known(question: Mapping[str, Any], said: Heard, product: Product) -> dict[str, str]:
    """ "Any colour" takes the first there is, and "the second one" the second; nobody's size is assumed."""
    known, attribute = dict(question["chosen"]), question["attribute"]
    name, values = choose(product, Query(), "", known=known).open or ("", [])
    if name != attribute:
        return known
    place = 0 if attribute != "size" and LEFT_TO_US.search(said.text.lower()) else place_alone(said.text, len(values))
    return known if place is None else {**known, name: values[place]}


def _as_size(query: Query, question: Mapping[str, Any]) -> Query:
    """ "Ten", when asked for a size, is no number of things."""
    if question["attribute"] != "size" or query.sizes or query.quantity is None or query.unit:
        return query
    return replace(query, sizes=(str(query.quantity),), quantity=None)

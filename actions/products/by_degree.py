"""Answers wishes for more, less or most of what products measure: "with more storage", "something lighter"."""

import re
from collections.abc import Sequence
from statistics import median_high, median_low

from actions import replies
from actions.conversation.open_question import ask
from actions.products.tell_found import Telling
from catalog.product import Product, ProductCard
from catalog.query import Query
from shop.choosing import choose
from shop.measures import COLDER_IS_MORE, Degree, amount_of, comparable, degree_of, may_compare
from shop.phrasing import comparing, results
from shop.reply import Answer

LOOKED_THROUGH = 50
A_FEW_WORDS = 2
OF_ALL = re.compile(r"\b(?:most|least|[a-z]{3,}(?<!b)est)\b")


async def tell_more_of(telling: Telling, shown: Sequence[ProductCard]) -> replies.Events | None:
    """None if the words compare by nothing that what was shown tells of. A size in the request is stepped instead."""
    said = telling.said
    if not shown or not may_compare(said.text) or said.query.sizes or not said.query.text:
        return None
    products = {one.id: one for one in await telling.services.products.products([card.id for card in shown])}
    facts = [_facts(card, products.get(card.id)) for card in shown]
    degree = degree_of(said.text, (name for each in facts for name in each))
    if degree is None:
        return None
    stated = {name: comparable([each.get(name, "") for each in facts]) for name in degree.names}
    for name, amounts in sorted(stated.items(), key=lambda item: -len(item[1])):
        if amounts and OF_ALL.search(said.text.lower()):
            return await _most_first(telling, degree, name)
        if amounts:
            focus = [place for place, card in enumerate(shown) if said.in_focus and card.id == said.in_focus[0]]
            middle = median_high if degree.sign > 0 else median_low
            limit = amounts[focus[0]] if focus and focus[0] in amounts else middle(amounts.values())
            return await _beyond(telling, degree, name, limit)
    if len(said.text.split()) > A_FEW_WORDS:
        return None
    replies.tell(telling.dispatcher, comparing.no_more_known(said.text, shown), telling.stopwatch)
    return [replies.miss(said.misses)]


async def _most_first(telling: Telling, degree: Degree, name: str) -> replies.Events:
    """ "The lightest": all that fit in the order of it; what does not tell how much it has comes last."""
    found, products = await _all_that_fit(telling)
    amounts = comparable([_facts(card, products.get(card.id)).get(name, "") for card in found])
    sign = -degree.sign if name in COLDER_IS_MORE else degree.sign
    places = sorted(range(len(found)), key=lambda at: (at not in amounts, -sign * amounts.get(at, 0)))
    cards = [found[place] for place in places][: results.SHOWN_AT_ONCE]
    answer = results.found(cards, telling.said.query, lead=results.most_first(name, more=degree.sign > 0))
    return _told(telling, cards, answer)


async def _beyond(telling: Telling, degree: Degree, name: str, limit: float) -> replies.Events:
    said, watch = telling.said, telling.stopwatch
    found, products = await _all_that_fit(telling)
    cards = [
        better
        for card in found
        if card.id in products and (better := _better(card, products[card.id], degree, name, limit))
    ][: results.SHOWN_AT_ONCE]
    if not cards:
        replies.tell(telling.dispatcher, results.none_beyond(said.query, name, more=degree.sign > 0), watch)
        return [replies.miss(said.misses)]
    return _told(telling, cards, results.found(cards, said.query, lead=results.with_more(name, more=degree.sign > 0)))


async def _all_that_fit(telling: Telling) -> tuple[Sequence[ProductCard], dict[str, Product]]:
    services, watch = telling.services, telling.stopwatch
    found = (await services.finding.find(telling.said.query, limit=LOOKED_THROUGH, stopwatch=watch)).cards
    return found, {one.id: one for one in await services.products.products([card.id for card in found])}


def _told(telling: Telling, cards: Sequence[ProductCard], answer: Answer) -> replies.Events:
    services, said = telling.services, telling.said
    replies.tell(telling.dispatcher, answer, telling.stopwatch)
    return [
        replies.remember_query(said.query),
        *replies.remember_shown(cards),
        replies.start_seen(cards),
        ask({"kind": "offer_to_add" if len(cards) == 1 else "one_of_these"}, now=services.now()),
    ]


def _better(card: ProductCard, product: Product, degree: Degree, name: str, limit: float) -> ProductCard | None:
    """As it is shown, or in a variant that has more."""
    if _is_beyond(_facts(card, product).get(name, ""), degree, limit):
        return card
    for variant in product.variants:
        value = variant.attributes.get(name, "")
        if any(variant.stock.values()) and _is_beyond(value, degree, limit):
            return choose(product, Query(), "", known={name: value}).card(product)
    return None


def _is_beyond(value: str, degree: Degree, limit: float) -> bool:
    amount = amount_of(value)
    return amount is not None and degree.better(amount[0], limit)


def _facts(card: ProductCard, product: Product | None) -> dict[str, str]:
    return {**(product.attributes if product else {}), **card.attributes}

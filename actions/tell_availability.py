"""Where a product can be had, in the choice that was named: told for more than one kind of question."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.heard import Heard
from actions.open_question import ask
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import choose, wanted
from shop.phrasing import availability, details


async def tell_availability(
    services: Services,
    dispatcher: CollectingDispatcher,
    said: Heard,
    cards: Sequence[ProductCard],
    asked: Query,
    stopwatch: Stopwatch,
) -> replies.Events:
    """Of the first card, in the choice that `asked` names; what it does not come in is offered to be looked for."""
    products = await services.products.products([card.id for card in cards[:1]])
    if not products:
        replies.tell(dispatcher, details.of_nothing(), stopwatch)
        return []
    product = products[0]
    choice = choose(product, asked, said.text, known=wanted(said.query, cards[0], product))
    if choice.lacking:
        others = replace(said.query, colors=asked.colors or said.query.colors, sizes=asked.sizes or said.query.sizes)
        replies.tell(dispatcher, availability.not_made(product, choice, cards[0], asked), stopwatch)
        question = {"kind": "look_for", "query": others.as_dict()}
        return [replies.focus_on(cards[0]), ask(question, now=services.now())]
    stores = await services.products.store_names()
    replies.tell(dispatcher, availability.of(product, choice, cards[0], stores, said.text), stopwatch)
    return [
        replies.focus_on(choice.card(product)),
        ask({"kind": "offer_to_add", "chosen": dict(choice.known)}, now=services.now()),
    ]

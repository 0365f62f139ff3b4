"""Where a product can be had, in the choice that was named: told for more than one kind of question."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.heard import Heard
from actions.open_question import ask
from actions.services import Services
from actions.stock_alert import SHALL_I_WATCH
from actions.tell_stores import stores_as_called
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.choosing import Choice, choose, wanted
from shop.days import day_meant
from shop.phrasing import availability, details, waiting
from shop.reply import Answer


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
    today, every = services.now().date(), await stores_as_called(services)
    meant = day_meant(said.text, today=today)
    if availability.asks_to_pick_up(said.text) and meant:
        stores = availability.named_stores(every, said.text)
        answer = availability.pick_up(product, choice, cards[0], stores, meant, today=today)
    elif meant and not choice.answered:
        answer = availability.by_day(product, choice, cards[0], meant, today=today)
    else:
        answer = availability.of(product, choice, cards[0], {store.id: store.name for store in every}, said.text)
    if not any(any(variant.stock.values()) for variant in choice.variants):
        return _out_of_stock(services, dispatcher, product, choice, answer)
    replies.tell(dispatcher, answer, stopwatch)
    return [
        replies.focus_on(choice.card(product)),
        ask({"kind": "offer_to_add", "chosen": dict(choice.known)}, now=services.now()),
    ]


def _out_of_stock(
    services: Services, dispatcher: CollectingDispatcher, product: Product, choice: Choice, answer: Answer
) -> replies.Events:
    replies.tell(dispatcher, waiting.shall_i_watch(answer))
    question = {"kind": SHALL_I_WATCH, "product_id": product.id, "chosen": dict(choice.known)}
    return [replies.focus_on(choice.card(product)), ask(question, now=services.now())]

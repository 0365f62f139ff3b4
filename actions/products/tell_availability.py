"""Where a product can be had, in the choice that was named: told for more than one kind of question."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.conversation.open_question import ask, open_question
from actions.heard import Heard
from actions.products.stock_alert import SHALL_I_WATCH
from actions.products.tell_stores import stores_as_called
from actions.services import Services
from catalog.product import Product, ProductCard, Variant
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
    shelves = next(iter(await services.products.products([card.id for card in cards[:1]])), None)
    if shelves is None:
        replies.tell(dispatcher, details.of_nothing(said.misses), stopwatch)
        return [replies.miss(said.misses)]
    product = await _as_free(services, shelves, said.shopper_id)
    choice = choose(
        product,
        asked,
        said.text,
        known={**wanted(said.query, cards[0], product), **_chosen_before(services, said, product)},
    )
    if choice.lacking:
        others = replace(said.query, colors=asked.colors or said.query.colors, sizes=asked.sizes or said.query.sizes)
        replies.tell(dispatcher, availability.not_made(product, choice, cards[0], asked), stopwatch)
        question = {"kind": "look_for", "query": others.as_dict()}
        return [replies.focus_on(cards[0]), ask(question, now=services.now())]
    answer = await _answer(services, said, product, choice, cards[0])
    if not _in_stock(choice.variants):
        ids = {variant.id for variant in choice.variants}
        if _in_stock([variant for variant in shelves.variants if variant.id in ids]):
            replies.tell(dispatcher, availability.being_bought(product, choice, cards[0]), stopwatch)
            return [replies.focus_on(choice.card(product))]
        return _out_of_stock(services, dispatcher, product, choice, answer)
    replies.tell(dispatcher, answer, stopwatch)
    return [
        replies.focus_on(choice.card(product)),
        ask({"kind": "offer_to_add", "chosen": dict(choice.known)}, now=services.now()),
    ]


async def _answer(services: Services, said: Heard, product: Product, choice: Choice, card: ProductCard) -> Answer:
    every = await stores_as_called(services)
    calendar = await services.commerce.checkouts.calendar(said.shopper_id, lead_days=product.delivery_days)
    meant = day_meant(said.text, today=calendar.today())
    if availability.asks_to_pick_up(said.text) and meant:
        stores = availability.named_stores(every, said.text)
        return availability.pick_up(product, choice, card, stores, meant, calendar=calendar)
    if meant and not choice.answered:
        return availability.by_day(product, choice, card, meant, calendar=calendar)
    names = {store.id: store.name for store in every}
    return availability.of(product, choice, card, names, said.text, calendar=calendar)


def _chosen_before(services: Services, said: Heard, product: Product) -> dict[str, str]:
    """ "Which stores?", right after a nine was asked about, is about the nine."""
    question = open_question(said, now=services.now()) or {}
    if question.get("kind") != "offer_to_add" or said.in_focus is None or said.in_focus[0] != product.id:
        return {}
    return dict(question.get("chosen") or {})


async def _as_free(services: Services, product: Product, shopper_id: str) -> Product:
    """The product with the stock that this shopper could buy: less what is held for others."""
    ids = [variant.id for variant in product.variants]
    levels = await services.commerce.stock.levels(ids, shopper_id=shopper_id)
    free = {(level.variant_id, level.store_id): level.free for level in levels}
    variants = [
        replace(
            variant, stock={store: free.get((variant.id, store), number) for store, number in variant.stock.items()}
        )
        for variant in product.variants
    ]
    return replace(product, variants=tuple(variants))


def _in_stock(variants: Sequence[Variant]) -> bool:
    return any(any(variant.stock.values()) for variant in variants)


def _out_of_stock(
    services: Services, dispatcher: CollectingDispatcher, product: Product, choice: Choice, answer: Answer
) -> replies.Events:
    replies.tell(dispatcher, waiting.shall_i_watch(answer))
    question = {"kind": SHALL_I_WATCH, "product_id": product.id, "chosen": dict(choice.known)}
    return [replies.focus_on(choice.card(product)), ask(question, now=services.now())]

"""Changes of what is not in the cart yet, because a question about it is open: another number of it, or none."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.add_to_cart import AddToCart
from actions.cart.waiting import CHOICES, asked_about, is_of_list
from actions.change_cart import TAKE_OUT
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.services import Services
from catalog.query import Query
from shop.amounts import how_many
from shop.cart_requests import number_wanted
from shop.carts import MOST_PER_LINE
from shop.phrasing import cart as cart_phrasing
from shop.phrasing import lists
from shop.shopping_list import Taken

MAKE_IT = re.compile(
    r"\b(?:make (?:it|that|them)|i(?:'ll| will)? (?:need|want|take)|actually|double|twice|triple|halve)\b"
)
WORD = re.compile(r"[^\W_]+")


async def change_open(
    services: Services, add: AddToCart, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
) -> replies.Events | None:
    """ "Make it two" after "which size?", and "take out the milk" after "which milk?"; None if it is about the cart."""
    text = said.text.lower()
    if TAKE_OUT.search(text):
        return await _taken_out(services, add, dispatcher, said, question) if _is_named(text, question) else None
    others = services.reader().names_goods(text) and not _is_of_it(text, question)
    if question["kind"] not in CHOICES or others or not MAKE_IT.search(text):
        return None
    said_number = how_many(said.text, services.reader().parse(said.text))
    number = number_wanted(text, there=_so_many_now(question), said=said_number)
    if number is None:
        return None
    if number == 0:
        return await _taken_out(services, add, dispatcher, said, question)
    if number > MOST_PER_LINE:
        cart = await services.carts.cart_of(said.shopper_id)
        replies.tell(dispatcher, cart_phrasing.too_many(cart, most=MOST_PER_LINE))
        return []
    await add.ask_again(dispatcher, said, question)
    return [ask(_of_so_many(question, number), now=services.now())]


async def _taken_out(
    services: Services, add: AddToCart, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
) -> replies.Events:
    events = await add.skip(dispatcher, said)
    if events is not None:
        return events
    thing = asked_about(question)
    cart = await services.carts.cart_of(said.shopper_id)
    replies.tell(dispatcher, lists.told(Taken(dropped=(thing.name,) if thing else (), cart=cart), None))
    return [ask({"kind": "anything_else"}, now=services.now())]


def _so_many_now(question: Mapping[str, Any]) -> int:
    if question["kind"] == "choice":
        return int(question["quantity"])
    return Query.from_dict(question["query"]).quantity or 1


def _of_so_many(question: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    if question["kind"] == "choice":
        return {**question, "quantity": number}
    return {**question, "query": replace(Query.from_dict(question["query"]), quantity=number).as_dict()}


def _is_of_it(text: str, question: Mapping[str, Any]) -> bool:
    """Whether the goods that are named are those asked about: "make that two bananas" is no number of milk."""
    thing = asked_about(question)
    asked = thing.name if thing else Query.from_dict(question["query"]).text if "query" in question else ""
    words = {word.removesuffix("s") for word in WORD.findall(text)}
    return not asked or asked.lower().split()[-1].removesuffix("s") in words


def _is_named(text: str, question: Mapping[str, Any]) -> bool:
    thing = asked_about(question)
    words = {word.removesuffix("s") for word in WORD.findall(text)}
    if thing is None or not is_of_list(question):
        return False
    return {word.removesuffix("s") for word in thing.name.lower().split()} <= words

"""Answers of every kind, and an envelope of every surface they are told at."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shop.reply import Answer
from tests.unit.fakes import CART, FOUND, JACKET
from tests.unit.google.open_door import PUBLIC_URL, actions, cx, es, on_assistant
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH

LONG_WORDS = "word " * 200
SEEN = "https://cdn.shop.test/jacket.png"
SHOWN_JACKET = replace(JACKET, image_url=SEEN, url="https://www.shop.test/jacket")
HOSTILE = replace(
    JACKET,
    title='Tom & "J" <b>\u0000 😀 [x](javascript:alert(1))',
    image_url="javascript:alert(1)",
    url="data:text/html,<script>",
)
ANSWERS: dict[str, Answer] = {
    "products": replace(FOUND, products=(SHOWN_JACKET, JACKET, SHOWN_JACKET)),
    "one_product": replace(FOUND, products=(SHOWN_JACKET,)),
    "hostile_product": replace(FOUND, products=(HOSTILE, HOSTILE)),
    "cart": Answer(speech="Two things.", text="Two things.", cart=CART, expects_reply=True),
    "empty_cart": Answer(speech="Nothing.", text="Nothing.", cart=replace(CART, lines=())),
    "order": Answer(speech="Ordered.", text="Ordered.", order={"number": "A-1", "state": "placed"}),
    "question": Answer(speech="Which size?", text="Which size?", suggestions=("S", "M"), expects_reply=True),
    "slower": Answer(speech='Tom & "J"', text="Tom", pace="slower", expects_reply=True),
    "handoff": Answer(speech="One moment.", text="One moment.", handoff={"case": "C1", "reason": "asked", "n": None}),
    "link": Answer(speech="Finish it.", text="Finish it.", link=f"{PUBLIC_URL}/orders/t", expects_reply=True),
    "needs_account": Answer(speech="Link it.", text="Link it.", needs_account=True),
    "long": Answer(speech=LONG_WORDS, text=LONG_WORDS, suggestions=("x" * 26, "y" * 25), expects_reply=True),
    "nothing_to_say": Answer(speech="", text="."),
}
ENVELOPES: dict[str, tuple[str, Mapping[str, Any]]] = {
    "cx": (CX_PATH, cx()),
    "cx_by_telephone": (CX_PATH, cx(payload={"telephony": {"caller_id": "+15550100"}})),
    "es": (ES_PATH, es()),
    "es_by_telephone": (ES_PATH, es(originalDetectIntentRequest={"payload": {"telephony": {}}})),
    "assistant": (ES_PATH, on_assistant("TEXT", "milk")),
    "assistant_without_a_screen": (ES_PATH, on_assistant("TEXT", "milk", screen=False)),
    "actions": (ACTIONS_PATH, actions()),
    "actions_without_a_screen": (ACTIONS_PATH, actions(device={"capabilities": ["SPEECH"]})),
}


def spoken(told: Mapping[str, Any]) -> dict[str, Any]:
    (spoken,) = [m["outputAudioText"] for m in told["fulfillmentResponse"]["messages"] if "outputAudioText" in m]
    answer: dict[str, Any] = spoken
    return answer

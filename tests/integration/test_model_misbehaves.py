"""Whole turns through the chat API while the language model's server does whatever such servers do.

No turn takes more than a tenth longer than one without a model and the time that a model has; none takes longer than
any turn may; and what is told is what is told without a model, or is borne out by the shop's own data.
"""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.conftest import SWEEP
from tests.integration.small_shop import CONTENTS
from tests.integration.thinking_shop import Shopper, ThinkingShop, Told
from tests.logs import captured_logs
from tests.model_server import Asked, Mode
from tests.model_server.modes import LIES

MODEL_S = 0.5
TURN_S = 2.5
# What a turn takes by itself, on a machine that has other things to do.
OWN_S = 0.5
LATE = 1.1
FINDS, ADVICE, POLICY = "find rain jackets", "which would you take for a wet trip", "can i send things back"
UNHEARD = "umm the thing with giving back how is that then"
# Here a good answer comes in the end. A server that has answered by schemas, and then knows none, is broken.
GOOD = {Mode.WELL, Mode.BUSY_ONCE, Mode.FAILING_ONCE, Mode.WRONG_USAGE, Mode.NO_USAGE, Mode.KNOWS_MAX_TOKENS}
# It asks to be left alone for an hour, which would make what follows too easy.
BAD = [mode for mode in Mode if mode not in {*GOOD, Mode.BUSY}]
MARKUP = re.compile(r"!\[|\]\(|https?:|<\w|\*\*|```")
QUERY: dict[str, Any] = {
    **{name: [] for name in ("qualities", "colors", "brands", "sizes", "without")},
    **dict.fromkeys(("max_price", "min_price", "quantity", "sort")),
    "text": "",
}

pytestmark = pytest.mark.timeout(120)


def spoken(asked: Asked) -> dict[str, Any]:
    """What a good model says to products, or to passages: only what it was given."""
    told = asked.data
    if passages := told.get("passages"):
        return {"advised": "none", "sentences": [{"about": [passages[0]["key"]], "text": passages[0]["text"]}]}
    best, *_ = told["products"]
    name = best["name"]
    first, second = f"I'd take the {name}.", f"The {name} costs {best['price']}."
    return {"advised": best["key"], "sentences": [{"about": [best["key"]], "text": text} for text in (first, second)]}


@pytest.fixture(scope="module")
def shop(database_url: str, embedding_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThinkingShop]:
    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(database_url) as connection:
            await CatalogWriter(OneConnection(connection)).write(CONTENTS)

    asyncio.run(write())
    state = tmp_path_factory.mktemp("thinking")
    (state / "models").symlink_to(embedding_model.parent)
    times = {"llm_understanding_s": MODEL_S, "llm_speaking_s": MODEL_S, "turn_deadline_s": TURN_S}
    with captured_logs(), ThinkingShop(database_url, state, **times).running() as opened:
        opened.model.answers["speaking"] = spoken
        opened.model.answers["understanding"] = {
            "intent": "return_policy",
            "query": QUERY,
            "references": [],
            "confidence": 0.95,
        }
        yield opened
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        connection.execute(SWEEP)


@pytest.fixture(autouse=True)
def behaving(shop: ThinkingShop) -> None:
    """A good answer closes whatever circuit the test before has strained."""
    shop.model.piece_pause_s = 0.0
    shop.model_is(Mode.WELL)
    shopper = looking(shop)
    for text in (ADVICE, UNHEARD):
        shopper.says(text)
    shop.model.requests.clear()


def looking(shop: ThinkingShop) -> Shopper:
    shopper = shop.shopper()
    assert shopper.says(FINDS).reply["products"]
    return shopper


def plainly(shop: ThinkingShop, text: str) -> Told:
    """The same without a model."""
    return shop.plainly(FINDS, text)


def is_in_time(told: Told, *, own_s: float = OWN_S) -> bool:
    return told.took_s <= min(own_s + MODEL_S, TURN_S) * LATE


def test_l5_a_turn_without_a_model_asks_nobody(shop: ThinkingShop) -> None:
    for text in (ADVICE, POLICY, UNHEARD):
        plainly(shop, text)
    assert shop.model.requests == []


@pytest.mark.parametrize("mode", sorted(GOOD))
def test_a_model_that_answers_after_all_is_heard(shop: ThinkingShop, mode: Mode) -> None:
    shop.model_is(mode)
    told = looking(shop).says(ADVICE)
    assert shop.model.requests
    assert told.reply["speech"].startswith("I'd take the women's Stonecairn Ridgeline Rain Jacket.")
    assert "$69.00" in told.reply["text"]
    assert "costs sixty-nine dollars." in told.reply["speech"]
    assert is_in_time(told)


@pytest.mark.parametrize("mode", BAD)
def test_l5_whatever_a_model_does_the_answer_without_it_comes_in_time(shop: ThinkingShop, mode: Mode) -> None:
    shopper = looking(shop)
    shop.model_is(mode)
    for text in (ADVICE, POLICY, UNHEARD):
        told = shopper.says(text)
        words = "".join(told.words)
        assert told.words == plainly(shop, text).words, text
        assert is_in_time(told), (text, told.took_s)
        assert not MARKUP.search(words)
        assert not any(lie[:20] in words for lie in LIES.values())
    assert shopper.cart()["lines"] == []
    assert mode is Mode.CLOSED or {asked.use for asked in shop.model.requests} == {"understanding", "speaking"}


def test_l5_two_uses_in_one_turn_have_the_time_of_one(shop: ThinkingShop) -> None:
    """The sentence is made out late, and then there is hardly any time left to word the answer."""
    shop.model.pause_s, shop.model.mode = MODEL_S * 0.7, Mode.SLOW
    told = looking(shop).says(UNHEARD)
    assert {asked.use for asked in shop.model.requests} == {"understanding", "speaking"}
    assert told.words == plainly(shop, POLICY).words
    assert is_in_time(told)


def test_l5_a_turn_that_began_late_asks_no_model(shop: ThinkingShop) -> None:
    """What the turn before took of a conversation's time is not there any more."""
    shopper = looking(shop)
    late = TURN_S - 0.7

    async def long() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), late)

    shop.rasa.before_action = long
    try:
        told = shopper.says(ADVICE)
    finally:
        shop.rasa.before_action = None
    assert shop.model.requests == []
    assert told.words == plainly(shop, ADVICE).words
    assert told.took_s <= TURN_S


def test_sentences_are_told_before_the_turn_is_over(shop: ThinkingShop) -> None:
    shop.model.piece_pause_s = 0.004
    heard = looking(shop).hears(ADVICE, request_id="slowly")
    pieces = [(at, data["delta"]) for at, name, data in heard if name == "text"]
    (ended, _, reply) = heard[-1]
    assert [name for _, name, _ in heard] == ["accepted", *["text"] * len(pieces), "reply"]
    assert pieces[0][1] == "I'd take the women's Stonecairn Ridgeline Rain Jacket."
    assert ended - pieces[0][0] > 0.05
    assert "".join(piece for _, piece in pieces) == reply["text"]


def test_the_same_request_again_is_told_the_same_text(shop: ThinkingShop) -> None:
    shopper = looking(shop)
    first = shopper.hears(ADVICE, request_id="again")
    asked = len(shop.model.requests)
    again = shopper.hears(ADVICE, request_id="again")
    assert again[-1][2] == first[-1][2]
    assert "".join(data["delta"] for _, name, data in again if name == "text") == first[-1][2]["text"]
    assert len(shop.model.requests) == asked


def test_l2_a_lie_further_on_takes_back_what_was_told(shop: ThinkingShop) -> None:
    def lying(asked: Asked) -> dict[str, Any]:
        well = spoken(asked)
        return {**well, "sentences": [well["sentences"][0], {"about": ["p1"], "text": LIES[Mode.INVENTED_PRODUCT]}]}

    shop.model.answers["speaking"], shop.model.piece_pause_s = lying, 0.004
    try:
        heard = looking(shop).hears(ADVICE)
    finally:
        shop.model.answers["speaking"] = spoken
    names = [name for _, name, _ in heard]
    assert names == ["accepted", "text", "withdrawn", "text", "reply"]
    reply = heard[-1][2]
    assert heard[3][2]["delta"] == reply["text"] == plainly(shop, ADVICE).reply["text"]


def test_l5_a_model_that_wants_to_be_left_alone_is_left_alone(shop: ThinkingShop) -> None:
    """From here on nobody asks it any more what a sentence means."""
    shop.model_is(Mode.BUSY)
    for _ in range(3):
        told = looking(shop).says(UNHEARD)
        assert told.words == plainly(shop, UNHEARD).words
        assert is_in_time(told)
    assert len(shop.model.requests) == 1


def test_l5_many_at_once_are_all_answered_in_time(shop: ThinkingShop) -> None:
    """And the last: whoever wants an answer worded after it finds nobody."""
    shoppers = [looking(shop) for _ in range(12)]
    shop.model_is(Mode.STALLING)
    told: list[Told] = []
    asking = [threading.Thread(target=lambda each=each: told.append(each.says(ADVICE))) for each in shoppers]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    expected = plainly(shop, ADVICE).words
    assert [each.words for each in told] == [expected] * len(shoppers)
    assert all(is_in_time(each, own_s=2 * OWN_S) for each in told), sorted(each.took_s for each in told)

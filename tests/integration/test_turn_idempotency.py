"""One request, one effect, one answer: repeated, in parallel, across gateways and after a crash."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.integration.conftest import Gateway, until
from tests.integration.rasa_stand_in import RasaStandIn
from tests.unit.fakes import FOUND

ONE_JACKET = """
    insert into products
        (product_id, title, brand, department, category, description, delivery_days, image_url, url)
        values ('jacket', 'Jacket', 'Fellmoor', 'outdoor', '{Outdoor}', 'Dry.', 1, '/i', '/u');
    insert into variants (variant_id, product_id, position, price_minor, currency)
        values ('j-1', 'jacket', 0, 7499, 'USD');
    insert into stores values ('a', 'Store A', '1 Street', 'City', '{}');
    insert into stock values ('j-1', 'a', 120);
"""
AGE = "update turns set started_at = started_at - interval '1 minute' where state = 'running'"


def adding(gateway: Gateway) -> Any:
    """What an action does: change the cart under the turn's id."""

    async def add(call: dict[str, Any]) -> None:
        told = call["metadata"]
        await gateway.carts.add(told["shopper_id"], "j-1", quantity=1, turn_id=told["turn_id"])

    return add


async def in_cart(gateway: Gateway, session: dict[str, str]) -> int:
    cart = (await gateway.client.get("/chat/cart", headers=session)).json()
    return sum(line["quantity"] for line in cart["lines"])


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answered.status_code for answered in answers)


async def test_repeated_request_gets_the_same_answer_and_reaches_rasa_once(gateway: Gateway, rasa: RasaStandIn) -> None:
    session = await gateway.open_session()
    first = await gateway.say(session)
    rasa.messages = [{"text": "Something else."}]
    second = await gateway.say(session)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert first.json()["speech"] == FOUND.speech
    assert len(rasa.calls) == 1
    assert gateway.figure("aisle_turns_total", channel="web", intent="product_search", outcome="replayed") == 1


async def test_same_request_at_once_on_two_gateways_has_one_effect(gateway: Gateway, rasa: RasaStandIn) -> None:
    gateway.sql(ONE_JACKET)
    rasa.before_answer = adding(gateway)
    session, other = await gateway.open_session(), gateway.also()
    answers = await asyncio.gather(*(one.say(session) for one in (gateway, other) * 8))
    assert statuses(answers) == {200: 16}
    assert len({answered.text for answered in answers}) == 1
    assert len(rasa.calls) == 1
    assert await in_cart(gateway, session) == 1


async def test_request_still_running_at_the_deadline_is_a_conflict(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.hang = asyncio.Event()
    session = await gateway.open_session()
    first = asyncio.create_task(gateway.say(session))
    await until(lambda: rasa.calls)
    impatient = Gateway(
        database_url=gateway.database_url,
        rasa=rasa,
        http=gateway.http,
        records_pool=gateway.records_pool,
        shop_pool=gateway.shop_pool,
        deadline_s=0.6,
    )
    # Its lease is its own: a gateway must not take over what another is still allowed to run.
    impatient.records = gateway.records
    impatient.turns._records = gateway.records
    assert (await impatient.say(session)).status_code == 409
    rasa.hang.set()
    assert (await first).status_code == 200


async def test_same_id_with_other_words_is_refused_and_changes_nothing(gateway: Gateway, rasa: RasaStandIn) -> None:
    session = await gateway.open_session()
    first = await gateway.say(session)
    other = await gateway.say(session, text="two rain jackets")
    assert other.status_code == 422
    assert other.json()["type"] == "urn:aisle:problem:request_id_reused"
    assert (await gateway.say(session)).json() == first.json()
    assert len(rasa.calls) == 1


async def test_same_id_in_another_conversation_is_another_request(gateway: Gateway, rasa: RasaStandIn) -> None:
    first = await gateway.say(await gateway.open_session())
    second = await gateway.say(await gateway.open_session(), text="something else")
    assert second.status_code == 200
    assert first.json()["turn_id"] != second.json()["turn_id"]


async def test_turns_of_one_conversation_run_one_at_a_time_and_others_beside(
    gateway: Gateway, rasa: RasaStandIn
) -> None:
    session, other, stranger = await gateway.open_session(), gateway.also(), await gateway.open_session()
    first = [one.say(session, request_id=f"r{n}") for n in range(6) for one in (gateway, other)]
    strangers = [gateway.say(stranger, request_id=f"r{n}") for n in range(3)]
    assert statuses(await asyncio.gather(*first, *strangers)) == {200: 15}
    assert rasa.at_most_at_once == 1
    assert len({call["sender"] for call in rasa.calls}) == 2


async def test_turn_of_a_killed_gateway_is_taken_over_under_its_id(gateway: Gateway, rasa: RasaStandIn) -> None:
    gateway.sql(ONE_JACKET)
    session = await gateway.open_session()
    rasa.before_answer = adding(gateway)
    rasa.status = 500
    await gateway.say(session)
    # As a kill leaves it: the effect is there, the answer was never written.
    gateway.sql("update turns set state = 'running', finished_at = null, failure = null")
    gateway.sql(AGE)
    rasa.status = 200
    answered = await gateway.say(session)
    assert answered.status_code == 200
    assert answered.json()["speech"] == FOUND.speech
    first, second = rasa.calls
    assert first["metadata"]["turn_id"] == second["metadata"]["turn_id"] == answered.json()["turn_id"]
    assert await in_cart(gateway, session) == 1


async def test_killed_turn_does_not_block_the_next_message(gateway: Gateway, rasa: RasaStandIn) -> None:
    session = await gateway.open_session()
    await gateway.say(session, request_id="killed")
    gateway.sql("update turns set state = 'running', reply = null")
    gateway.sql(AGE)
    assert (await gateway.say(session, request_id="next")).status_code == 200
    assert gateway.sql("select state, failure from turns where request_id = 'killed'") == [("failed", "abandoned")]


async def test_gateway_that_comes_back_too_late_writes_nothing(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.hang = asyncio.Event()
    session = await gateway.open_session()
    late = asyncio.create_task(gateway.say(session))
    await until(lambda: rasa.calls)
    gateway.sql(AGE)
    rasa.hang, hanging = None, rasa.hang
    taken_over = await gateway.also().say(session)
    hanging.set()
    assert (await late).status_code == 409
    assert taken_over.status_code == 200
    assert (await gateway.say(session)).json() == taken_over.json()
    assert gateway.sql("select count(*) from chat_messages") == [(2,)]


@pytest.mark.parametrize("messages", [[], [{"text": "Sorry.", "custom": {"answer": {}}}]])
async def test_failed_request_runs_again_under_its_id(
    gateway: Gateway, rasa: RasaStandIn, messages: list[dict[str, Any]]
) -> None:
    session = await gateway.open_session()
    working, rasa.messages = rasa.messages, messages
    failed = await gateway.say(session)
    assert failed.status_code == 200
    assert failed.json()["speech"].startswith("Sorry")
    assert gateway.sql("select state from turns") == [("failed",)]
    rasa.messages = working
    answered = await gateway.say(session)
    assert answered.json()["speech"] == FOUND.speech
    assert answered.json()["turn_id"] == failed.json()["turn_id"]
    assert gateway.sql("select state, failure from turns") == [("answered", None)]

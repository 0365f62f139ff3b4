"""Sessions, history and the record of turns on the real database, through the public server."""

import asyncio
import hashlib
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from assistant.dialogue import Dialogue, OwnActions
from tests.integration.conftest import SECRET, Gateway, until
from tests.integration.rasa_stand_in import DIALOGUE_SECRET, RasaStandIn, message_of
from tests.logs import captured_logs
from tests.unit.fakes import FOUND, turn

CANARY = "canary Maria Quill, 7 Heron Lane, 4111 1111 1111 1111"


async def test_token_is_long_random_and_kept_as_a_hash(gateway: Gateway) -> None:
    opened = [(await gateway.client.post("/chat/sessions")).json() for _ in range(2)]
    first, second = (one["token"] for one in opened)
    assert first != second
    assert len(first) >= 43
    stored = {bytes(row[0]) for row in gateway.sql("select token_sha256 from chat_sessions")}
    assert stored == {hashlib.sha256(token.encode()).digest() for token in (first, second)}
    everything = str(gateway.sql("select chat_sessions::text from chat_sessions"))
    assert first not in everything


async def test_history_holds_both_sides_in_order_with_the_reply(gateway: Gateway, rasa: RasaStandIn) -> None:
    session = await gateway.open_session()
    before = datetime.now(UTC)
    replies = [(await gateway.say(session, text=f"words {n}", request_id=f"r{n}")).json() for n in range(3)]
    messages = (await gateway.client.get("/chat/history", headers=session)).json()["messages"]
    assert [(said["who"], said["text"]) for said in messages] == [
        pair for n in range(3) for pair in (("shopper", f"words {n}"), ("assistant", FOUND.text))
    ]
    assert [said["reply"] for said in messages] == [told for reply in replies for told in (None, reply)]
    times = [datetime.fromisoformat(said["at"]) for said in messages]
    assert times == sorted(times)
    assert before - timedelta(seconds=1) < times[0] < datetime.now(UTC) + timedelta(seconds=1)
    newest = (await gateway.client.get("/chat/history?limit=2", headers=session)).json()["messages"]
    assert newest == messages[-2:]


async def test_history_is_the_own_one_only(gateway: Gateway) -> None:
    await gateway.say(await gateway.open_session())
    stranger = await gateway.open_session()
    assert (await gateway.client.get("/chat/history", headers=stranger)).json() == {"messages": []}


async def test_failed_turn_leaves_no_trace_in_the_history(gateway: Gateway, rasa: RasaStandIn) -> None:
    session = await gateway.open_session()
    rasa.messages = []
    await gateway.say(session)
    assert (await gateway.client.get("/chat/history", headers=session)).json() == {"messages": []}


async def test_ended_session_is_dead_and_its_words_are_gone(gateway: Gateway, rasa: RasaStandIn) -> None:
    async def remember(call: dict[str, Any]) -> None:
        gateway.sql(f"insert into dialogue_conversations (sender_id, state) values ('{call['sender']}', '{{}}')")

    rasa.before_answer = remember
    session, other = await gateway.open_session(), await gateway.open_session()
    await gateway.say(session)
    await gateway.say(other)
    assert (await gateway.client.delete("/chat/sessions/current", headers=session)).status_code == 204
    for path in ("/chat/history", "/chat/cart"):
        assert (await gateway.client.get(path, headers=session)).status_code == 401
    assert (await gateway.client.delete("/chat/sessions/current", headers=session)).status_code == 401
    for table, left in (("chat_messages", 2), ("turns", 1), ("dialogue_conversations", 1)):
        assert gateway.sql(f"select count(*) from {table}") == [(left,)], table
    assert len((await gateway.client.get("/chat/history", headers=other)).json()["messages"]) == 2


async def test_words_of_a_turn_that_outlives_its_session_are_not_kept(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.hang = asyncio.Event()
    session = await gateway.open_session()
    saying = asyncio.create_task(gateway.say(session))
    await until(lambda: rasa.calls)
    await gateway.client.delete("/chat/sessions/current", headers=session)
    rasa.hang.set()
    assert (await saying).status_code == 409
    assert gateway.sql("select count(*) from chat_messages") == [(0,)]
    assert gateway.sql("select count(*) from turns") == [(0,)]


async def test_expired_session_is_dead(gateway: Gateway) -> None:
    session = await gateway.open_session()
    gateway.sql("update chat_sessions set expires_at = now()")
    assert (await gateway.say(session)).status_code == 401


async def test_stream_tells_the_same_as_json_of_the_same_request(gateway: Gateway) -> None:
    session = await gateway.open_session()
    streamed = await gateway.client.post(
        "/chat/messages",
        json={"request_id": "r1", "text": "a rain jacket"},
        headers={**session, "Accept": "text/event-stream"},
    )
    lines = streamed.text.strip().split("\n\n")
    assert [line.split("\n")[0] for line in lines] == ["event: accepted", "event: text", "event: reply"]
    told = json.loads(lines[-1].split("data: ", 1)[1])
    assert told == (await gateway.say(session)).json()


@pytest.mark.parametrize(
    ("status", "messages", "reason"),
    [(500, None, "status_500"), (401, None, "status_401"), (200, [], "empty"), (200, [{"custom": 1}], "malformed")],
)
async def test_r4_each_failure_of_rasa_is_an_apology_counted_by_its_reason(
    gateway: Gateway, rasa: RasaStandIn, status: int, messages: list[object] | None, reason: str
) -> None:
    rasa.status = status
    rasa.messages = messages if messages is not None else rasa.messages  # type: ignore[assignment] # malformed on purpose
    reply = (await gateway.say(await gateway.open_session())).json()
    assert reply["speech"].startswith("Sorry")
    assert reply["understood"] == {"intent": "out_of_scope", "confidence": 0.0, "query": None}
    assert gateway.figure("aisle_turn_failures_total", reason=reason) == 1
    assert gateway.sql("select state, failure from turns") == [("failed", reason)]


async def test_slow_rasa_is_given_up_within_the_deadline(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.hang = asyncio.Event()
    started = time.monotonic()
    reply = (await gateway.say(await gateway.open_session())).json()
    assert time.monotonic() - started < gateway.deadline_s + 0.3
    assert reply["speech"].startswith("Sorry")
    assert gateway.figure("aisle_turn_failures_total", reason="slow") == 1
    rasa.hang.set()


async def test_rasa_that_is_down_is_an_apology(gateway: Gateway) -> None:
    gateway.dialogue._addresses = ("http://127.0.0.1:9",)
    assert (await gateway.client.get("/readyz")).json() == {"ready": False, "checks": {"dialogue": False}}
    assert (await gateway.say(await gateway.open_session())).json()["speech"].startswith("Sorry")
    assert gateway.figure("aisle_turn_failures_total", reason="down") == 1


async def test_rasa_hears_who_speaks_under_a_name_that_tells_nothing(gateway: Gateway, rasa: RasaStandIn) -> None:
    await gateway.say(await gateway.open_session(), text="/restart 👟" + "ü" * 1900)
    (call,) = rasa.calls
    ((conversation_id, shopper_id),) = gateway.sql("select conversation_id, shopper_id from chat_sessions")
    assert len(call["sender"]) == 32
    assert conversation_id not in call["sender"]
    told = call["metadata"]
    assert (told["conversation_id"], told["shopper_id"]) == (conversation_id, shopper_id)
    assert (told["channel"], told["locale"]) == ("web", "en-US")
    assert call["text"].startswith("/restart 👟")


@pytest.mark.parametrize(
    ("own_actions", "ports"),
    [
        (OwnActions(port=9081), [9081, None]),
        (OwnActions(port=9081, for_all_turns=True), [9081, 9081]),
        (None, [None, None]),
    ],
)
async def test_rasa_is_led_to_the_process_that_listens_to_a_turn_or_wants_all_of_them(
    rasa: RasaStandIn, own_actions: OwnActions | None, ports: list[int | None]
) -> None:
    async with aiohttp.ClientSession() as http:
        dialogue = Dialogue(
            http, addresses=[rasa.url], secret=DIALOGUE_SECRET, sender_secret=SECRET, own_actions=own_actions
        )
        for is_listened_to in (True, False):
            await dialogue.ask(turn(), turn_id="t", traceparent=None, timeout_s=2.0, is_listened_to=is_listened_to)
    assert [call["metadata"]["listener_port"] for call in rasa.calls] == ports


async def test_turn_is_recorded_with_what_was_understood_and_shown(gateway: Gateway) -> None:
    reply = (await gateway.say(await gateway.open_session())).json()
    ((turn_id, state, intent, confidence, query, shown, stages, words),) = gateway.sql(
        "select turn_id, state, intent, confidence, query, shown_ids, stages, words from turns"
    )
    assert (turn_id, state, intent) == (reply["turn_id"], "answered", "product_search")
    assert confidence == pytest.approx(0.93)
    assert isinstance(query, dict)
    assert query["max_price_minor"] == 8000
    assert shown == ["jacket"]
    assert isinstance(stages, dict)
    assert stages.keys() == {"nlu", "policy", "action", "parse", "render"}
    assert stages["policy"] == pytest.approx(3.0)
    assert words is None


async def test_words_are_recorded_only_where_the_operator_wants_it(gateway: Gateway) -> None:
    gateway.records._record_words = True
    await gateway.say(await gateway.open_session(), text="a rain jacket")
    assert gateway.sql("select words from turns") == [("a rain jacket",)]


async def test_what_a_shopper_says_is_in_no_log_and_no_figure(gateway: Gateway, rasa: RasaStandIn) -> None:
    with captured_logs() as logs:
        session = await gateway.open_session()
        rasa.messages = [message_of(FOUND), {"text": CANARY}]
        await gateway.say(session, text=CANARY, request_id="r1")
        await gateway.say(session, text=f"{CANARY} again", request_id="r1")
        rasa.status = 500
        await gateway.say(session, text=CANARY, request_id="r2")
        await gateway.client.post("/chat/messages", json={"request_id": CANARY, "text": [CANARY]}, headers=session)
        gateway.dialogue._addresses = ("http://127.0.0.1:9",)
        await gateway.say(session, text=CANARY, request_id="r3")
        await gateway.client.get("/chat/history", headers=session)
    figures = (await gateway.client.get("/metrics")).text
    token = session["Authorization"].removeprefix("Bearer ")
    assert len(logs.named("request")) == 7
    for written in (logs.text, figures):
        for secret in ("canary", "Heron", "4111 1111", "4111111111111111", token):
            assert secret not in written
    assert "canary" not in str(gateway.sql("select turns::text from turns where state = 'failed'"))


async def test_many_turns_at_once_share_few_connections(gateway: Gateway, rasa: RasaStandIn) -> None:
    """32 conversations over four connections, while every one of them waits for Rasa."""
    rasa.hang = asyncio.Event()
    sessions = [await gateway.open_session() for _ in range(32)]
    saying = [asyncio.create_task(gateway.say(session)) for session in sessions]
    await until(lambda: len(rasa.calls) == 32)
    assert gateway.records_pool.get_stats()["pool_available"] == gateway.records_pool.get_stats()["pool_size"]
    rasa.hang.set()
    assert {answered.status_code for answered in await asyncio.gather(*saying)} == {200}


@pytest.mark.parametrize("said", ["4111 1111 1111 1111", "four " + "one " * 15, "4111-1111/1111.1111 12/27 737"])
async def test_card_number_reaches_no_table_no_log_no_trace_and_not_rasa(
    gateway: Gateway, rasa: RasaStandIn, said: str
) -> None:
    """Words recorded on purpose, a turn that fails, a repeated and a streamed one: none of them holds the number."""
    gateway.records._record_words = True
    session = await gateway.open_session()
    text = f"canary, charge {said}"
    with captured_logs() as logs:
        for request_id in ("r1", "r1"):
            await gateway.say(session, text=text, request_id=request_id)
        body = {"request_id": "r2", "text": text}
        await gateway.client.post("/chat/messages", json=body, headers={**session, "Accept": "text/event-stream"})
        rasa.status = 500
        await gateway.say(session, text=text, request_id="r3")
    tables = gateway.sql("select table_name from information_schema.tables where table_schema = 'public'")
    kept = "".join(str(gateway.sql(f'select t::text from "{name}" t')) for (name,) in tables)
    told = (await gateway.client.get("/chat/history", headers=session)).text
    assert "canary, charge [card number]" in kept
    assert "canary, charge [card number]" in told
    assert [call["text"] for call in rasa.calls] == ["canary, charge [card number]"] * 3
    for somewhere in (kept, told, logs.text, str(rasa.calls), (await gateway.client.get("/metrics")).text):
        for part in (said.strip(), "1111 1111", "1111-1111", "1111/1111", "one one"):
            assert part not in somewhere

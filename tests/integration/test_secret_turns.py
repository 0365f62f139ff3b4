"""A voice code is kept nowhere: not in its turn's record, not in the chat, and not as a hash that gives it away."""

import hashlib
from dataclasses import replace

import pytest

from assistant.turn_records import HIDDEN, TurnRecords
from tests.integration.conftest import Gateway, new_id
from tests.integration.rasa_stand_in import RasaStandIn, message_of
from tests.unit.fakes import FOUND

CODE = "four seven one one"


@pytest.fixture(autouse=True)
def words_are_recorded(gateway: Gateway) -> None:
    records = TurnRecords(gateway.records_pool, new_id=new_id, lease_s=2.0, record_words=True, body_key="a key")
    gateway.turns._records = records


def kept(gateway: Gateway) -> str:
    tables = ("turns", "chat_messages", "dialogue_conversations")
    return "\n".join(str(gateway.sql(f"select row_to_json(t)::text from {table} t")) for table in tables)


async def test_what_was_said_to_a_secret_answer_is_kept_nowhere(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.messages = [message_of(replace(FOUND, secret=True)), message_of(FOUND)]
    session = await gateway.open_session()
    assert (await gateway.say(session, CODE)).status_code == 200
    assert "one one" not in kept(gateway)
    told = (await gateway.client.get("/chat/history", headers=session)).json()["messages"]
    assert [message["text"] for message in told if message["who"] == "shopper"] == [HIDDEN]


async def test_no_hash_tells_a_code(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.messages = [message_of(replace(FOUND, secret=True))]
    session = await gateway.open_session()
    await gateway.say(session, "4711")
    [(digest,)] = gateway.sql("select body_sha256 from turns")
    assert bytes(digest) != hashlib.sha256(b"4711").digest()
    assert (await gateway.say(session, "4712")).status_code == 422
    assert (await gateway.say(session, "4711")).status_code == 200


async def test_a_code_in_a_turn_that_failed_is_not_kept_either(gateway: Gateway, rasa: RasaStandIn) -> None:
    rasa.status = 500
    session = await gateway.open_session()
    await gateway.say(session, CODE)
    assert "one one" not in kept(gateway)
    await gateway.say(session, "rain jackets", request_id="r2")
    assert "rain jackets" in kept(gateway)

"""Siri on the real database: devices issued and revoked, whose conversations go on, and requests that come again."""

import asyncio
import hashlib
from typing import Any

import httpx
import pytest

from tests.integration.conftest import Gateway
from tests.integration.rasa_stand_in import RasaStandIn
from tests.integration.test_signing_in import Headers, bearer, signed_in
from tests.logs import captured_logs


async def issued(gateway: Gateway, session: Headers, name: str = "Phone") -> dict[str, Any]:
    answered = await gateway.client.post("/chat/devices", json={"name": name}, headers=session)
    assert answered.status_code == 201, answered.text
    assert answered.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answered.json()
    return body


async def says(gateway: Gateway, token: str, text: str = "a rain jacket", **more: Any) -> httpx.Response:
    body = {"text": text, "request_id": "r1", "locale": "en-US", **more}
    return await gateway.client.post("/webhooks/siri", json=body, headers={"Authorization": f"Bearer {token}"})


async def devices(gateway: Gateway, session: Headers) -> list[dict[str, Any]]:
    answered = await gateway.client.get("/chat/devices", headers=session)
    assert answered.status_code == 200
    told: list[dict[str, Any]] = answered.json()["devices"]
    return told


@pytest.fixture
async def maya(gateway: Gateway) -> Headers:
    return await signed_in(gateway, "maya")


async def test_s1_a_device_s_token_is_long_and_kept_as_a_hash_alone(gateway: Gateway, maya: Headers) -> None:
    tokens = [(await issued(gateway, maya))["token"] for _ in range(2)]
    assert len(set(tokens)) == 2
    assert all(len(token.removeprefix("aisle-device-")) >= 43 for token in tokens)
    stored = {bytes(row[0]) for row in gateway.sql("select token_sha256 from devices")}  # type: ignore[call-overload]
    assert stored == {hashlib.sha256(token.encode()).digest() for token in tokens}
    assert not any(token in str(gateway.sql("select devices::text from devices")) for token in tokens)


async def test_a_device_speaks_for_its_customer(gateway: Gateway, maya: Headers, rasa: RasaStandIn) -> None:
    device = await issued(gateway, maya, "Maya's phone")
    assert (await says(gateway, device["token"])).status_code == 200
    [(shopper_id,)] = gateway.sql("select shopper_id from shoppers where customer_id = 'maya'")
    told = rasa.calls[-1]["metadata"]
    assert (told["shopper_id"], told["channel"], told["buying"]) == (shopper_id, "siri", "by_link")
    [listed] = await devices(gateway, maya)
    assert (listed["name"], listed["device_id"]) == ("Maya's phone", device["device_id"])
    assert listed["used_at"] > listed["issued_at"]
    assert "token" not in listed


async def test_s1_a_revoked_token_opens_nothing_at_once(gateway: Gateway, maya: Headers, rasa: RasaStandIn) -> None:
    lost, kept = await issued(gateway, maya, "Lost"), await issued(gateway, maya, "Kept")
    assert (await says(gateway, lost["token"])).status_code == 200
    path = f"/chat/devices/{lost['device_id']}"
    assert (await gateway.client.delete(path, headers=maya)).status_code == 204
    assert (await says(gateway, lost["token"], request_id="r2")).status_code == 401
    assert (await says(gateway, lost["token"])).status_code == 401, "not even what was answered before"
    assert (await gateway.client.delete(path, headers=maya)).status_code == 404
    assert (await says(gateway, kept["token"])).status_code == 200
    assert [device["name"] for device in await devices(gateway, maya)] == ["Kept"]


async def test_signing_out_leaves_devices_their_tokens(gateway: Gateway, maya: Headers) -> None:
    device = await issued(gateway, maya)
    assert (await gateway.client.post("/chat/sign-out", headers=maya)).status_code == 200
    assert (await says(gateway, device["token"])).status_code == 200


async def test_s1_a_token_in_the_query_string_opens_nothing(gateway: Gateway, maya: Headers) -> None:
    token = (await issued(gateway, maya))["token"]
    body = {"text": "hello", "request_id": "r1"}
    assert (await gateway.client.post(f"/webhooks/siri?token={token}", json=body)).status_code == 401


async def test_s1_nobody_goes_on_with_another_s_conversation(
    gateway: Gateway, maya: Headers, rasa: RasaStandIn
) -> None:
    phone, tablet = await issued(gateway, maya, "Phone"), await issued(gateway, maya, "Tablet")
    bo = await issued(gateway, await signed_in(gateway, "bo"))
    mine = (await says(gateway, phone["token"])).json()["conversation_id"]
    before = len(rasa.calls)
    for token in (tablet["token"], bo["token"]):
        assert (await says(gateway, token, conversation_id=mine, request_id="r2")).status_code == 404
    for unknown in ("nothing", f"{phone['device_id']}-2", f"{phone['device_id']}-01", f"{phone['device_id']}-0", "-1"):
        refused = await says(gateway, phone["token"], conversation_id=unknown, request_id="r2")
        assert refused.status_code == 404, unknown
    [(web_conversation,)] = gateway.sql("select conversation_id from chat_sessions limit 1")
    assert (await says(gateway, phone["token"], conversation_id=web_conversation, request_id="r2")).status_code == 404
    assert len(rasa.calls) == before


async def test_a_conversation_goes_on_until_it_has_been_quiet(gateway: Gateway, maya: Headers) -> None:
    token = (await issued(gateway, maya))["token"]
    first = (await says(gateway, token)).json()["conversation_id"]
    assert (await says(gateway, token, request_id="r2")).json()["conversation_id"] == first
    gateway.sql("update devices set used_at = now() - interval '31 minutes'")
    second = (await says(gateway, token, request_id="r3")).json()["conversation_id"]
    assert second != first
    again = await says(gateway, token, request_id="r4", conversation_id=first)
    assert again.json()["conversation_id"] == first
    assert (await says(gateway, token, request_id="r5")).json()["conversation_id"] == second


async def test_s2_a_request_after_a_lost_reply_has_the_same_answer_and_one_effect(
    gateway: Gateway, maya: Headers, rasa: RasaStandIn
) -> None:
    token = (await issued(gateway, maya))["token"]
    first = await says(gateway, token)
    known = await says(gateway, token, conversation_id=first.json()["conversation_id"])
    gateway.sql("update devices set used_at = now() - interval '2 hours'")
    late = await says(gateway, token)
    assert first.status_code == 200
    assert {answer.content for answer in (first, known, late)} == {first.content}
    assert len(rasa.calls) == 1


async def test_s2_a_first_request_sent_twice_at_once_is_one(gateway: Gateway, maya: Headers, rasa: RasaStandIn) -> None:
    token = (await issued(gateway, maya))["token"]
    other = gateway.also()
    answers = await asyncio.gather(*(says(one, token) for one in (gateway, other, gateway, other)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(rasa.calls) == 1


async def test_s2_the_same_request_with_other_words_is_refused(gateway: Gateway, maya: Headers) -> None:
    token = (await issued(gateway, maya))["token"]
    await says(gateway, token)
    refused = await says(gateway, token, "two rain jackets")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:aisle:problem:request_id_reused")
    assert refused.json()["speech"]


async def test_a_device_that_is_not_used_opens_nothing(gateway: Gateway, maya: Headers) -> None:
    token = (await issued(gateway, maya))["token"]
    gateway.sql("update devices set issued_at = now() - interval '181 days'")
    assert (await says(gateway, token)).status_code == 401


async def test_only_customers_have_devices_and_only_their_own(gateway: Gateway, maya: Headers) -> None:
    guest = await gateway.open_session()
    for refused in (
        await gateway.client.post("/chat/devices", json={"name": "x"}, headers=guest),
        await gateway.client.get("/chat/devices", headers=guest),
        await gateway.client.delete("/chat/devices/abc", headers=guest),
    ):
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:aisle:problem:sign_in_needed")
    assert (await gateway.client.get("/chat/devices")).status_code == 401
    device = await issued(gateway, maya)
    bo = await signed_in(gateway, "bo")
    assert await devices(gateway, bo) == []
    assert (await gateway.client.delete(f"/chat/devices/{device['device_id']}", headers=bo)).status_code == 404
    assert (await says(gateway, device["token"])).status_code == 200


async def test_nobody_has_more_than_ten_devices_however_many_are_asked_for_at_once(
    gateway: Gateway, maya: Headers
) -> None:
    asked = [gateway.client.post("/chat/devices", json={"name": f"d{n}"}, headers=maya) for n in range(14)]
    statuses = sorted(answered.status_code for answered in await asyncio.gather(*asked))
    assert statuses == [201] * 10 + [409] * 4
    assert len(await devices(gateway, maya)) == 10


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 61, None, 7])
async def test_a_device_has_a_name(gateway: Gateway, maya: Headers, name: Any) -> None:
    assert (await gateway.client.post("/chat/devices", json={"name": name}, headers=maya)).status_code == 422


async def test_no_token_is_ever_logged(gateway: Gateway, maya: Headers) -> None:
    with captured_logs() as lines:
        token = (await issued(gateway, maya))["token"]
        await says(gateway, token)
        await gateway.client.post(f"/webhooks/siri?token={token}", json={})
    assert token not in str(lines)


async def test_a_customer_signs_in_anew_and_sees_the_same_devices(gateway: Gateway, maya: Headers) -> None:
    await issued(gateway, maya, "Phone")
    out = await gateway.client.post("/chat/sign-out", headers=maya)
    again = await signed_in(gateway, "maya", bearer(out))
    assert [device["name"] for device in await devices(gateway, again)] == ["Phone"]

"""Who may call Google's webhooks, and how everybody else is turned away."""

import base64
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.logs import Written
from tests.unit.google.authority import (
    KEY_ID,
    OTHER_KEY_ID,
    PROJECT,
    Google,
    deep,
    signed_with_the_certificate,
    token,
    unsigned,
)
from tests.unit.google.open_door import PUBLIC_URL, STRANGER, TRUSTED, Door, actions, cx, es, expected
from webhooks.google.admission import Locks, ProxyCertificate
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH
from webhooks.google.errors import CertificatesUnavailable

DIALOGFLOW = {CX_PATH: cx, ES_PATH: es}
CX_URL = f"{PUBLIC_URL}{CX_PATH}"
BEARER = "bearer-0123456789abcdef0123456789abcdef"
BASIC = "dialogflow:a-long-enough-password"
FINGERPRINT = "AB:CD:" + ":".join(["0F"] * 30)

Forged = Callable[[str], str]
FORGED: dict[str, Forged] = {
    "wrong_aud": lambda _: token("https://another.test"),
    "no_aud": lambda audience: token(audience, aud=None),
    "aud_as_a_list": lambda audience: token(audience, aud=[audience]),
    "wrong_iss": lambda audience: token(audience, iss="https://accounts.example.com"),
    "expired": lambda audience: token(audience, iat=int(time.time()) - 7200, exp=int(time.time()) - 60),
    "never_expires": lambda audience: token(audience, exp=None),
    "exp_as_text": lambda audience: token(audience, exp="9999999999"),
    "of_the_future": lambda audience: token(audience, iat=int(time.time()) + 600),
    "alg_none": unsigned,
    "hs256_with_the_certificate": signed_with_the_certificate,
    "another_key_of_the_same_name": lambda audience: token(audience, signer=OTHER_KEY_ID),
    "unknown_key": lambda audience: token(audience, signer=OTHER_KEY_ID, key_id=OTHER_KEY_ID),
    "no_key_id": lambda audience: token(audience, key_id=None),
    "one_byte_changed": lambda audience: _changed(token(audience)),
    "garbage": lambda _: "a.b.c",
    "not_base64": lambda _: "\x7f\x7f.~~~.!!!",
    "no_dots": lambda _: "garbage",
    "deeply_nested": deep,
    "huge": lambda audience: token(audience) + "A" * 20_000,
}
OF_SOMEBODY_ELSE: dict[str, Forged] = {
    "wrong_email": lambda audience: token(audience, email="service-9@gcp-sa-dialogflow.iam.gserviceaccount.com"),
    "no_email": lambda audience: token(audience, email=None),
    "email_not_verified": lambda audience: token(audience, email_verified=False),
    "email_verified_as_text": lambda audience: token(audience, email_verified="true"),
}


@pytest.mark.parametrize("path", DIALOGFLOW)
@pytest.mark.parametrize("forged", [*FORGED.values(), *OF_SOMEBODY_ELSE.values()], ids=[*FORGED, *OF_SOMEBODY_ELSE])
async def test_g1_no_forged_token_opens_a_dialogflow_webhook(door: Door, path: str, forged: Forged) -> None:
    response = await door.send(path, DIALOGFLOW[path](), Authorization=f"Bearer {forged(f'{PUBLIC_URL}{path}')}")
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert not door.callers.calls
    assert not door.said


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
async def test_g1_no_forged_signature_opens_the_actions_webhook(door: Door, forged: Forged) -> None:
    response = await door.send(ACTIONS_PATH, actions(), **{"google-assistant-signature": forged(PROJECT)})
    assert response.status_code == 403
    assert not door.said


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", "Basic", "Token x", "bearer", "\u00e9".encode("latin1")]
)
async def test_g1_nothing_to_show_is_refused(door: Door, authorization: Any) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for path, envelope in DIALOGFLOW.items():
        response = await door.client.post(path, json=envelope(), headers=headers)
        assert response.status_code == 401
    assert (await door.client.post(ACTIONS_PATH, json=actions(), headers=headers)).status_code == 403
    assert not door.said


async def test_g1_the_right_token_opens_each_webhook(door: Door) -> None:
    for path, envelope in {**DIALOGFLOW, ACTIONS_PATH: actions}.items():
        assert (await door.send(path, envelope())).status_code == 200
    assert len(door.said) == 3


async def test_g1_a_token_for_the_whole_server_opens_its_webhooks(door: Door) -> None:
    response = await door.send(CX_PATH, cx(), Authorization=f"bearer {token(PUBLIC_URL)}")
    assert response.status_code == 200


async def test_g1_a_token_for_one_webhook_does_not_open_another(door: Door) -> None:
    response = await door.send(ES_PATH, es(), Authorization=f"Bearer {token(CX_URL)}")
    assert response.status_code == 401


async def test_a_refusal_tells_the_operator_why_and_the_caller_nothing(door: Door, logs: Written) -> None:
    forged = token(CX_URL, email="mallory@example.com")
    response = await door.send(CX_PATH, cx(), Authorization=f"Bearer {forged}")
    assert [event["reason"] for event in logs.named("google_refused")] == ["other_email"]
    assert "email" not in response.text
    assert forged not in logs.text
    assert "mallory" not in logs.text


async def test_strangers_do_not_make_us_ask_google(door: Door) -> None:
    for number in range(20):
        forged = token("https://another.test", key_id=f"unknown-{number}")
        assert (await door.send(CX_PATH, cx(), Authorization=f"Bearer {forged}")).status_code == 401
    assert door.google.asked == 0


async def test_where_google_cannot_be_asked_the_door_says_so() -> None:
    google = Google()
    google.error = CertificatesUnavailable()
    door = Door(google=google)
    response = await door.send(CX_PATH, cx())
    assert response.status_code == 503
    assert response.headers["retry-after"]


async def test_a_shared_secret_opens_the_door_and_nothing_near_it_does() -> None:
    door = Door(Locks(bearer=BEARER))
    assert (await door.send(CX_PATH, cx(), Authorization=f"Bearer {BEARER}")).status_code == 200
    for wrong in (f"Bearer {BEARER}x", f"Bearer {BEARER[:-1]}", f"Basic {BEARER}", BEARER, f"Bearer {token(CX_URL)}"):
        assert (await door.send(CX_PATH, cx(), Authorization=wrong)).status_code == 401
    assert len(door.said) == 1


async def test_a_login_opens_the_door_and_nothing_near_it_does() -> None:
    door = Door(Locks(basic=BASIC))
    assert (await door.send(ES_PATH, es(), Authorization=f"Basic {_basic(BASIC)}")).status_code == 200
    for wrong in (_basic(f"{BASIC}x"), _basic("dialogflow:"), BASIC, "=", "\u00ff".encode().hex()):
        assert (await door.send(ES_PATH, es(), Authorization=f"Basic {wrong}")).status_code == 401


async def test_tokens_and_a_secret_may_open_the_same_door() -> None:
    door = Door(Locks(bearer=BEARER, basic=BASIC, tokens=expected(CX_PATH)))
    for right in (f"Bearer {BEARER}", f"Basic {_basic(BASIC)}", f"Bearer {token(CX_URL)}"):
        assert (await door.send(CX_PATH, cx(), Authorization=right)).status_code == 200


async def test_the_proxys_word_for_a_client_certificate_counts_only_from_the_proxy() -> None:
    door = Door(Locks(certificate=ProxyCertificate(header="X-Client-Fingerprint", accepted=(FINGERPRINT,))))
    proxied, direct = door.client_at(TRUSTED), door.client_at(STRANGER)
    told = FINGERPRINT.replace(":", "").lower()
    assert (await proxied.post(CX_PATH, json=cx(), headers={"X-Client-Fingerprint": told})).status_code == 200
    forwarded = {"X-Client-Fingerprint": told, "X-Forwarded-For": TRUSTED}
    assert (await direct.post(CX_PATH, json=cx(), headers=forwarded)).status_code == 401
    assert (await proxied.post(CX_PATH, json=cx())).status_code == 401
    assert (await proxied.post(CX_PATH, json=cx(), headers={"X-Client-Fingerprint": "ab:cd"})).status_code == 401
    twice = [("X-Client-Fingerprint", told), ("X-Client-Fingerprint", "other")]
    assert (await proxied.post(CX_PATH, json=cx(), headers=twice)).status_code == 401


async def test_a_proxy_that_tells_its_client_is_still_the_proxy() -> None:
    door = Door(Locks(certificate=ProxyCertificate(header="X-Client-Fingerprint", accepted=(FINGERPRINT,))))
    headers = {"X-Client-Fingerprint": FINGERPRINT, "X-Forwarded-For": STRANGER}
    assert (await door.client_at(TRUSTED).post(CX_PATH, json=cx(), headers=headers)).status_code == 200


async def test_a_client_certificate_is_asked_for_besides_a_secret() -> None:
    certificate = ProxyCertificate(header="X-Client-Fingerprint", accepted=(FINGERPRINT,))
    proxied = Door(Locks(bearer=BEARER, certificate=certificate)).client_at(TRUSTED)
    both = {"Authorization": f"Bearer {BEARER}", "X-Client-Fingerprint": FINGERPRINT}
    assert (await proxied.post(CX_PATH, json=cx(), headers=both)).status_code == 200
    for name, value in both.items():
        only = {name: value}
        assert (await proxied.post(CX_PATH, json=cx(), headers=only)).status_code == 401


async def test_what_is_said_is_not_read_before_the_caller_is_known(door: Door) -> None:
    assert (await door.client.post(CX_PATH, content=b"{", headers={})).status_code == 401


def _basic(login: str) -> str:
    return base64.b64encode(login.encode()).decode()


def _changed(signed: str) -> str:
    head, claims, signature = signed.split(".")
    middle = len(claims) // 2
    other = "A" if claims[middle] != "A" else "B"
    return f"{head}.{claims[:middle]}{other}{claims[middle + 1 :]}.{signature}"


def test_the_forgeries_are_of_a_token_that_would_do() -> None:
    assert token(CX_URL, key_id=KEY_ID).count(".") == 2

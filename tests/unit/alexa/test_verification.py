import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1

from tests.logs import Written, captured_logs
from tests.unit.alexa.authority import LEAF, NOW, URL, headers_for, leaf, signed
from tests.unit.alexa.envelopes import SKILL, encoded, envelope, intent, launch
from tests.unit.alexa.open_door import PATH, Door
from webhooks.alexa.errors import CertificateUnavailable
from webhooks.alexa.verification import EVENTS

FIND = encoded(envelope(intent("FindIntent", query="Käse & Wein 🧀")))


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


async def is_refused(door: Door, body: bytes, headers: Any = None) -> bool:
    """As a problem that tells nothing, and without a word to the assistant."""
    answered = await door.sends(body, headers)
    assert answered.status_code in {200, 400}
    if answered.status_code == 200:
        return False
    assert answered.headers["content-type"] == "application/problem+json"
    assert answered.json().keys() == {"type", "title", "status"}
    assert door.assistant.heard == []
    assert door.callers.seen == []
    return True


def changed(name: str, value: str | None) -> dict[str, str]:
    headers = headers_for(FIND)
    return {**headers, name: value} if value is not None else {k: v for k, v in headers.items() if k != name}


@pytest.mark.parametrize("name", ["SignatureCertChainUrl", "Signature-256"])
@pytest.mark.parametrize("value", [None, "", " ", "null", "a, b", "\x7f", "é"])
async def test_a1_a_header_that_is_missing_or_no_good_is_refused(door: Door, name: str, value: str | None) -> None:
    assert await is_refused(door, FIND, {k: v.encode() for k, v in changed(name, value).items()})
    assert door.fetched == []


@pytest.mark.parametrize(
    "signature",
    ["!!!", "abc", "YWJj", "=", "YWJj\u00a0", signed(FIND)[:-8], f"{signed(FIND)}{signed(FIND)}", "A" * 60_000],
)
async def test_a1_a_signature_that_is_none_is_refused(door: Door, signature: str) -> None:
    headers = {**headers_for(FIND), "Signature-256": signature}
    assert await is_refused(door, FIND, {k: v.encode() for k, v in headers.items()})


@pytest.mark.parametrize("name", ["SignatureCertChainUrl", "Signature-256"])
async def test_a1_a_header_that_comes_twice_is_refused(door: Door, name: str) -> None:
    headers = [(key.encode(), value.encode()) for key, value in headers_for(FIND).items()]
    doubled = [*headers, (name.lower().encode(), headers_for(FIND)[name].encode())]
    answered = await door.client.post(PATH, content=FIND, headers=doubled)
    assert answered.status_code == 400


@pytest.mark.parametrize("spelled", [str.lower, str.upper])
async def test_a1_headers_may_be_spelled_as_a_proxy_likes(door: Door, spelled: Any) -> None:
    assert not await is_refused(door, FIND, {spelled(name): value for name, value in headers_for(FIND).items()})


async def test_a1_the_old_signature_over_sha1_does_not_count(door: Door) -> None:
    headers = {**headers_for(FIND), "Signature": signed(FIND, algorithm=SHA1())}  # noqa: S303 - as Alexa sends it too
    assert not await is_refused(door, FIND, headers)
    del headers["Signature-256"]
    answered = await door.sends(FIND, headers)
    assert answered.status_code == 400


async def test_a2_nothing_is_fetched_from_elsewhere(door: Door) -> None:
    assert await is_refused(door, FIND, headers_for(FIND, url="https://evil.example/echo.api/c.pem"))
    assert door.fetched == []


async def test_a3_the_normalised_address_is_what_is_fetched(door: Door) -> None:
    url = "https://s3.amazonaws.com/evil-bucket/../echo.api/c.pem"
    assert not await is_refused(door, FIND, headers_for(FIND, url=url))
    assert door.fetched == ["https://s3.amazonaws.com/echo.api/c.pem"]


@pytest.mark.parametrize(
    "served",
    [
        leaf(names=("*.amazon.com",)),
        leaf(ends=NOW - timedelta(days=1)),
        LEAF.pem,
        b"<html>",
        CertificateUnavailable(reason="certificate_slow"),
    ],
)
async def test_a4_a_request_signed_by_somebody_else_is_refused(door: Door, served: bytes | Exception) -> None:
    door.serving = served
    assert await is_refused(door, FIND)


async def test_a4_the_reason_is_told_to_the_operator_only(door: Door, logs: Written) -> None:
    door.serving = leaf(names=("*.amazon.com",))
    answered = await door.sends(FIND)
    assert "certificate" not in answered.text
    (line,) = logs.named("alexa_refused")
    assert line["reason"] == "certificate_of_another"


async def test_a5_what_was_signed_is_answered_in_every_script(door: Door) -> None:
    assert not await is_refused(door, FIND)
    assert door.assistant.heard[0].text == "find Käse & Wein 🧀"


@pytest.mark.parametrize("at", [0, len(FIND) // 2, len(FIND) - 2])
async def test_a5_one_changed_byte_is_refused(door: Door, at: int) -> None:
    altered = FIND[:at] + bytes([FIND[at] ^ 1]) + FIND[at + 1 :]
    assert await is_refused(door, altered, headers_for(FIND))


async def test_a5_the_same_json_in_other_bytes_is_refused(door: Door) -> None:
    other = json.dumps(json.loads(FIND), indent=1).encode()
    assert await is_refused(door, other, headers_for(FIND))
    assert not await is_refused(door, other)


async def test_a5_a_signature_over_sha1_is_refused(door: Door) -> None:
    headers = {**headers_for(FIND), "Signature-256": signed(FIND, algorithm=SHA1())}  # noqa: S303 - as a forger may
    assert await is_refused(door, FIND, headers)


async def test_a5_a_signature_by_another_key_is_refused(door: Door) -> None:
    assert await is_refused(door, FIND, {**headers_for(FIND), "Signature-256": signed(FIND, by="intermediate")})


async def test_a5_a_byte_order_mark_is_signed_like_any_other_byte(door: Door) -> None:
    assert not await is_refused(door, b"\xef\xbb\xbf" + FIND)
    assert (await door.sends(b"\xef\xbb\xbf" + FIND, headers_for(FIND))).status_code == 400


@pytest.mark.parametrize(("age_s", "refused"), [(149, False), (150, False), (151, True), (-149, False), (-151, True)])
async def test_a6_a_request_is_taken_for_two_and_a_half_minutes(door: Door, age_s: int, refused: bool) -> None:
    body = encoded(envelope(launch(), at=NOW - timedelta(seconds=age_s)))
    assert await is_refused(door, body) is refused


@pytest.mark.parametrize(("age_s", "refused"), [(3599, False), (3601, True), (-3599, False), (-3601, True)])
@pytest.mark.parametrize("kind", sorted(EVENTS))
async def test_a6_an_event_is_taken_for_an_hour(door: Door, kind: str, age_s: int, refused: bool) -> None:
    body = encoded(envelope({"type": kind}, at=NOW - timedelta(seconds=age_s)))
    assert await is_refused(door, body) is refused


async def test_a6_only_those_five_are_events() -> None:
    assert len(EVENTS) == 5
    assert "AlexaSkillEvent.SkillEnabled" in EVENTS


@pytest.mark.parametrize(
    "timestamp",
    [None, "", "now", 1767355200000, "2026-01-02T12:00:00", "12:00:00Z", "0001-01-01T00:00:00+23:59", [], {}],
)
async def test_a6_a_time_that_is_none_is_refused(door: Door, timestamp: Any) -> None:
    assert await is_refused(door, encoded(envelope({**launch(), "timestamp": timestamp})))


async def test_a6_times_of_other_zones_and_with_fractions_are_read(door: Door) -> None:
    for timestamp in ("2026-01-02T13:00:00.123+01:00", "2026-01-02T12:00:00.5Z"):
        assert not await is_refused(door, encoded(envelope({**launch(), "timestamp": timestamp})))
        door.assistant.heard.clear()
        door.callers.seen.clear()


@pytest.mark.parametrize("other", ["amzn1.ask.skill.theirs", SKILL.upper(), f"{SKILL} x", "", None, 7, [SKILL]])
async def test_a7_a_request_for_another_skill_is_refused(door: Door, other: Any) -> None:
    told = envelope(launch())
    told["context"]["System"]["application"]["applicationId"] = other
    told["session"]["application"]["applicationId"] = other
    assert await is_refused(door, encoded(told))
    assert door.fetched == []


@pytest.mark.parametrize("where", ["context", "session"])
async def test_a7_both_who_name_a_skill_have_to_name_ours(door: Door, where: str) -> None:
    told = envelope(launch())
    told[where] = json.loads(json.dumps(told[where]).replace(SKILL, "amzn1.ask.skill.theirs"))
    assert await is_refused(door, encoded(told))


@pytest.mark.parametrize("missing", ["context", "session"])
async def test_a7_one_who_names_our_skill_is_enough(door: Door, missing: str) -> None:
    assert not await is_refused(door, encoded({**envelope(launch()), missing: None}))


async def test_a1_the_address_is_looked_at_before_anything_is_fetched(door: Door) -> None:
    """A forger makes us fetch only with a body that is fresh and for our skill."""
    stale = encoded(envelope(launch(), at=NOW - timedelta(days=1)))
    assert await is_refused(door, stale, {"SignatureCertChainUrl": URL, "Signature-256": "A" * 344})
    assert door.fetched == []

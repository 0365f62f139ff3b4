"""Dialogflow's webhooks over the whole stack: a retry is one effect, and a conversation goes on from turn to turn."""

import json
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.e2e.talking import ADDING
from tests.open_shop import GOOGLE_SECRET, OpenShop
from tests.unit.google import oracle
from webhooks.google.door import CX_PATH, ES_PATH

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


class Phone:
    """One session of a Dialogflow agent of ours, CX or ES."""

    def __init__(self, shop: OpenShop, path: str = CX_PATH) -> None:
        self.shop, self.path = shop, path
        self.session = uuid.uuid4().hex

    def says(self, text: str, *, response_id: str | None = None) -> dict[str, Any]:
        status, content = self.tries(text, response_id=response_id or uuid.uuid4().hex)
        assert status == 200, content
        oracle.parse(self.path, content)
        told: dict[str, Any] = json.loads(content)
        return told

    def tries(self, text: str, *, response_id: str, secret: str = GOOGLE_SECRET) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}
        body = json.dumps(self._cx(text, response_id) if self.path == CX_PATH else self._es(text, response_id)).encode()
        request = Request(self.shop.address + self.path, data=body, headers=headers, method="POST")  # noqa: S310 - our own
        try:
            with urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
                return answer.status, answer.read()
        except HTTPError as refusal:
            return refusal.code, refusal.read()

    def in_cart(self) -> int:
        told = self.says("what's in my cart")
        if self.path == ES_PATH:
            return int(told["payload"]["aisle"].get("cartCount", 0))
        return int(told["sessionInfo"]["parameters"].get("aisle_cart_count", 0))

    def _cx(self, text: str, response_id: str) -> dict[str, Any]:
        session = f"projects/shop/locations/global/agents/a-1/sessions/{self.session}"
        return {
            "detectIntentResponseId": response_id,
            "text": text,
            "languageCode": "en",
            "fulfillmentInfo": {"tag": "aisle.turn"},
            "sessionInfo": {"session": session},
        }

    def _es(self, text: str, response_id: str) -> dict[str, Any]:
        return {
            "responseId": response_id,
            "session": f"projects/shop/agent/sessions/{self.session}",
            "queryResult": {"queryText": text, "languageCode": "en"},
            "originalDetectIntentRequest": {},
        }


@pytest.mark.parametrize("path", [CX_PATH, ES_PATH])
def test_g3_a_turn_that_is_sent_again_puts_one_thing_into_the_cart(open_shop: OpenShop, path: str) -> None:
    phone, response_id = Phone(open_shop, path), uuid.uuid4().hex
    first = phone.says(ADDING, response_id=response_id)
    assert [phone.says(ADDING, response_id=response_id) for _ in range(2)] == [first, first]
    assert phone.in_cart() == 1


def test_g3_a_retry_beside_the_first_is_one_effect_and_the_same_answer(open_shop: OpenShop) -> None:
    phone, response_id = Phone(open_shop), uuid.uuid4().hex
    told = _at_once([lambda: phone.says(ADDING, response_id=response_id)] * 6)
    assert all(each == told[0] for each in told)
    assert phone.in_cart() == 1


def test_the_same_words_in_the_next_turn_are_meant_again(open_shop: OpenShop) -> None:
    phone = Phone(open_shop)
    for _ in range(2):
        phone.says(ADDING)
    assert phone.in_cart() == 2


def test_one_session_knows_nothing_of_another(open_shop: OpenShop) -> None:
    Phone(open_shop).says(ADDING)
    assert Phone(open_shop).in_cart() == 0


def test_a_guest_cannot_order_by_telephone(open_shop: OpenShop) -> None:
    phone = Phone(open_shop)
    phone.says(ADDING)
    told = phone.says("check out")
    assert told["sessionInfo"]["parameters"]["aisle_needs_account"] is True
    assert phone.in_cart() == 1


def test_goodbye_ends_the_session(open_shop: OpenShop) -> None:
    for said in ("goodbye", "talk to you later"):
        told = Phone(open_shop).says(said)
        assert told["sessionInfo"]["parameters"]["aisle_ended"] is True
        assert {"endInteraction": {}} in told["fulfillmentResponse"]["messages"]


def test_g1_without_the_secret_nothing_is_done(open_shop: OpenShop) -> None:
    phone = Phone(open_shop)
    assert phone.tries(ADDING, response_id="r-1", secret=f"{GOOGLE_SECRET}x")[0] == 401
    assert phone.in_cart() == 0


def test_the_actions_webhook_is_not_there_without_a_project(open_shop: OpenShop) -> None:
    assert open_shop.ask("POST", "/webhooks/google/actions", body={}, expected=None)[0] == 404


def _at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(lambda call: call(), calls))

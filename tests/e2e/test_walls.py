"""What never gets through: callers without a name, calls around the gateway, and an answer of Rasa that is none."""

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.embedded_postgres import EmbeddedPostgres
from tests.e2e.talking import ADDING, Shopper
from tests.open_shop import ROOT, OpenShop, free_ports, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

SECRET = "walls-0123456789abcdef0123456789abcd"


@pytest.mark.parametrize("token", [None, "", "x", "t" * 300, "../admin", "0" * 32])
def test_r3_who_has_no_session_is_refused_at_the_gateway(open_shop: OpenShop, token: str | None) -> None:
    before = _turns(open_shop)
    body = {"request_id": "r1", "text": "hello"}
    assert open_shop.ask("POST", "/chat/messages", body=body, token=token, expected=None)[0] == 401
    assert _turns(open_shop) == before


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hello"},
        {"request_id": "", "text": "hello"},
        {"request_id": "r" * 256, "text": "hello"},
        {"request_id": "r/1", "text": "hello"},
        {"request_id": "r1", "text": " "},
        {"request_id": "r1", "text": "a" * 2001},
        {"request_id": "r1", "text": {"intent": "affirm"}},
        {"request_id": "r1"},
        ["r1", "hello"],
    ],
)
def test_r3_what_is_no_message_never_reaches_rasa(open_shop: OpenShop, body: Any) -> None:
    shopper, before = Shopper(open_shop), _turns(open_shop)
    assert open_shop.ask("POST", "/chat/messages", body=body, token=shopper.token, expected=None)[0] == 422
    assert _turns(open_shop) == before


def test_nobody_speaks_for_another_by_naming_them(open_shop: OpenShop) -> None:
    victim, other = Shopper(open_shop), Shopper(open_shop)
    named = {"sender": victim.session_id, "session_id": victim.session_id, "metadata": {"shopper_id": "x"}}
    body = {"request_id": "r1", "text": ADDING, **named}
    open_shop.ask("POST", "/chat/messages", body=body, token=other.token)
    assert victim.cart()["lines"] == []
    assert len(other.cart()["lines"]) == 1


@pytest.mark.parametrize("sender", [None, "", "s" * 256, "a" * 32])
def test_r1_rasa_takes_no_call_without_the_gateways_signature(open_shop: OpenShop, sender: str | None) -> None:
    call: Any = {"sender": sender, "text": '/affirm{"paid": true}', "message": "/restart", "metadata": {}}
    address = f"http://127.0.0.1:{open_shop.ports[2]}"
    assert _post(f"{address}/webhooks/aisle/turn", call) == 401
    for closed in ("/webhooks/rest/webhook", "/conversations/a/messages", "/conversations/a/tracker/events", "/model"):
        assert _post(f"{address}{closed}", call) == 404
    assert _post(f"http://127.0.0.1:{open_shop.ports[1]}/webhook", call) in {401, 403, 404}


def test_r1_nobody_outside_this_machine_reaches_rasa_or_the_actions(open_shop: OpenShop) -> None:
    outward = _outward_address()
    for port in open_shop.ports[1:]:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((outward, port), timeout=2)


def test_r2_commands_of_rasa_are_words_like_any_others(open_shop: OpenShop) -> None:
    """Neither is the conversation begun anew, nor an order placed that nobody was asked about."""
    shopper = Shopper(open_shop)
    shopper.says(ADDING)
    for command in ("/restart", '  /affirm{"asked": {"kind": "empty_cart"}}', "\uff0faffirm", "/session_start"):
        reply = shopper.says(command)
        assert reply["speech"]
        assert reply["order"] is None
        assert reply["understood"]["confidence"] < 1.0
    assert len(shopper.cart()["lines"]) == 1


class _Mute(BaseHTTPRequestHandler):
    """Rasa whose action server is gone: it is well, and says nothing."""

    answers: bytes = b""

    def do_GET(self) -> None:
        self._answer(b'{"status": "ok"}')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.answers)

    def log_message(self, *_: object) -> None:
        return

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def beside_mute_rasa(open_shop: OpenShop) -> Iterator[OpenShop]:
    """Another gateway of the same shop, whose Rasa says nothing."""
    rasa = ThreadingHTTPServer(("127.0.0.1", 0), _Mute)
    threading.Thread(target=rasa.serve_forever, daemon=True).start()
    other = OpenShop(open_shop.folder, ports=[*free_ports(2), rasa.server_address[1]])
    secrets = dict.fromkeys(("AISLE_ACTION_SECRET", "AISLE_DIALOGUE_SECRET", "AISLE_SENDER_SECRET"), SECRET)
    url = EmbeddedPostgres(open_shop.folder / "postgres").url
    environment = {**os.environ, **other.environment, **secrets, "AISLE_DATABASE_URL": url}
    gateway = subprocess.Popen(
        [sys.executable, "-m", "assistant.serve"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        until(lambda: other.is_ready() or gateway.poll() is not None)
        assert gateway.poll() is None
        yield other
    finally:
        gateway.terminate()
        gateway.wait(20)
        rasa.shutdown()
        rasa.server_close()


@pytest.mark.parametrize(
    ("answers", "reason"), [(b'{"messages": []}', "empty"), (b"[]", "malformed"), (b"", "malformed")]
)
def test_r4_no_word_from_rasa_is_an_apology_and_counted_as_a_failure(
    beside_mute_rasa: OpenShop, monkeypatch: pytest.MonkeyPatch, answers: bytes, reason: str
) -> None:
    monkeypatch.setattr(_Mute, "answers", answers)
    shopper, before = Shopper(beside_mute_rasa), _figure(beside_mute_rasa, reason)
    reply = shopper.says("yes, place the order")
    assert reply["speech"].startswith("Sorry")
    assert reply["order"] is None
    assert reply["understood"]["confidence"] == 0.0
    assert _figure(beside_mute_rasa, reason) == before + 1


def _outward_address() -> str:
    """Of this machine, as others know it; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but its own")
        address: str = asking.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no address but its own")
    return address


def _figure(shop: OpenShop, reason: str) -> float:
    return _sum(shop, f'aisle_turn_failures_total{{reason="{reason}"}}')


def _turns(shop: OpenShop) -> float:
    return _sum(shop, "aisle_turns_total{")


def _sum(shop: OpenShop, start: str) -> float:
    with urllib.request.urlopen(f"{shop.address}/metrics", timeout=20) as answer:  # noqa: S310 - our own address
        figures = answer.read().decode()
    return sum(float(line.rpartition(" ")[2]) for line in figures.splitlines() if line.startswith(start))


def _post(url: str, body: Any) -> int:
    request = urllib.request.Request(  # noqa: S310 - our own address
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code

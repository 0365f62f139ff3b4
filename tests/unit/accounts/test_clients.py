"""Where a client may be met, what it proves itself with, and how its requests are read."""

import hashlib

import pytest

from webhooks.accounts.errors import OAuthRefused
from webhooks.accounts.provider.clients import Client
from webhooks.accounts.provider.parameters import LONGEST, read_authorization, read_parameters
from webhooks.accounts.provider.sealing import LIFETIME_S, Asked, Seal

AGENT = Client(
    client_id="agent",
    name="Agent",
    redirect_uris=("http://127.0.0.1/callback", "http://localhost:7000/x", "http://[::1]/callback", "com.app.x:/done"),
)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("http://127.0.0.1/callback", True),
        ("http://127.0.0.1:49152/callback", True),
        ("http://[::1]:49152/callback", True),
        ("http://localhost:7000/x", True),
        ("com.app.x:/done", True),
        ("http://localhost:7001/x", False),
        ("http://localhost:49152/callback", False),
        ("http://127.0.0.1:49152/callback/", False),
        ("http://127.0.0.1:49152/callback?x=1", False),
        ("http://127.0.0.1:49152/callback#x", False),
        ("http://127.0.0.1:99999/callback", False),
        ("http://127.0.0.1:x/callback", False),
        ("http://127.0.0.1:80@evil.example/callback", False),
        ("http://evil.example:127/callback", False),
        ("https://127.0.0.1:49152/callback", False),
        ("com.app.x:/done2", False),
        ("", False),
    ],
)
def test_address_is_the_clients_letter_for_letter_but_for_a_port_of_this_machine(address: str, allowed: bool) -> None:
    assert AGENT.check_redirect_uri(address) is allowed


def test_secret_is_known_by_its_hash() -> None:
    client = Client(client_id="c", name="C", redirect_uris=(), secret_sha256=hashlib.sha256(b"secret").hexdigest())
    assert client.check_client_secret("secret")
    for wrong in ("", "Secret", hashlib.sha256(b"secret").hexdigest(), "\ud800"):
        assert not client.check_client_secret(wrong)
    assert not AGENT.check_client_secret("")
    assert not client.check_endpoint_auth_method("none", "token")
    assert AGENT.check_endpoint_auth_method("none", "token")
    assert not AGENT.check_endpoint_auth_method("client_secret_post", "token")


def test_parameters_are_there_once_short_and_plain() -> None:
    assert read_parameters([("a", "1"), ("b", ""), ("state", '"\\ x')]) == {"a": "1", "state": '"\\ x'}
    for pairs in (
        [("a", "1"), ("a", "1")],
        [("a", "x" * (LONGEST + 1))],
        [("a", '"')],
        [("a", "é")],
        [("state", "x\ny")],
        [(str(number), "x") for number in range(31)],
    ):
        with pytest.raises(OAuthRefused):
            read_parameters(pairs)


@pytest.mark.parametrize("header", ["", "Basic", "Basic ", "Bearer eDp5", "Basic eDp5 x", "Basic é", "Basic eHk="])
def test_header_that_cannot_be_read_proves_nothing(header: str) -> None:
    with pytest.raises(OAuthRefused):
        read_authorization(header)
    assert read_authorization("basic eDp5") == "basic eDp5"
    assert read_authorization(None) is None


def test_seal_holds_in_one_browser_for_a_while() -> None:
    now = 1_900_000_000.0
    seal = Seal(secret="s" * 32, now=lambda: now)
    asked = Asked(parameters={"state": "x"}, customer_id="cust-1", name="Maya")
    closed = seal.close(asked, browser="b")
    assert seal.open(closed, browser="b") == asked
    for browser, other in (("c", seal), ("", seal), ("b", Seal(secret="t" * 32))):
        with pytest.raises(OAuthRefused):
            other.open(closed, browser=browser)
    stale = Seal(secret="s" * 32, now=lambda: 1000.0 - LIFETIME_S).close(asked, browser="b")
    with pytest.raises(OAuthRefused):
        seal.open(stale, browser="b")

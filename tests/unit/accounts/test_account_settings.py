"""What stops a start before a customer could be mistaken for another."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.settings import GatewaySettings

SECRETS = {name: f"{name}-0123456789abcdef0123456789" for name in ("action_secret", "dialogue_secret", "sender_secret")}
PUBLIC = {"public_url": "https://assistant.shop.example"}
OPENID = {"openid_issuer": "https://login.shop.example/", "openid_audience": "https://assistant.shop.example"}


def settings(**others: Any) -> GatewaySettings:
    return GatewaySettings.model_validate({**SECRETS, **others})


def test_issuer_is_kept_letter_for_letter() -> None:
    rules = settings(**OPENID).openid_rules
    assert rules is not None
    assert rules.issuer == "https://login.shop.example/"
    assert settings().openid_rules is None


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("no audience", {"openid_issuer": "https://login.shop.example"}, "openid_audience"),
    ("an issuer by http", {**OPENID, "openid_issuer": "http://login.shop.example"}, "openid_issuer"),
    ("this machine's, in production", {**OPENID, "openid_issuer": "http://127.0.0.1:9000"}, "openid_issuer"),
    ("an issuer with a query", {**OPENID, "openid_issuer": "https://login.shop.example?x=1"}, "openid_issuer"),
    ("two providers", {**OPENID, **PUBLIC, "provider": True}, "exclude each other"),
    ("a provider nobody finds", {"provider": True}, "public_url"),
    ("a provider by http", {"provider": True, "public_url": "http://assistant.shop.example"}, "public_url"),
    ("a sign-in page by http", {"sign_in_url": "http://www.shop.example/sign-in"}, "sign_in_url"),
    ("clients that are nowhere", {"provider_clients": "/nowhere/clients.json"}, "cannot be read"),
]


@pytest.mark.parametrize(("told", "word"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_doubtful_settings_stop_the_start(told: dict[str, Any], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        settings(**told)


def test_provider_is_there_when_it_is_asked_for_and_in_development() -> None:
    assert not settings().has_provider
    assert settings(provider=True, **PUBLIC).has_provider
    assert settings(development=True).has_provider
    at_home = settings(development=True, openid_issuer="http://127.0.0.1:9000", openid_audience="aisle")
    assert not at_home.has_provider


ALEXA = {"client_id": "alexa", "name": "Alexa", "redirect_uris": ["https://layla.amazon.com/x"]}
BROKEN: list[tuple[str, Any]] = [
    ("no JSON", "canary"),
    ("no list", ALEXA),
    ("no address", [{**ALEXA, "redirect_uris": []}]),
    ("an address by http", [{**ALEXA, "redirect_uris": ["http://canary.example/"]}]),
    ("a script", [{**ALEXA, "redirect_uris": ["javascript:canary"]}]),
    ("data", [{**ALEXA, "redirect_uris": ["data:text/html,canary"]}]),
    ("an address with a fragment", [{**ALEXA, "redirect_uris": ["https://canary.example/#x"]}]),
    ("an address with somebody's name", [{**ALEXA, "redirect_uris": ["https://canary@evil.example/"]}]),
    ("a secret in the clear", [{**ALEXA, "client_secret": "canary"}]),
    ("a hash that is none", [{**ALEXA, "secret_sha256": "canary"}]),
    ("twice the same client", [ALEXA, ALEXA]),
]


@pytest.mark.parametrize("told", [each[1] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_broken_list_of_clients_stops_the_start_without_repeating_it(tmp_path: Path, told: Any) -> None:
    path = tmp_path / "clients.json"
    path.write_text(told if isinstance(told, str) else json.dumps(told))
    with pytest.raises(ValidationError) as refused:
        settings(provider_clients=str(path))
    assert "canary" not in str(refused.value.errors()[0]["msg"])


def test_clients_are_read(tmp_path: Path) -> None:
    path = tmp_path / "clients.json"
    app = {"client_id": "app", "name": "App", "redirect_uris": ["com.shop.app:/linked", "http://127.0.0.1/callback"]}
    path.write_text(json.dumps([{**ALEXA, "secret_sha256": "0" * 64}, app]))
    assert settings(provider_clients=str(path)).provider_clients == path

"""What `aisle doctor` finds about the shop's OpenID provider."""

from typing import Any

import pytest

from assistant.account_settings import AccountSettings
from assistant.doctor.accounts import look_at_accounts, look_at_provider
from tests.unit.accounts import signing
from tests.unit.accounts.signing import ISSUER, jwk
from webhooks.accounts.errors import KeysUnavailable

OPENID = AccountSettings(openid_issuer=ISSUER, openid_audience="aisle")


async def published(address: str) -> Any:
    if address.endswith("/jwks"):
        return {"keys": [jwk(signing.RSA, "k1"), jwk(signing.EC, "k2")]}
    return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}


async def down(address: str) -> Any:
    raise KeysUnavailable(reason="status_503")


async def test_provider_whose_keys_are_there_is_fine() -> None:
    assert [finding.state for finding in await look_at_provider(OPENID, published)] == ["ok"]


async def test_provider_that_publishes_no_keys_is_told_with_the_reason() -> None:
    (finding,) = await look_at_provider(OPENID, down)
    assert finding.state == "wrong"
    assert "status_503" in finding.says
    assert f"{ISSUER}/.well-known/openid-configuration" in finding.says


async def test_shop_without_a_provider_has_nothing_to_look_at() -> None:
    assert list(await look_at_provider(AccountSettings(), down)) == []
    (finding,) = await look_at_provider(AccountSettings(provider=True), down)
    assert finding.state == "ok"


async def test_settings_that_exclude_each_other_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_OPENID_ISSUER", ISSUER)
    (finding,) = await look_at_accounts()
    assert finding.state == "wrong"
    assert "openid_audience" in finding.says

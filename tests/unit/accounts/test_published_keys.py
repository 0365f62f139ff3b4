"""How the provider's keys are found, kept and renewed, and how tokens are remembered."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.unit.accounts import signing
from tests.unit.accounts.signing import AUDIENCE, ISSUER, jwk, signed
from webhooks.accounts import published_keys, verified_tokens
from webhooks.accounts.errors import KeysUnavailable
from webhooks.accounts.fetching import is_safe
from webhooks.accounts.public_keys import PublicKey, key_set
from webhooks.accounts.published_keys import PublishedKeys
from webhooks.accounts.token_reading import LEEWAY_S, TokenRules
from webhooks.accounts.verified_tokens import VerifiedTokens
from webhooks.errors import AccessTokenRefused, AssistantUnavailable

DISCOVERY = f"{ISSUER}/.well-known/openid-configuration"
JWKS = f"{ISSUER}/jwks"


@dataclass
class FakeProvider:
    """Its documents by address, and how often each was asked for; `is_down` lets nobody have any."""

    documents: dict[str, Any] = field(
        default_factory=lambda: {
            DISCOVERY: {"issuer": ISSUER, "jwks_uri": JWKS},
            JWKS: {"keys": [jwk(signing.RSA, "k1")]},
        }
    )
    asked: Counter[str] = field(default_factory=Counter)
    is_down: bool = False
    now: float = 1000.0
    held: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, address: str) -> Any:
        self.asked[address] += 1
        self.reached.set()
        if self.held is not None:
            await self.held.wait()
        if self.is_down or address not in self.documents:
            raise KeysUnavailable(reason="down")
        return self.documents[address]

    def clock(self) -> float:
        return self.now

    def keys(self) -> PublishedKeys:
        return PublishedKeys(self, issuer=ISSUER, clock=self.clock)

    def rotate(self) -> None:
        self.documents[JWKS] = {"keys": [jwk(signing.OTHER_RSA, "k2")]}


async def test_keys_are_fetched_once_and_kept() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    assert all([await keys.find("k1") for _ in range(5)])
    assert provider.asked == {DISCOVERY: 1, JWKS: 1}


async def test_many_first_tokens_at_once_ask_once() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    assert all(await asyncio.gather(*[keys.find("k1") for _ in range(20)]))
    assert provider.asked[JWKS] == 1


async def test_new_key_is_found_when_the_provider_has_rotated() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    await keys.find("k1")
    provider.rotate()
    provider.now += published_keys.ASKED_AGAIN_S
    assert await keys.find("k2")
    assert await keys.find("k1") is None


async def test_made_up_key_names_do_not_make_us_ask_again_and_again() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    for number in range(50):
        assert await keys.find(f"made-up-{number}") is None
    assert provider.asked[JWKS] == 1
    provider.now += published_keys.ASKED_AGAIN_S
    await asyncio.gather(*[keys.find(f"made-up-{number}") for number in range(50)])
    assert provider.asked[JWKS] == 2


async def test_keys_are_renewed_when_they_are_old_so_that_a_withdrawn_one_goes() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    await keys.find("k1")
    provider.rotate()
    provider.now += published_keys.FRESH_S
    assert await keys.find("k1") is None


async def test_old_keys_do_while_the_provider_is_down_but_not_for_ever() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    await keys.find("k1")
    provider.is_down = True
    provider.now += published_keys.FRESH_S
    assert await keys.find("k1")
    assert await keys.find("k1")
    assert provider.asked[DISCOVERY] == 2
    with pytest.raises(KeysUnavailable):
        await keys.find("k2")
    provider.now += published_keys.KEPT_AT_MOST_S
    with pytest.raises(KeysUnavailable):
        await keys.find("k1")
    provider.is_down = False
    provider.now += published_keys.ASKED_AGAIN_S
    assert await keys.find("k1")


async def test_known_key_waits_for_no_provider_that_is_slow() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    await keys.find("k1")
    provider.now += published_keys.FRESH_S
    provider.held, provider.reached = asyncio.Event(), asyncio.Event()
    renewing = asyncio.create_task(keys.find("k1"))
    await provider.reached.wait()
    assert await asyncio.wait_for(keys.find("k1"), 1)
    provider.held.set()
    assert await renewing


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"issuer": ISSUER + "/", "jwks_uri": JWKS}, "another_issuer"),
        ({"issuer": "https://evil.example", "jwks_uri": JWKS}, "another_issuer"),
        ({"jwks_uri": JWKS}, "another_issuer"),
        (["issuer"], "another_issuer"),
        ({"issuer": ISSUER}, "jwks_uri_not_https"),
        ({"issuer": ISSUER, "jwks_uri": "http://login.shop.example/jwks"}, "jwks_uri_not_https"),
        ({"issuer": ISSUER, "jwks_uri": "file:///etc/passwd"}, "jwks_uri_not_https"),
        ({"issuer": ISSUER, "jwks_uri": ["https://x"]}, "jwks_uri_not_https"),
        ({"issuer": ISSUER, "jwks_uri": f"{ISSUER}/none"}, "down"),
    ],
)
async def test_document_that_is_not_the_providers_is_not_believed(document: Any, reason: str) -> None:
    provider = FakeProvider()
    provider.documents[DISCOVERY] = document
    with pytest.raises(KeysUnavailable) as unavailable:
        await provider.keys().find("k1")
    assert unavailable.value.reason == reason


async def test_key_set_without_a_usable_key_does_not_replace_the_one_there_was() -> None:
    provider = FakeProvider()
    keys = provider.keys()
    await keys.find("k1")
    provider.documents[JWKS] = {"keys": []}
    provider.now += published_keys.FRESH_S
    assert await keys.find("k1")


@pytest.mark.parametrize(
    ("address", "at_home", "safe"),
    [
        ("https://login.shop.example/jwks", False, True),
        ("http://127.0.0.1:9000/jwks", True, True),
        ("http://127.0.0.1:9000/jwks", False, False),
        ("http://login.shop.example/jwks", True, False),
        ("https://somebody@login.shop.example/jwks", False, False),
        ("https:///jwks", False, False),
        ("https://[::1", False, False),
        ("ftp://login.shop.example", False, False),
    ],
)
def test_keys_come_by_https_or_from_this_machine(address: str, at_home: bool, safe: bool) -> None:
    assert is_safe(address, at_home=at_home) is safe


def tokens_of(provider: FakeProvider) -> VerifiedTokens:
    rules = TokenRules(issuer=ISSUER, audience=AUDIENCE)
    return VerifiedTokens(provider.keys(), rules, now=lambda: time.time() + provider.now - 1000.0)


@dataclass
class CountedKeys:
    found: PublicKey
    asked: int = 0

    async def find(self, key_id: str | None) -> PublicKey | None:
        self.asked += 1
        return self.found


def known_key() -> PublicKey:
    found = key_set({"keys": [jwk(signing.RSA, "k1")]}).find("k1")
    assert found is not None
    return found


async def test_verified_token_is_remembered_until_it_expires() -> None:
    keys, now = CountedKeys(known_key()), time.time()
    tokens = VerifiedTokens(keys, TokenRules(issuer=ISSUER, audience=AUDIENCE), now=lambda: now)
    token = signed(exp=int(now) + 300)
    for _ in range(3):
        assert (await tokens.customer_of(token)).customer_id == "cust-1"
    assert keys.asked == 1
    now += 300 + LEEWAY_S
    await tokens.customer_of(token)
    assert keys.asked == 2


async def test_key_that_was_taken_back_is_noticed_before_its_tokens_expire() -> None:
    provider = FakeProvider()
    tokens = tokens_of(provider)
    token = signed(exp=int(time.time()) + 86_400)
    await tokens.customer_of(token)
    provider.rotate()
    provider.now += published_keys.FRESH_S + verified_tokens.REMEMBERED_S
    with pytest.raises(AccessTokenRefused):
        await tokens.customer_of(token)


async def test_so_many_tokens_are_remembered_and_the_oldest_makes_room() -> None:
    keys = CountedKeys(known_key())
    tokens = VerifiedTokens(keys, TokenRules(issuer=ISSUER, audience=AUDIENCE), most=2)
    first, second, third = (signed(sub=f"cust-{number}") for number in range(3))
    for token in (first, second, first, third):
        await tokens.customer_of(token)
    assert keys.asked == 3
    await tokens.customer_of(first)
    assert keys.asked == 3
    await tokens.customer_of(second)
    assert keys.asked == 4


async def test_scope_is_asked_for_of_a_remembered_token_too() -> None:
    tokens = tokens_of(FakeProvider())
    token = signed(scope="openid")
    await tokens.customer_of(token)
    with pytest.raises(AccessTokenRefused):
        await tokens.customer_of(token, scope="shopping")


async def test_a_remembered_token_opens_no_other_resource() -> None:
    tokens = tokens_of(FakeProvider())
    resource = "https://shop.example/mcp"
    token, of_the_door = signed(), signed(aud=resource)
    await tokens.customer_of(token)
    await tokens.customer_of(of_the_door, resource=resource)
    for refused, at in ((token, resource), (of_the_door, None)):
        with pytest.raises(AccessTokenRefused, match="for_somebody_else"):
            await tokens.customer_of(refused, resource=at)


async def test_nothing_can_be_said_of_a_token_while_the_keys_cannot_be_had() -> None:
    provider = FakeProvider(is_down=True)
    with pytest.raises(AssistantUnavailable):
        await tokens_of(provider).customer_of(signed())


async def test_forged_token_never_makes_us_ask_the_provider() -> None:
    provider = FakeProvider()
    for token in ("", "x.y.z", "opaque", "x" * 9000):
        with pytest.raises(AccessTokenRefused):
            await tokens_of(provider).customer_of(token)
    assert not provider.asked

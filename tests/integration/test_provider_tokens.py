"""Tokens of the embedded provider: for codes, renewed, used twice, given back, and under keys that change."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest

from tests.integration.conftest import SECRET, Gateway, new_id
from tests.integration.linking import BASIC, CLIENT_SECRET, ISSUER, Provided, error_of
from tests.integration.test_signing_in import assertion
from webhooks.accounts.provider.own_keys import OwnKeys
from webhooks.accounts.published_keys import PublishedKeys
from webhooks.accounts.token_reading import TokenRules
from webhooks.accounts.verified_tokens import VerifiedTokens
from webhooks.errors import AccessTokenRefused


@pytest.fixture
async def provided(gateway: Gateway) -> AsyncIterator[Provided]:
    yield Provided(gateway)
    gateway.sql("truncate provider_keys")


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


async def test_client_proves_itself_by_header_or_by_form(provided: Provided) -> None:
    assert (await provided.exchange(await provided.code(assertion()))).status_code == 200
    posted = {"client_id": "alexa", "client_secret": CLIENT_SECRET}
    assert (await provided.exchange(await provided.code(assertion()), headers={}, **posted)).status_code == 200


NO_CLIENT: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("nobody", {}, {}),
    ("wrong secret", basic("alexa", "wrong"), {}),
    ("no secret", {}, {"client_id": "alexa"}),
    ("empty secret", basic("alexa", ""), {}),
    ("wrong secret in the form", {}, {"client_id": "alexa", "client_secret": "wrong"}),
    ("unknown client", basic("mallory", CLIENT_SECRET), {}),
    ("another scheme", {"Authorization": "Bearer x"}, {"client_id": "alexa"}),
    ("no base64", {"Authorization": "Basic %%%"}, {}),
    ("no letters", {"Authorization": "Basic " + base64.b64encode(b"\xff:\xfe").decode()}, {}),
    ("no colon", {"Authorization": "Basic " + base64.b64encode(b"alexa").decode()}, {}),
    ("a secret for a public client", {}, {"client_id": "agent", "client_secret": "x"}),
]


@pytest.mark.parametrize(("headers", "form"), [each[1:] for each in NO_CLIENT], ids=[each[0] for each in NO_CLIENT])
async def test_client_that_does_not_prove_itself_gets_nothing(
    provided: Provided, headers: dict[str, str], form: dict[str, str]
) -> None:
    code = await provided.code(assertion())
    refused = await provided.exchange(code, headers=headers, **form)
    assert error_of(refused)[1] == "invalid_client"
    assert refused.status_code in {400, 401}
    assert refused.headers["cache-control"] == "no-store"
    assert (await provided.exchange(code)).status_code == 200


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("no verifier", {"code_verifier": None}, "invalid_request"),
    ("a short verifier", {"code_verifier": "x"}, "invalid_request"),
    ("another address", {"redirect_uri": "https://layla.amazon.com/api/skill/link/M1"}, "invalid_grant"),
    ("no address", {"redirect_uri": None}, "invalid_grant"),
    ("another code", {"code": "x" * 48}, "invalid_grant"),
    ("no code", {"code": None}, "invalid_request"),
    ("no grant type", {"grant_type": None}, "unsupported_grant_type"),
    ("another grant type", {"grant_type": "password"}, "unsupported_grant_type"),
    ("odd signs", {"code": "\x00\u00e9"}, "invalid_request"),
    ("two codes", {"code": ["x", "y"]}, "invalid_request"),
    ("overlong", {"code": "x" * 5000}, "invalid_request"),
]


@pytest.mark.parametrize(("others", "error"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
async def test_wrong_exchange_gives_no_token_and_leaves_the_code(
    provided: Provided, others: dict[str, Any], error: str
) -> None:
    code = await provided.code(assertion())
    refused = await provided.exchange(**{"code": code, **others})
    assert error_of(refused) == (400, error)
    assert (await provided.exchange(code)).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"{}", "application/json"), (b"\xff\xfe", "application/x-www-form-urlencoded"), (b"&" * 60, "text/plain")],
)
async def test_what_is_no_form_is_refused(provided: Provided, path: str, content: bytes, kind: str) -> None:
    refused = await provided.client.post(path, content=content, headers={**BASIC, "Content-Type": kind})
    assert error_of(refused) == (400, "invalid_request")


async def test_code_ends_with_a_wrong_verifier(provided: Provided) -> None:
    """Whoever has a code without what it was asked for with has stolen it."""
    code = await provided.code(assertion())
    assert error_of(await provided.exchange(code, code_verifier="x" * 43)) == (400, "invalid_grant")
    assert error_of(await provided.exchange(code)) == (400, "invalid_grant")
    assert provided.gateway.sql("select count(*) from provider_refresh_tokens") == [(0,)]


async def test_code_of_one_client_is_nothing_to_another(provided: Provided) -> None:
    code = await provided.code(assertion())
    refused = await provided.exchange(code, headers={}, client_id="agent")
    assert error_of(refused) == (400, "invalid_grant")
    assert (await provided.exchange(code)).status_code == 200


async def test_code_that_is_used_twice_takes_its_tokens_back(provided: Provided) -> None:
    code = await provided.code(assertion())
    linked = (await provided.exchange(code)).json()
    assert error_of(await provided.exchange(code)) == (400, "invalid_grant")
    assert error_of(await provided.refresh(linked["refresh_token"])) == (400, "invalid_grant")
    with pytest.raises(AccessTokenRefused):
        await provided.tokens.customer_of(linked["access_token"])


async def test_code_works_once_however_many_bring_it_at_once(provided: Provided) -> None:
    code = await provided.code(assertion())
    answered = await asyncio.gather(*[provided.exchange(code) for _ in range(4)])
    assert sorted(each.status_code for each in answered) == [200, 400, 400, 400]


async def test_code_ends_soon(provided: Provided) -> None:
    code = await provided.code(assertion())
    provided.gateway.sql("update provider_codes set expires_at = expires_at - interval '3 minutes'")
    assert error_of(await provided.exchange(code)) == (400, "invalid_grant")


async def test_refresh_token_is_renewed_each_time(provided: Provided) -> None:
    linked = await provided.linked(assertion())
    for _ in range(3):
        renewed = await provided.refresh(linked["refresh_token"])
        assert renewed.status_code == 200
        assert renewed.json()["refresh_token"] != linked["refresh_token"]
        linked = renewed.json()
        assert (await provided.tokens.customer_of(linked["access_token"])).customer_id == "cust-1"


async def test_answer_that_was_lost_is_given_again_to_a_client_that_proves_itself(provided: Provided) -> None:
    first = await provided.linked(assertion())
    lost = (await provided.refresh(first["refresh_token"])).json()
    again = await asyncio.gather(*[provided.refresh(first["refresh_token"]) for _ in range(2)])
    assert [each.status_code for each in again] == [200, 200]
    assert len({lost["refresh_token"], *(each.json()["refresh_token"] for each in again)}) == 3
    assert (await provided.refresh(again[0].json()["refresh_token"])).status_code == 200
    [(spent_at,)] = provided.gateway.sql("select count(distinct replaced_at) from provider_refresh_tokens")
    assert spent_at == 2


async def test_public_client_may_use_a_refresh_token_once(provided: Provided) -> None:
    """Whoever has stolen it could bring it as well."""
    asked = {"client_id": "agent", "redirect_uri": "http://127.0.0.1/callback"}
    first = (await provided.exchange(await provided.code(assertion(), **asked), headers={}, **asked)).json()
    second = await provided.refresh(first["refresh_token"], headers={}, client_id="agent")
    assert second.status_code == 200
    refused = await provided.refresh(first["refresh_token"], headers={}, client_id="agent")
    assert error_of(refused) == (400, "invalid_grant")
    with pytest.raises(AccessTokenRefused):
        await provided.tokens.customer_of(second.json()["access_token"])


async def test_refresh_token_that_is_used_twice_ends_the_whole_family(provided: Provided) -> None:
    first = await provided.linked(assertion())
    second = (await provided.refresh(first["refresh_token"])).json()
    _let_a_minute_pass(provided)
    assert error_of(await provided.refresh(first["refresh_token"])) == (400, "invalid_grant")
    assert error_of(await provided.refresh(second["refresh_token"])) == (400, "invalid_grant")
    with pytest.raises(AccessTokenRefused):
        await provided.tokens.customer_of(second["access_token"])


async def test_another_customers_tokens_live_on(provided: Provided) -> None:
    maya, li = await provided.linked(assertion()), await provided.linked(assertion("cust-2"))
    await provided.refresh(maya["refresh_token"])
    _let_a_minute_pass(provided)
    assert error_of(await provided.refresh(maya["refresh_token"])) == (400, "invalid_grant")
    assert (await provided.refresh(li["refresh_token"])).status_code == 200


async def test_refresh_token_of_one_client_is_nothing_to_another(provided: Provided) -> None:
    linked = await provided.linked(assertion())
    refused = await provided.refresh(linked["refresh_token"], headers={}, client_id="agent")
    assert error_of(refused) == (400, "invalid_grant")
    assert error_of(await provided.refresh(linked["refresh_token"], scope="admin")) == (400, "invalid_scope")
    assert (await provided.refresh(linked["refresh_token"])).status_code == 200


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
async def test_revoked_token_takes_everything_beside_it_along(provided: Provided, kind: str) -> None:
    linked = await provided.linked(assertion())
    stranger = await provided.client.post("/oauth/revoke", data={"token": linked[kind], "client_id": "agent"})
    assert stranger.status_code == 400
    for _ in range(2):
        done = await provided.client.post("/oauth/revoke", data={"token": linked[kind]}, headers=BASIC)
        assert done.status_code == 200
    assert error_of(await provided.refresh(linked["refresh_token"])) == (400, "invalid_grant")
    with pytest.raises(AccessTokenRefused):
        await provided.tokens.customer_of(linked["access_token"])


@pytest.mark.parametrize("token", ["unknown", "x.y.z"])
@pytest.mark.parametrize("hint", ["refresh_token", "id_token"])
async def test_token_that_was_never_there_counts_as_revoked(provided: Provided, token: str, hint: str) -> None:
    told = {"token": token, "token_type_hint": hint}
    assert (await provided.client.post("/oauth/revoke", data=told, headers=BASIC)).status_code == 200


async def test_nothing_that_opens_anything_is_kept_readable(provided: Provided) -> None:
    code = await provided.code(assertion())
    linked = (await provided.exchange(code)).json()
    tables = ("provider_keys", "provider_grants", "provider_codes", "provider_refresh_tokens")
    kept = str([provided.gateway.sql(f"select {table}::text from {table}") for table in tables])
    assert linked["refresh_token"] not in kept
    assert code not in kept
    assert "ENCRYPTED PRIVATE KEY" in kept


async def test_tokens_can_be_verified_by_what_the_provider_publishes(provided: Provided) -> None:
    """As any other service would do it that trusts this provider."""
    linked = await provided.linked(assertion())

    async def fetch(address: str) -> Any:
        return (await provided.client.get(address)).json()

    tokens = VerifiedTokens(PublishedKeys(fetch, issuer=ISSUER), TokenRules(issuer=ISSUER, audience=ISSUER))
    assert (await tokens.customer_of(linked["access_token"])).customer_id == "cust-1"
    published = (await provided.client.get("/oauth/jwks")).json()["keys"]
    assert [set(key) & {"d", "p", "q", "k"} for key in published] == [set()]


async def test_token_for_a_resource_of_ours_opens_that_one_alone_and_can_be_revoked(provided: Provided) -> None:
    resource = f"{ISSUER}/mcp"
    token = (await provided.exchange(await provided.code(assertion(), resource=resource))).json()["access_token"]
    assert jwt.decode(token, options={"verify_signature": False})["aud"] == resource
    assert (await provided.tokens.customer_of(token, resource=resource)).customer_id == "cust-1"
    for other in (None, ISSUER, f"{ISSUER}/other"):
        with pytest.raises(AccessTokenRefused, match="for_somebody_else"):
            await provided.tokens.customer_of(token, resource=other)
    await provided.client.post("/oauth/revoke", data={"token": token}, headers=BASIC)
    with pytest.raises(AccessTokenRefused, match="revoked"):
        await Provided(provided.gateway).tokens.customer_of(token, resource=resource)


async def test_token_for_no_resource_does_not_open_the_agents_door(provided: Provided) -> None:
    token = (await provided.linked(assertion()))["access_token"]
    assert (await provided.tokens.customer_of(token)).customer_id == "cust-1"
    with pytest.raises(AccessTokenRefused, match="for_somebody_else"):
        await provided.tokens.customer_of(token, resource=f"{ISSUER}/mcp")


async def test_gateways_that_start_together_share_one_key(provided: Provided) -> None:
    gateways = [OwnKeys(provided.gateway.shop_pool, secret=SECRET, new_id=new_id) for _ in range(4)]
    signing = await asyncio.gather(*[keys.signing() for keys in gateways])
    assert len({key.key_id for key in signing}) == 1


async def test_new_key_takes_over_and_the_old_one_is_believed_for_a_while(provided: Provided) -> None:
    linked = await provided.linked(assertion())
    provided.gateway.sql("update provider_keys set made_at = made_at - interval '90 days'")
    other = Provided(provided.gateway)
    renewed = (await other.refresh(linked["refresh_token"])).json()
    assert (
        jwt.get_unverified_header(renewed["access_token"])["kid"]
        != jwt.get_unverified_header(linked["access_token"])["kid"]
    )
    for token in (linked, renewed):
        assert (await other.tokens.customer_of(token["access_token"])).customer_id == "cust-1"
    provided.gateway.sql("update provider_keys set made_at = made_at - interval '2 days'")
    with pytest.raises(AccessTokenRefused):
        await Provided(provided.gateway).tokens.customer_of(linked["access_token"])


async def test_key_kept_under_another_secret_is_replaced(provided: Provided) -> None:
    first = await OwnKeys(provided.gateway.shop_pool, secret=SECRET, new_id=new_id).signing()
    second = await OwnKeys(provided.gateway.shop_pool, secret="another-" + SECRET, new_id=new_id).signing()
    assert first.key_id != second.key_id


async def test_callers_who_fail_again_and_again_have_to_wait_and_others_do_not(provided: Provided) -> None:
    code = await provided.code(assertion())
    statuses = [(await provided.exchange("x", headers=basic("alexa", "wrong"))).status_code for _ in range(30)]
    assert set(statuses) == {401, 429}
    assert (await provided.exchange(code)).status_code == 200


def _let_a_minute_pass(provided: Provided) -> None:
    provided.gateway.sql("update provider_refresh_tokens set replaced_at = replaced_at - interval '1 minute'")

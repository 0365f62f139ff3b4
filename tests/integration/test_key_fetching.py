"""Fetching a provider's keys over real connections: from nowhere else, not for ever, and not without end."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from tests.unit.accounts import signing
from tests.unit.accounts.signing import AUDIENCE, jwk, signed
from webhooks.accounts.errors import KeysUnavailable
from webhooks.accounts.fetching import MOST_BYTES, HttpFetch
from webhooks.accounts.published_keys import DISCOVERY, PublishedKeys
from webhooks.accounts.token_reading import TokenRules
from webhooks.accounts.verified_tokens import VerifiedTokens


@pytest.fixture
async def address() -> AsyncIterator[str]:
    asked = web.Application()
    asked.router.add_get("/moved", _moved)
    asked.router.add_get("/large", _large)
    asked.router.add_get("/packed", _packed)
    asked.router.add_get("/slow", _slow)
    asked.router.add_get("/page", _page)
    asked.router.add_get("/deep", _deep)
    asked.router.add_get(DISCOVERY, _discovery)
    asked.router.add_get("/jwks", _jwks)
    runner = web.AppRunner(asked, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def _moved(_: web.Request) -> web.Response:
    raise web.HTTPFound("/jwks")


async def _large(_: web.Request) -> web.Response:
    return web.Response(body=b"[" + b"1," * MOST_BYTES + b"1]")


async def _packed(_: web.Request) -> web.Response:
    return web.Response(body=gzip.compress(b" " * MOST_BYTES * 100), headers={"Content-Encoding": "gzip"})


async def _slow(_: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def _page(_: web.Request) -> web.Response:
    return web.Response(text="<html>")


async def _deep(_: web.Request) -> web.Response:
    return web.Response(text="[" * 100_000)


async def _discovery(request: web.Request) -> web.Response:
    issuer = f"http://{request.host}"
    return web.json_response({"issuer": issuer, "jwks_uri": f"{issuer}/jwks"})


async def _jwks(_: web.Request) -> web.Response:
    return web.json_response({"keys": [jwk(signing.RSA, "k1")]})


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/moved", "status_302"),
        ("/nowhere", "status_404"),
        ("/large", "too_large"),
        ("/packed", "too_large"),
        ("/page", "not_json"),
        ("/deep", "not_json"),
    ],
)
async def test_what_is_no_bounded_json_of_that_address_is_not_read(address: str, path: str, reason: str) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(KeysUnavailable) as unavailable:
            await HttpFetch(http)(address + path)
    assert unavailable.value.reason == reason


async def test_provider_that_hangs_is_not_waited_for(address: str) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(KeysUnavailable):
            await HttpFetch(http, timeout_s=0.2)(f"{address}/slow")
        with pytest.raises(KeysUnavailable):
            await HttpFetch(http)("http://127.0.0.1:9/")


async def test_token_is_verified_with_what_was_fetched(address: str) -> None:
    async with aiohttp.ClientSession() as http:
        rules = TokenRules(issuer=address, audience=AUDIENCE)
        tokens = VerifiedTokens(PublishedKeys(HttpFetch(http), issuer=address), rules)
        assert (await tokens.customer_of(signed(iss=address))).customer_id == "cust-1"

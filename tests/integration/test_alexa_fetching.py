"""Fetching a certificate chain, from a server that does not do what Amazon's does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from webhooks.alexa.errors import CertificateUnavailable
from webhooks.alexa.fetching import MOST_BYTES, TIMEOUT_S, fetched

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    app = web.Application()
    app.router.add_get("/{tail:.*}", handler)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield http, str(server.make_url("/echo.api/c.pem"))


async def whole(_: web.Request) -> web.Response:
    return web.Response(body=b"x" * MOST_BYTES)


async def too_large(_: web.Request) -> web.Response:
    return web.Response(body=b"x" * (MOST_BYTES + 1))


async def endless(request: web.Request) -> web.StreamResponse:
    """Tells no length, and never ends."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 4096)


async def slow(request: web.Request) -> web.StreamResponse:
    """A byte now and then, so that no single read takes long."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x")
        await asyncio.sleep(0.2)


async def moved(request: web.Request) -> web.Response:
    if request.path == "/elsewhere":
        return web.Response(body=b"not from here")
    raise web.HTTPFound("/elsewhere")


async def missing(_: web.Request) -> web.Response:
    return web.Response(status=404, body=b"x")


async def test_a2_a_chain_is_fetched_whole() -> None:
    async with served(whole) as (http, url):
        assert await fetched(http, url) == b"x" * MOST_BYTES


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (too_large, "certificate_too_large"),
        (endless, "certificate_too_large"),
        (slow, "certificate_slow"),
        (moved, "certificate_status_302"),
        (missing, "certificate_status_404"),
    ],
)
async def test_a2_nothing_else_is_waited_for_or_followed(handler: Handler, reason: str) -> None:
    async with served(handler) as (http, url), asyncio.timeout(TIMEOUT_S + 1):
        with pytest.raises(CertificateUnavailable) as refused:
            await fetched(http, url)
    assert refused.value.reason == reason


async def test_a2_a_server_that_is_not_there_is_no_error_of_ours() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(CertificateUnavailable):
            await fetched(http, "http://127.0.0.1:1/echo.api/c.pem")

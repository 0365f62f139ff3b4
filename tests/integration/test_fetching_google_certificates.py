"""Fetches certificates over a real connection, from servers that behave and servers that do not."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from webhooks.google import certificates
from webhooks.google.certificates import from_google
from webhooks.google.errors import CertificatesUnavailable


async def _good(_: web.Request) -> web.Response:
    return web.json_response({"google-1": "pem"}, headers={"Cache-Control": "public, max-age=19204"})


async def _moved(_: web.Request) -> web.Response:
    raise web.HTTPFound("/good")


async def _broken(_: web.Request) -> web.Response:
    return web.Response(status=500)


async def _page(_: web.Request) -> web.Response:
    return web.Response(text="<html>", content_type="text/html")


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(json.dumps({"k": "x" * 8192}).encode())


@pytest.fixture
async def address() -> AsyncIterator[str]:
    app = web.Application()
    for handler in (_good, _moved, _broken, _page, _endless):
        app.router.add_get(f"/{handler.__name__.strip('_')}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_certificates_come_with_how_long_they_are_kept(http: aiohttp.ClientSession, address: str) -> None:
    fetched = await from_google(http, address=f"{address}/good")()
    assert fetched.certificates == {"google-1": "pem"}
    assert fetched.fresh_for_s == 19204.0


@pytest.mark.parametrize("path", ["moved", "broken", "page", "endless", "missing"])
async def test_whatever_else_comes_is_none(http: aiohttp.ClientSession, address: str, path: str) -> None:
    with pytest.raises(CertificatesUnavailable):
        await from_google(http, address=f"{address}/{path}")()


async def test_nobody_there_is_told_as_such(http: aiohttp.ClientSession) -> None:
    with pytest.raises(CertificatesUnavailable):
        await from_google(http, address="http://127.0.0.1:9/")()


def test_the_certificates_are_googles_own() -> None:
    assert certificates.ADDRESS.startswith("https://www.googleapis.com/")

"""Fixtures of the browser tests: Debian's Chromium, the fake shop, and a page on it."""

import shutil
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.e2e.fake_shop import FakeShop

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("The browser tests need Chromium: apt-get install chromium (the Debian package `chromium`).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def fake_shop() -> FakeShop:
    return FakeShop()


class Server:
    """The fake shop on a port of its own; it can be taken down and come back as the same shop at the same address."""

    def __init__(self, shop: FakeShop) -> None:
        self._shop = shop
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        self._runner = web.AppRunner(self._shop.application(), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()


@pytest.fixture
async def server(fake_shop: FakeShop) -> AsyncIterator[Server]:
    server = Server(fake_shop)
    await server.start()
    yield server
    fake_shop.released.set()
    await server.stop()


@pytest.fixture
async def address(server: Server) -> str:
    return server.address


@pytest.fixture
async def context(chromium: Browser, address: str) -> AsyncIterator[BrowserContext]:
    opened = await chromium.new_context(viewport=DESKTOP, base_url=address)
    opened.set_default_timeout(10_000)
    # Asked once, and long ago: test_consent_in_browser.py has those who are asked.
    await opened.add_init_script("try { localStorage['aisle.consent'] ??= 'given'; } catch {}")
    yield opened
    await opened.close()


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A page that fails its test for any script error, and for anything the content policy had to stop."""
    faults: list[str] = []
    opened = await context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    assert faults == []

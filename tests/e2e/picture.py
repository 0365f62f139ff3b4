"""Takes the picture of the README from a running shop.

`.venv/bin/python -m tests.e2e.picture http://127.0.0.1:8080 docs/widget.webp`
"""

import asyncio
import base64
import shutil
import sys
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright, expect

from tests.e2e.chat_page import ChatPage

SIZE: ViewportSize = {"width": 1280, "height": 840}
AS_WEBP = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
  canvas.getContext('2d').drawImage(picture, 0, 0);
  return canvas.toDataURL('image/webp', 0.85).split(',')[1];
}"""


async def taken(address: str) -> bytes:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox"]
        )
        page = await browser.new_page(base_url=address, viewport=SIZE, reduced_motion="reduce")
        await talk(page)
        png = base64.b64encode(await page.screenshot()).decode()
        # The shop's own policy lets no script fetch a data: address, and a blank page has none.
        await page.goto("about:blank")
        webp: str = await page.evaluate(AS_WEBP, png)
        await browser.close()
        return base64.b64decode(webp)


async def talk(page: Page) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("electric kettles")
    await chat.ask("compare the first two")
    await page.wait_for_load_state("networkidle")
    await expect(page.locator(".good img").first).to_be_visible()


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(asyncio.run(taken(sys.argv[1])))

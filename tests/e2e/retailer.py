"""A retailer's own site: pages of another origin, under a content policy as strict as can be, that carry the widget."""

from collections.abc import Mapping

from aiohttp import web

HOSTILE_CSS = """
* {
  color: red !important; font: 3px/1 fantasy !important; letter-spacing: 9px !important; word-spacing: 40px !important;
  text-transform: uppercase !important; text-indent: -999px !important; text-align: right !important;
  text-shadow: 0 0 9px red !important; white-space: nowrap !important; cursor: none !important;
}
button, dialog, textarea, ul, p, div, img, .panel, .launcher, .message { display: none !important; }
"""
SCRIPT = '<script async src="{assistant}/widget.js"></script>'
ELEMENT = '<aisle-chat title="Ask Alder"></aisle-chat>'
PAGES = {
    "/element": SCRIPT + ELEMENT,
    "/tag": SCRIPT.replace("></", ' data-title="Ask Alder" data-position="start" data-open></'),
    "/module": '<script type="module" src="{assistant}/widget.js"></script>' + ELEMENT,
    "/hostile": '<link rel="stylesheet" href="/hostile.css">' + SCRIPT + ELEMENT,
}


class Retailer:
    """Trusted with nothing but scripts, pictures and connections of the assistant; not with one inline style."""

    def __init__(self, assistant: str) -> None:
        self._assistant = assistant
        self._policy = (
            f"default-src 'none'; script-src {assistant}; connect-src {assistant}; img-src {assistant}; "
            "style-src 'self'; base-uri 'none'; form-action 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def pages(self) -> Mapping[str, str]:
        head = "<!doctype html><html lang='en'><meta charset='utf-8'><title>Shop</title><h1>Shop</h1>"
        return {path: head + page.format(assistant=self._assistant) for path, page in PAGES.items()}

    async def open(self) -> None:
        app = web.Application()
        app.router.add_get("/hostile.css", self._css)
        for path in self.pages:
            app.router.add_get(path, self._page)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _css(self, _: web.Request) -> web.Response:
        return web.Response(text=HOSTILE_CSS, content_type="text/css")

    async def _page(self, request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": self._policy, "Cross-Origin-Embedder-Policy": "require-corp"}
        return web.Response(text=self.pages[request.path], content_type="text/html", headers=headers)

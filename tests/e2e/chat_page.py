"""The page with the widget as a shopper meets it: what can be seen, said and pressed."""

from typing import Self

from playwright.async_api import Locator, Page, expect

_LISTEN = """() => {
  const root = document.querySelector('aisle-chat').shadowRoot;
  const isSilent = (node, edge) => {
    for (let at = node.nodeType === 1 ? node : node.parentElement; at && at !== edge; at = at.parentElement)
      if (at.getAttribute('aria-hidden') === 'true' || at.getAttribute('aria-live') === 'off') return true;
    return false;
  };
  window.announced = [];
  const live = '[role=log], [role=status], [role=alert], [aria-live]:not([aria-live=off])';
  for (const region of root.querySelectorAll(live)) {
    new MutationObserver((records) => {
      for (const record of records) {
        const fresh = record.type === 'characterData' ? [record.target] : [...record.addedNodes];
        for (const node of fresh) {
          if (region.getAttribute('aria-live') === 'off' || isSilent(node, region)) continue;
          const copy = node.cloneNode(true);
          copy.querySelectorAll?.('[aria-hidden=true], [aria-live=off]').forEach((part) => part.remove());
          if (copy.textContent.trim()) window.announced.push(copy.textContent.trim());
        }
      }
    }).observe(region, { childList: true, subtree: true, characterData: true });
  }
}"""


class ChatPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = page.locator("aisle-chat")
        self.launcher = self.widget.locator(".launcher")
        self.panel = self.widget.locator("dialog.panel")
        self.input = self.widget.get_by_role("textbox", name="Your message")
        self.drawer = self.widget.get_by_role("dialog", name="Your cart")
        self.log = self.widget.get_by_role("log")
        self.shopper = self.log.locator(".shopper .bubble")
        self.assistant = self.log.locator(".assistant .bubble")
        self.draft = self.widget.locator(".draft")
        self.cards = self.log.locator(".card")
        self.failure = self.log.locator(".failure")
        self.waiting = self.widget.locator(".waiting .bubble")
        self.retry = self.failure.get_by_role("button", name="Try again")

    async def open(self, path: str = "/") -> Self:
        await self.page.goto(path)
        await self.launcher.click()
        await expect(self.panel).to_be_visible()
        return self

    async def say(self, text: str) -> None:
        await self.input.fill(text)
        await self.input.press("Enter")

    async def ask(self, text: str) -> None:
        """Says it and waits for the answer."""
        before = await self.assistant.count()
        await self.say(text)
        await expect(self.assistant).to_have_count(before + 1)

    def button(self, name: str) -> Locator:
        return self.widget.get_by_role("button", name=name, exact=True)

    async def listen(self) -> None:
        """From now on keeps what a screen reader would announce of any live region of the widget."""
        await self.page.evaluate(_LISTEN)

    async def announced(self) -> list[str]:
        heard: list[str] = await self.page.evaluate("() => window.announced")
        return heard

    async def focused(self) -> str:
        """The accessible name, or text, of what has focus, looked for inside the widget too."""
        name: str = await self.page.evaluate(
            """() => {
              const outer = document.activeElement;
              const at = outer?.shadowRoot?.activeElement ?? outer;
              const copy = at.cloneNode(true);
              copy.querySelectorAll('[aria-hidden=true]').forEach((part) => part.remove());
              return (at.getAttribute('aria-label') ?? copy.textContent).trim();
            }"""
        )
        return name

"""What keeps somebody out of a page: violations that axe finds, and what sticks out sideways."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def violations(page: Page) -> list[str]:
    results = await Axe().run(
        page, options={"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    )
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


async def fits(page: Page) -> bool:
    """Nothing sticks out sideways, neither from the page nor from the conversation or the cart."""
    fitting: bool = await page.evaluate(
        """() => {
          const inside = (box) => box.scrollWidth <= box.clientWidth;
          const parts = document.querySelector('aisle-chat').shadowRoot.querySelectorAll('.scroller, .drawer-body');
          return inside(document.documentElement) && [...parts].every(inside);
        }"""
    )
    return fitting

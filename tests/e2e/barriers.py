"""What keeps somebody out of a page: violations that axe finds, and what sticks out sideways."""

import asyncio

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

LONGEST_MOVE_S = 10
# What turns for ever, as the dots of an answer under way, is never over.
STILL = """async () => {
  const roots = (root) =>
    [root, ...[...root.querySelectorAll('*')].flatMap((at) => (at.shadowRoot ? roots(at.shadowRoot) : []))];
  const moving = () => roots(document).flatMap((root) => root.getAnimations()).filter(
    (move) => move.playState === 'running' && move.effect.getComputedTiming().endTime < Infinity);
  for (let moves; (moves = moving()).length; ) await Promise.all(moves.map((move) => move.finished.catch(() => {})));
}"""


async def violations(page: Page) -> list[str]:
    """What is still fading in has less contrast than it will have: it is looked at when nothing moves any more."""
    async with asyncio.timeout(LONGEST_MOVE_S):
        await page.evaluate(STILL)
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

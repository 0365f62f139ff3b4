"""The widget keeps its shape in any shop: any accent, any theme, from right to left, zoomed in, with wider spacing."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.barriers import fits, violations
from tests.e2e.chat_page import ChatPage

pytestmark = pytest.mark.browser
ACCENTS = ["#ffd400", "#d50032", "#0057b8", "#7fd7ff", "#000000", "#ffffff", "#6b7c00"]
MIDDLE = "(part) => part.getBoundingClientRect().left + part.getBoundingClientRect().width / 2"
THEME = """
  aisle-chat { --aisle-width: 500px; --aisle-height: 600px; --aisle-radius: 4px; --aisle-inset: 8px; --aisle-layer: 7;
    --aisle-surface: rgb(250, 240, 230); --aisle-font: monospace; }
  aisle-chat::part(launcher) { text-transform: uppercase; }
  aisle-chat::part(card) { border-width: 3px; }
"""
ADOPT = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }
"""


async def whole_talk(page: Page) -> ChatPage:
    chat = ChatPage(page)
    await page.goto("/")
    await chat.launcher.click()
    for sentence in ("rain jacket", "compare these", "add the tidemark rain jacket", "where is my order"):
        await chat.ask(sentence)
    return chat


async def colour(page: Page, selector: str, name: str) -> str:
    value: str = await page.evaluate(
        """([selector, name]) => getComputedStyle(
             document.querySelector('aisle-chat').shadowRoot.querySelector(selector))[name]""",
        [selector, name],
    )
    return value


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_w6_words_can_be_read_whatever_the_accent(page: Page, scheme: Any) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await whole_talk(page)
    for accent in ACCENTS:
        await page.evaluate(
            "(it) => document.querySelector('aisle-chat').style.setProperty('--aisle-accent', it)", accent
        )
        assert [found for found in await violations(page) if "aisle-chat" in found] == [], accent


async def test_theme_follows_the_attribute_rather_than_the_device(page: Page) -> None:
    await page.emulate_media(color_scheme="light")
    await ChatPage(page).open()
    assert await colour(page, ".panel", "backgroundColor") == "rgb(245, 247, 244)"
    await page.evaluate("() => document.querySelector('aisle-chat').setAttribute('theme', 'dark')")
    assert await colour(page, ".panel", "backgroundColor") == "rgb(16, 22, 20)"


async def test_properties_and_parts_reach_inside(page: Page) -> None:
    await page.goto("/")
    await page.evaluate(ADOPT, THEME)
    chat = ChatPage(page)
    assert await colour(page, ".launcher", "textTransform") == "uppercase"
    await chat.launcher.click()
    await chat.ask("rain jacket")
    box = await chat.panel.bounding_box()
    assert box is not None
    assert [round(box[of]) for of in ("width", "height", "x")] == [500, 600, 1280 - 500 - 8]
    assert await colour(page, ".header", "backgroundColor") == "rgb(250, 240, 230)"
    assert await colour(page, ".panel", "zIndex") == "7"
    assert await colour(page, ".panel", "fontFamily") == "monospace"
    assert await colour(page, ".card", "borderTopWidth") == "3px"


async def test_position_start_is_the_other_corner(page: Page) -> None:
    await page.goto("/")
    await page.evaluate("() => document.querySelector('aisle-chat').setAttribute('position', 'start')")
    chat = ChatPage(page)
    await chat.launcher.click()
    box = await chat.panel.bounding_box()
    assert box is not None
    assert box["x"] == 20


async def test_w6_nothing_is_lost_at_four_times_the_size(chromium: Browser, address: str) -> None:
    """A screen of 1280 by 1024 at 400 % has room for 320 by 256."""
    context = await chromium.new_context(
        viewport={"width": 320, "height": 256}, base_url=address, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = await context.new_page()
    chat = await whole_talk(page)
    assert await fits(page)
    scroller = await chat.widget.locator(".scroller").bounding_box()
    assert scroller is not None
    assert scroller["height"] >= 80
    await expect(chat.input).to_be_in_viewport(ratio=1)
    await chat.button("Cart, 1 item").click()
    # The cart may be drawn anew just then: unlike a mere scrolling, a click on trial looks for the button again.
    await chat.button("Check out").click(trial=True)
    await expect(chat.button("Check out")).to_be_in_viewport(ratio=1)
    assert await violations(page) == []
    await context.close()


async def test_w6_wider_spacing_cuts_nothing_off(page: Page) -> None:
    chat = await whole_talk(page)
    await page.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
             document.querySelector('aisle-chat').shadowRoot.adoptedStyleSheets.push(sheet); }""",
        SPACING,
    )
    await page.locator("aisle-chat").evaluate("(chat) => chat.showCart()")
    assert await fits(page)
    cut = await page.evaluate(
        """() => [...document.querySelector('aisle-chat').shadowRoot.querySelectorAll('button, p, h2, h3, th, td, dd')]
          .filter((part) => part.clientWidth && getComputedStyle(part).overflow !== 'visible'
                  && !part.matches('.visually-hidden') && part.scrollHeight > part.clientHeight + 1)
          .map((part) => part.className + part.textContent.slice(0, 30))"""
    )
    assert cut == []
    await expect(chat.button("Check out")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [320, 1280])
async def test_w6_right_to_left_keeps_everything_in_its_place(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await page.goto("/")
    await page.evaluate("() => { document.documentElement.dir = 'rtl'; document.documentElement.lang = 'he'; }")
    chat = ChatPage(page)
    await chat.launcher.click()
    for sentence in ("long words", "compare these", "add the tidemark rain jacket"):
        await chat.ask(sentence)
        assert await fits(page), sentence
    middle = await chat.panel.evaluate(MIDDLE)
    assert await chat.shopper.last.evaluate(MIDDLE) < middle
    assert await chat.log.get_by_role("rowheader").first.evaluate(MIDDLE) > middle
    await chat.button("Cart, 1 item").click()
    assert await fits(page)
    assert [found for found in await violations(page) if "aisle-chat" in found] == []


async def test_w6_forced_colours_keep_edges_and_focus_in_sight(page: Page) -> None:
    await page.emulate_media(forced_colors="active", reduced_motion="reduce")
    chat = await whole_talk(page)
    for selector in (".send", ".shopper .bubble", ".card", ".chips.replies button"):
        if await chat.widget.locator(selector).count():
            assert await colour(page, selector, "borderTopStyle") == "solid", selector
    await chat.input.focus()
    assert await colour(page, ".input", "outlineStyle") == "solid"
    assert await fits(page)


async def test_reduced_motion_moves_nothing(page: Page) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await whole_talk(page)
    moving = await page.evaluate("() => document.querySelector('aisle-chat').shadowRoot.getAnimations().length")
    assert moving == 0


async def test_numbers_are_written_in_the_language_of_the_page(page: Page) -> None:
    await page.goto("/")
    await page.evaluate("() => { document.documentElement.lang = 'ar-EG'; }")
    chat = ChatPage(page)
    await chat.launcher.click()
    await chat.ask("rain jacket")
    await expect(chat.cards.first.locator(".card-price strong")).to_have_text(re.compile("[\u0660-\u0669]"))

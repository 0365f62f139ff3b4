"""A long answer as the widget shows it: sentence by sentence, and in the end never other than the reply."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop
from tests.e2e.fake_stream import Begun

pytestmark = pytest.mark.browser
BEGINNING = "I found four rain jackets under"
OTHERWISE = ("The Tidemark keeps out rain for hours.", "It packs into its own pocket.")


async def test_the_beginning_is_read_while_the_rest_is_made(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Begun((BEGINNING,)))
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.draft).to_have_text(re.compile(f"^{BEGINNING}"))
    await expect(chat.draft.locator(".dots")).to_be_visible()
    await expect(chat.assistant).to_have_count(0)
    fake_shop.released.set()
    await expect(chat.assistant).to_have_text(re.compile(f"^{BEGINNING} .* in stock.$"))
    await expect(chat.draft).to_be_hidden()
    await expect(chat.cards).to_have_count(4)


async def test_what_is_taken_back_is_gone_from_the_screen(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Begun(OTHERWISE))
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.draft).to_have_text(re.compile("keeps out rain for hours. It packs into its own pocket."))
    fake_shop.released.set()
    await expect(chat.assistant).to_have_text(re.compile(f"^{BEGINNING}"))
    await expect(chat.widget.get_by_text("packs into its own pocket.", exact=False)).to_have_count(0)
    assert len(fake_shop.received) == 1


async def test_between_taking_back_and_the_reply_nothing_is_shown_twice(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 1.2
    fake_shop.faults.append(Begun(OTHERWISE))
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.draft).to_have_text(re.compile("packs into its own pocket."))
    fake_shop.released.set()
    await expect(chat.draft).to_have_text(re.compile(f"^{BEGINNING}"))
    await expect(chat.assistant).to_have_count(1)


async def test_every_answer_is_announced_once_and_whole(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Begun(OTHERWISE))
    chat = await ChatPage(page).open()
    await chat.listen()
    await chat.say("rain jacket")
    await expect(chat.draft).to_have_text(re.compile("packs into its own pocket."))
    assert [told for told in await chat.announced() if "Tidemark" in told] == []
    fake_shop.released.set()
    await expect(chat.assistant).to_have_count(1)
    (told,) = [told for told in await chat.announced() if told.startswith("Assistant")]
    assert BEGINNING in told
    assert OTHERWISE[0] not in told

"""The widget is talked to and talks back, where the browser can; the browser's ears and mouth are fakes of the test."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import FakeShop

pytestmark = pytest.mark.browser
FAKES = Path(__file__).with_name("voice_fakes.js")


class VoicePage(ChatPage):
    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.mic = self.button("Speak")
        self.aloud = self.button("Speak answers")
        self.status = self.widget.locator(".voice-status")

    async def hear(self, words: str) -> None:
        await self.page.evaluate("words => window.ears.hear(words)", words)

    async def interim(self, words: str) -> None:
        await self.page.evaluate("words => window.ears.interim(words)", words)

    async def spoken(self) -> list[str]:
        told: list[str] = await self.page.evaluate("() => window.spoken.map(({ text }) => text)")
        return told

    async def hushed(self) -> int:
        times: int = await self.page.evaluate("() => window.hushed")
        return times


@pytest.fixture
async def voice(page: Page) -> VoicePage:
    await page.add_init_script(path=FAKES)
    chat = VoicePage(page)
    await chat.open()
    return chat


async def test_words_are_shown_while_heard_and_said_when_the_shopper_ends(
    voice: VoicePage, fake_shop: FakeShop
) -> None:
    await voice.mic.click()
    await expect(voice.mic).to_have_attribute("aria-pressed", "true")
    await expect(voice.status).to_have_text("Listening…")
    await voice.interim("rain jack")
    await expect(voice.status).to_have_text("rain jack")
    assert fake_shop.received == []
    await voice.hear("rain jacket")
    await expect(voice.cards).to_have_count(4)
    await expect(voice.shopper).to_have_text(["rain jacket"])
    await expect(voice.mic).to_have_attribute("aria-pressed", "false")
    await expect(voice.status).to_be_hidden()


async def test_held_button_listens_until_it_is_let_go(voice: VoicePage, fake_shop: FakeShop) -> None:
    await voice.mic.hover()
    await voice.page.mouse.down()
    await voice.interim("add the oat milk barista")
    await voice.page.wait_for_timeout(1000)
    await voice.page.mouse.up()
    await expect(voice.shopper).to_have_text(["add the oat milk barista"])
    await expect(voice.assistant).to_have_count(1)
    assert [text for _, text in fake_shop.received] == ["add the oat milk barista"]


async def test_microphone_works_by_keyboard(voice: VoicePage) -> None:
    await voice.mic.focus()
    await voice.page.keyboard.press("Enter")
    await expect(voice.mic).to_have_attribute("aria-pressed", "true")
    await voice.interim("pendle")
    await voice.page.keyboard.press("Space")
    await expect(voice.shopper).to_have_text(["pendle"])


async def test_escape_forgets_what_was_being_said_and_keeps_the_panel(voice: VoicePage, fake_shop: FakeShop) -> None:
    await voice.mic.click()
    await voice.interim("add the oat")
    await voice.page.keyboard.press("Escape")
    await expect(voice.mic).to_have_attribute("aria-pressed", "false")
    await expect(voice.panel).to_be_visible()
    await expect(voice.status).to_be_hidden()
    assert fake_shop.received == []
    await voice.page.keyboard.press("Escape")
    await expect(voice.panel).to_be_hidden()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not-allowed", "The microphone is not allowed on this page."),
        ("audio-capture", "No microphone was found."),
        ("no-speech", "I did not hear anything."),
        ("network", "That could not be heard just now."),
    ],
)
async def test_what_keeps_the_microphone_from_working_is_told_kindly(voice: VoicePage, error: str, words: str) -> None:
    await voice.page.evaluate("error => { window.ears.fails = error; }", error)
    await voice.mic.click()
    await expect(voice.status).to_contain_text(words)
    await expect(voice.mic).to_have_attribute("aria-pressed", "false")
    await voice.ask("pendle")


async def test_answers_are_spoken_only_once_voice_was_used(voice: VoicePage) -> None:
    await voice.ask("pendle")
    assert await voice.spoken() == []
    await voice.mic.click()
    await voice.hear("compare these")
    await expect(voice.assistant).to_have_count(2)
    assert (await voice.spoken())[0].startswith("Side by side")
    await expect(voice.aloud).to_have_attribute("aria-pressed", "true")


async def test_choice_of_spoken_answers_is_remembered(voice: VoicePage) -> None:
    await voice.aloud.click()
    await voice.ask("pendle")
    assert await voice.spoken() == ["Here is what I found."]
    await voice.page.reload()
    await expect(voice.aloud).to_have_attribute("aria-pressed", "true")
    await voice.aloud.click()
    await voice.page.reload()
    await voice.mic.click()
    await voice.hear("rain jacket")
    await expect(voice.assistant).to_have_count(2)
    assert await voice.spoken() == []


@pytest.mark.parametrize("how", ["typing", "talking", "escape", "asking", "closing"])
async def test_spoken_answer_is_interrupted(voice: VoicePage, how: str) -> None:
    await voice.aloud.click()
    await voice.ask("pendle")
    before = await voice.hushed()
    if how == "typing":
        await voice.input.press_sequentially("a")
    elif how == "talking":
        await voice.mic.click()
    elif how == "escape":
        await voice.page.keyboard.press("Escape")
        await expect(voice.panel).to_be_visible()
    elif how == "asking":
        await voice.ask("rain jacket")
    else:
        await voice.button("Close").click()
    assert await voice.hushed() == before + 1


async def test_slow_pace_is_kept_and_long_answers_are_spoken_by_sentences(voice: VoicePage) -> None:
    await voice.aloud.click()
    await voice.ask("slower, rain jacket")
    told = await voice.page.evaluate("() => window.spoken.map(({ text, rate, lang }) => [text, rate, lang])")
    assert [text for text, _, _ in told] == ["I found one for $64.99.", "It is in stock."]
    assert {(rate, lang) for _, rate, lang in told} == {(0.8, "en")}


async def test_only_the_tab_that_asked_speaks(voice: VoicePage) -> None:
    await voice.aloud.click()
    other = await voice.page.context.new_page()
    await other.add_init_script(path=FAKES)
    await other.goto("/")
    await voice.ask("pendle")
    await expect(VoicePage(other).assistant).to_have_count(1)
    assert await other.evaluate("() => window.spoken.length") == 0
    assert await voice.spoken() == ["Here is what I found."]


async def test_nothing_is_offered_that_the_browser_cannot_do(page: Page) -> None:
    await page.add_init_script(
        "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
        "delete Window.prototype.speechSynthesis; delete window.speechSynthesis;"
    )
    chat = VoicePage(page)
    await chat.open()
    await expect(chat.mic).to_have_count(0)
    await expect(chat.aloud).to_have_count(0)
    await chat.ask("pendle")

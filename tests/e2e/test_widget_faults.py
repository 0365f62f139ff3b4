"""When the network or the shop fails, nothing a shopper said is lost, doubled, or left without a word."""

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.fake_shop import CutOff, FakeShop, ProblemInStream, Refusal

pytestmark = pytest.mark.browser


async def test_broken_stream_is_retried_with_the_same_request_id(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(CutOff())
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.failure).to_contain_text("The connection broke off")
    await expect(chat.draft).to_be_hidden()
    await chat.retry.click()
    await expect(chat.assistant).to_have_text(["I put the Oat Milk Barista into your cart."])
    await expect(chat.shopper).to_have_text(["add the oat milk barista"])
    await expect(chat.failure).to_have_count(0)
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    first, second = fake_shop.received
    assert first == second


@pytest.mark.parametrize("fault", [ProblemInStream(), Refusal(500), Refusal(503)], ids=repr)
async def test_failing_shop_is_said_and_can_be_asked_again(page: Page, fake_shop: FakeShop, fault: Refusal) -> None:
    fake_shop.faults.append(fault)
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text("The shop could not answer just now.")
    await chat.retry.click()
    await expect(chat.cards).to_have_count(4)
    assert len({request_id for request_id, _ in fake_shop.received}) == 1


async def test_retry_after_is_waited_for(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Refusal(429, retry_after_s=2))
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text("That was a lot of messages at once.")
    await expect(chat.retry).to_have_attribute("aria-disabled", "true")
    await chat.retry.click(force=True)
    assert len(fake_shop.received) == 1
    await expect(chat.retry).not_to_have_attribute("aria-disabled", "true")
    await chat.retry.click()
    await expect(chat.assistant).to_have_count(1)


async def test_shop_still_busy_with_the_message_is_asked_again_quietly(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.extend([CutOff(), Refusal(409, retry_after_s=1), Refusal(409, retry_after_s=1)])
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await chat.retry.click()
    await expect(chat.assistant).to_have_text(["I put the Oat Milk Barista into your cart."])
    await expect(chat.failure).to_have_count(0)
    assert len(set(fake_shop.received)) == 1


@pytest.mark.parametrize(
    ("refusal", "words"),
    [(Refusal(413), "too long"), (Refusal(400, detail="Text is empty."), "Text is empty.")],
    ids=["too long", "refused"],
)
async def test_refused_message_is_explained_and_not_offered_again(
    page: Page, fake_shop: FakeShop, refusal: Refusal, words: str
) -> None:
    fake_shop.faults.append(refusal)
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text(words)
    await expect(chat.retry).to_have_count(0)
    await chat.ask("rain jacket")


async def test_message_said_offline_goes_out_when_the_network_is_back(
    page: Page, context: BrowserContext, fake_shop: FakeShop
) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("pendle")
    await context.set_offline(True)
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text("You are offline. Your message is kept")
    await context.set_offline(False)
    await expect(chat.cards).to_have_count(5)
    await expect(chat.failure).to_have_count(0)
    assert [text for _, text in fake_shop.received] == ["pendle", "rain jacket"]


async def test_forgotten_session_is_renewed_and_the_shopper_told(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("pendle")
    fake_shop.sessions.clear()
    await chat.ask("rain jacket")
    await expect(chat.log).to_contain_text("Your earlier conversation has ended")
    assert len(fake_shop.sessions) == 1


async def test_answer_lost_with_the_page_is_taken_up_after_reload(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 0.2
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.draft).to_contain_text("I put")
    await page.reload()
    fake_shop.pause_s = 0.0
    await expect(chat.assistant).to_have_text(["I put the Oat Milk Barista into your cart."])
    await expect(chat.shopper).to_have_text(["add the oat milk barista"])
    await expect(chat.button("Cart, 1 item")).to_be_visible()


async def test_message_never_received_is_sent_after_reload(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    fake_shop.faults.append(Refusal(503))
    await chat.say("rain jacket")
    await expect(chat.failure).to_be_visible()
    await page.reload()
    await expect(chat.shopper).to_have_text(["rain jacket"])
    await expect(chat.cards).to_have_count(4)
    first, second = fake_shop.received
    assert first == second


async def test_going_on_after_a_failure_leaves_a_trace_of_it(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Refusal(503))
    chat = await ChatPage(page).open()
    await chat.say("pendle")
    await expect(chat.retry).to_be_visible()
    await chat.ask("rain jacket")
    await expect(chat.failure).to_contain_text("The shop could not answer just now.")
    await expect(chat.retry).to_have_count(0)

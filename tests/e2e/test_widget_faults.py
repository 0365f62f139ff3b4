"""When the network or the shop fails, nothing a shopper said is lost, doubled, or left without a word."""

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.conftest import Server
from tests.e2e.fake_shop import FakeShop
from tests.e2e.fake_stream import CutOff, Fault, Hang, LostReply, ProblemInStream, Refusal

pytestmark = pytest.mark.browser
ADDED = "I put the Oat Milk Barista into your cart."
ELEVEN_MINUTES_MS = 11 * 60 * 1000


@pytest.mark.parametrize("fault", [CutOff(), LostReply()], ids=repr)
async def test_broken_connection_is_mended_quietly_with_the_same_request_id(
    page: Page, fake_shop: FakeShop, fault: Fault
) -> None:
    fake_shop.faults.append(fault)
    chat = await ChatPage(page).open()
    await chat.listen()
    await chat.say("add the oat milk barista")
    await expect(chat.assistant).to_have_text([ADDED])
    await expect(chat.shopper).to_have_text(["add the oat milk barista"])
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    assert await chat.announced() == ["You: add the oat milk barista", f"Assistant: {ADDED}"]
    first, second = fake_shop.received
    assert first == second


async def test_connection_that_breaks_again_is_said_and_can_be_retried(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.extend([CutOff(), CutOff()])
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.failure).to_contain_text("The connection broke off")
    await expect(chat.draft).to_be_hidden()
    await chat.retry.click()
    await expect(chat.assistant).to_have_text([ADDED])
    await expect(chat.shopper).to_have_text(["add the oat milk barista"])
    await expect(chat.failure).to_have_count(0)
    await expect(chat.button("Cart, 1 item")).to_be_visible()
    assert len(set(fake_shop.received)) == 1


@pytest.mark.parametrize("fault", [ProblemInStream(), Refusal(500), Refusal(503)], ids=repr)
async def test_failing_shop_is_said_and_can_be_asked_again(page: Page, fake_shop: FakeShop, fault: Refusal) -> None:
    fake_shop.faults.append(fault)
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text("The shop could not answer just now.")
    await chat.retry.click()
    await expect(chat.cards).to_have_count(4)
    assert len({request_id for request_id, _ in fake_shop.received}) == 1


async def test_failing_shop_is_asked_again_without_the_shopper(page: Page, fake_shop: FakeShop) -> None:
    await page.clock.install()
    fake_shop.faults.extend([Refusal(503, retry_after_s=2), Refusal(503, retry_after_s=60)])
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.failure).to_be_visible()
    await page.clock.run_for(6_000)
    await expect(chat.retry).to_contain_text("in 60 s")
    await page.clock.run_for(76_000)
    await expect(chat.cards).to_have_count(4)
    await expect(chat.failure).to_have_count(0)
    assert len(set(fake_shop.received)) == 1


async def test_retry_after_is_waited_for(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Refusal(429, retry_after_s=2))
    chat = await ChatPage(page).open()
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text("That was a lot of messages at once.")
    await expect(chat.retry).to_have_attribute("aria-disabled", "true")
    await chat.retry.click(force=True)
    await chat.say("pendle")
    assert len(fake_shop.received) == 1
    await expect(chat.retry).not_to_have_attribute("aria-disabled", "true")
    await chat.retry.click()
    await expect(chat.assistant).to_have_count(2)


async def test_shop_still_busy_with_the_message_is_asked_again_quietly(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.extend([LostReply(), Refusal(409, retry_after_s=1), Refusal(409, retry_after_s=1)])
    chat = await ChatPage(page).open()
    await chat.listen()
    await chat.say("add the oat milk barista")
    await expect(chat.assistant).to_have_text([ADDED])
    assert len(await chat.announced()) == 2
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
    await chat.ask("pendle")
    await expect(chat.failure).to_contain_text(words)
    await expect(chat.shopper).to_have_text(["rain jacket", "pendle"])


async def test_message_said_offline_goes_out_when_the_network_is_back(
    page: Page, context: BrowserContext, fake_shop: FakeShop
) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("pendle")
    await context.set_offline(True)
    await chat.say("rain jacket")
    await expect(chat.failure).to_contain_text("You are offline. Your message is kept")
    await chat.say("add the oat milk barista")
    await expect(chat.waiting).to_have_text(["add the oat milk barista"])
    await context.set_offline(False)
    await expect(chat.assistant).to_have_count(3)
    await expect(chat.waiting).to_have_count(0)
    await expect(chat.failure).to_have_count(0)
    assert [text for _, text in fake_shop.received] == ["pendle", "rain jacket", "add the oat milk barista"]


async def test_messages_never_sent_survive_a_reload_and_go_out_in_order(page: Page, fake_shop: FakeShop) -> None:
    tried: list[str] = []

    async def cut(route: Route) -> None:
        tried.append(route.request.post_data_json["request_id"])
        await route.abort()

    await page.route("**/chat/messages", cut)
    chat = await ChatPage(page).open()
    await chat.say("pendle")
    await expect(chat.failure).to_be_visible()
    await chat.say("rain jacket")
    await chat.say("add the oat milk barista")
    await page.reload()
    await expect(chat.waiting).to_have_text(["rain jacket", "add the oat milk barista"])
    await expect(chat.failure).to_be_visible()
    await page.unroute("**/chat/messages")
    await chat.retry.click()
    await expect(chat.assistant).to_have_count(3)
    await expect(chat.shopper).to_have_text(["pendle", "rain jacket", "add the oat milk barista"])
    assert [text for _, text in fake_shop.received] == ["pendle", "rain jacket", "add the oat milk barista"]
    assert set(tried) == {fake_shop.received[0][0]}


async def test_old_message_is_sent_only_if_the_shopper_still_wants_it(page: Page, fake_shop: FakeShop) -> None:
    await page.clock.install()
    fake_shop.faults.append(Refusal(503, retry_after_s=3600))
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.failure).to_be_visible()
    await page.clock.fast_forward(ELEVEN_MINUTES_MS)
    await page.reload()
    await expect(chat.failure).to_contain_text("This message has not been answered.")
    assert len(fake_shop.received) == 1
    await chat.ask("pendle")
    await expect(chat.shopper).to_have_text(["add the oat milk barista", "pendle"])
    assert [text for _, text in fake_shop.received] == ["add the oat milk barista", "pendle"]


async def test_old_message_goes_out_under_its_own_request_id_if_it_is_wanted(page: Page, fake_shop: FakeShop) -> None:
    await page.clock.install()
    fake_shop.faults.append(Refusal(503, retry_after_s=3600))
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.failure).to_be_visible()
    await page.clock.fast_forward(ELEVEN_MINUTES_MS)
    await page.reload()
    await chat.retry.click()
    await expect(chat.assistant).to_have_text([ADDED])
    first, second = fake_shop.received
    assert first == second


async def test_shop_that_restarts_goes_on_with_the_conversation(
    page: Page, fake_shop: FakeShop, server: Server
) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("pendle")
    await server.stop()
    await chat.say("add the oat milk barista")
    await expect(chat.failure).to_contain_text("The connection broke off")
    await server.start()
    await chat.retry.click()
    await expect(chat.assistant.last).to_have_text(ADDED)
    assert len(fake_shop.sessions) == 1


async def test_connection_that_died_while_the_machine_slept_is_noticed_at_once(page: Page, fake_shop: FakeShop) -> None:
    await page.clock.install()
    fake_shop.faults.append(Hang())
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.draft).to_contain_text("I put")
    await page.clock.fast_forward(3_600_000)
    await page.clock.run_for(2_000)
    await expect(chat.assistant).to_have_text([ADDED])
    first, second = fake_shop.received
    assert first == second


async def test_forgotten_session_is_renewed_and_the_shopper_told(page: Page, fake_shop: FakeShop) -> None:
    chat = await ChatPage(page).open()
    await chat.ask("pendle")
    fake_shop.sessions.clear()
    await chat.ask("rain jacket")
    await expect(chat.log).to_contain_text("Your earlier conversation has ended")
    await expect(chat.shopper).to_have_text(["pendle", "rain jacket"])
    assert len(fake_shop.sessions) == 1


async def test_answer_lost_with_the_page_is_taken_up_after_reload(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.pause_s = 0.2
    chat = await ChatPage(page).open()
    await chat.say("add the oat milk barista")
    await expect(chat.draft).to_contain_text("I put")
    await page.reload()
    fake_shop.pause_s = 0.0
    await expect(chat.assistant).to_have_text([ADDED])
    await expect(chat.shopper).to_have_text(["add the oat milk barista"])
    await expect(chat.button("Cart, 1 item")).to_be_visible()


async def test_message_the_shop_stumbles_over_does_not_hold_up_the_next(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.extend([Refusal(500), Refusal(500)])
    chat = await ChatPage(page).open()
    await chat.say("pendle")
    await expect(chat.retry).to_be_visible()
    await chat.ask("rain jacket")
    await expect(chat.failure).to_contain_text("The shop could not answer just now.")
    await expect(chat.retry).to_have_count(0)
    await expect(chat.shopper).to_have_text(["pendle", "rain jacket"])


async def test_what_is_said_after_a_failure_takes_the_failed_message_along(page: Page, fake_shop: FakeShop) -> None:
    fake_shop.faults.append(Refusal(503))
    chat = await ChatPage(page).open()
    await chat.say("pendle")
    await expect(chat.retry).to_be_visible()
    await chat.say("rain jacket")
    await expect(chat.assistant).to_have_count(2)
    await expect(chat.failure).to_have_count(0)
    assert [text for _, text in fake_shop.received] == ["pendle", "pendle", "rain jacket"]

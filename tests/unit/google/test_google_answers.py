"""What Google's surfaces are told: valid to the letter, within their limits, and in time."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shop.reply import Answer, Reply
from tests.unit.fakes import CART, FOUND, JACKET
from tests.unit.google import oracle
from tests.unit.google.open_door import PUBLIC_URL, Door, actions, cx, es, on_assistant
from webhooks.errors import AccessTokenRefused, AssistantUnavailable, RequestIdReused, TurnInProgress
from webhooks.google.actions_requests import envelope_of as of_actions
from webhooks.google.cx_requests import envelope_of as of_cx
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH, MOST_BYTES
from webhooks.google.es_requests import envelope_of as of_es
from webhooks.google.said import Envelope
from webhooks.google.shown import LONGEST_BUBBLE, Shown, Told, bubbles, cut, fitted, shown, web_link

LONG_WORDS = "word " * 200
SEEN = "https://cdn.shop.test/jacket.png"
SHOWN_JACKET = replace(JACKET, image_url=SEEN, url="https://www.shop.test/jacket")
HOSTILE = replace(
    JACKET,
    title='Tom & "J" <b>\u0000 😀 [x](javascript:alert(1))',
    image_url="javascript:alert(1)",
    url="data:text/html,<script>",
)
ANSWERS: dict[str, Answer] = {
    "products": replace(FOUND, products=(SHOWN_JACKET, JACKET, SHOWN_JACKET)),
    "one_product": replace(FOUND, products=(SHOWN_JACKET,)),
    "hostile_product": replace(FOUND, products=(HOSTILE, HOSTILE)),
    "cart": Answer(speech="Two things.", text="Two things.", cart=CART, expects_reply=True),
    "empty_cart": Answer(speech="Nothing.", text="Nothing.", cart=replace(CART, lines=())),
    "order": Answer(speech="Ordered.", text="Ordered.", order={"number": "A-1", "state": "placed"}),
    "question": Answer(speech="Which size?", text="Which size?", suggestions=("S", "M"), expects_reply=True),
    "slower": Answer(speech='Tom & "J"', text="Tom", pace="slower", expects_reply=True),
    "handoff": Answer(speech="One moment.", text="One moment.", handoff={"case": "C1", "reason": "asked", "n": None}),
    "link": Answer(speech="Finish it.", text="Finish it.", link=f"{PUBLIC_URL}/orders/t", expects_reply=True),
    "needs_account": Answer(speech="Link it.", text="Link it.", needs_account=True),
    "long": Answer(speech=LONG_WORDS, text=LONG_WORDS, suggestions=("x" * 26, "y" * 25), expects_reply=True),
    "nothing_to_say": Answer(speech="", text="."),
}
ENVELOPES: dict[str, tuple[str, Mapping[str, Any]]] = {
    "cx": (CX_PATH, cx()),
    "cx_by_telephone": (CX_PATH, cx(payload={"telephony": {"caller_id": "+15550100"}})),
    "es": (ES_PATH, es()),
    "es_by_telephone": (ES_PATH, es(originalDetectIntentRequest={"payload": {"telephony": {}}})),
    "assistant": (ES_PATH, on_assistant("TEXT", "milk")),
    "assistant_without_a_screen": (ES_PATH, on_assistant("TEXT", "milk", screen=False)),
    "actions": (ACTIONS_PATH, actions()),
    "actions_without_a_screen": (ACTIONS_PATH, actions(device={"capabilities": ["SPEECH"]})),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
@pytest.mark.parametrize("farewell", [False, True])
async def test_g2_every_answer_of_every_format_is_valid(
    door: Door, path: str, body: Mapping[str, Any], answer: Answer, farewell: bool
) -> None:
    door.assistant.answer_next = replace(answer, farewell=farewell)
    response = await door.send(path, body)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    oracle.parse(path, response.content)
    assert "javascript:alert" not in response.text.replace("[x](javascript", "").replace("\\[x\\]\\(javascript", "")


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
@pytest.mark.parametrize(
    "error",
    [
        AssistantUnavailable(reason="database"),
        RequestIdReused(request_id="r"),
        TurnInProgress(conversation_id="c"),
        AccessTokenRefused(reason="expired"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_g2_every_apology_of_every_format_is_valid(
    door: Door, path: str, body: Mapping[str, Any], error: Exception
) -> None:
    door.assistant.error = error
    response = await door.send(path, body)
    assert response.status_code == 200
    oracle.parse(path, response.content)
    assert "rry" in response.text or "still working" in response.text


async def test_g2_a_caller_whose_token_has_run_out_is_asked_to_link_again(door: Door) -> None:
    door.callers.error = AccessTokenRefused(reason="expired")
    told = await door.told(ES_PATH, on_assistant("TEXT", "check out"))
    google = told["payload"]["google"]
    assert google["systemIntent"]["intent"] == "actions.intent.SIGN_IN"
    assert google["expectUserResponse"] is True
    assert "link it once again" in told["fulfillmentText"]
    assert not door.said


async def test_what_needs_an_account_is_said_and_the_assistant_offers_to_sign_in(door: Door) -> None:
    door.assistant.answer_next = replace(ANSWERS["needs_account"], link=f"{PUBLIC_URL}/go/t")
    assistant = await door.told(ES_PATH, on_assistant("TEXT", "check out"))
    assert assistant["payload"]["google"]["systemIntent"]["intent"] == "actions.intent.SIGN_IN"
    messenger = await door.told(CX_PATH, cx("check out"))
    assert messenger["sessionInfo"]["parameters"]["aisle_needs_account"] is True
    assert f"{PUBLIC_URL}/go/t" in json.dumps(messenger)
    assert "/go/t" not in json.dumps(_spoken(messenger))


async def test_a_hand_over_reaches_the_platforms_agents(door: Door) -> None:
    door.assistant.answer_next = ANSWERS["handoff"]
    told = await door.told(CX_PATH, cx("a person please"))
    assert {"liveAgentHandoff": {"metadata": {"case": "C1", "reason": "asked"}}} in told["fulfillmentResponse"][
        "messages"
    ]
    assert told["sessionInfo"]["parameters"]["aisle_handed_over"] is True
    assert (await door.told(ES_PATH, es("a person")))["payload"]["aisle"]["handoff"]["case"] == "C1"


async def test_goodbye_ends_the_talk_on_every_surface(door: Door) -> None:
    door.assistant.answer_next = Answer(speech="Bye.", text="Bye.", farewell=True)
    by_cx = await door.told(CX_PATH, cx("goodbye"))
    assert by_cx["fulfillmentResponse"]["messages"][-1] == {"endInteraction": {}}
    assert by_cx["sessionInfo"]["parameters"]["aisle_ended"] is True
    by_assistant = await door.told(ES_PATH, on_assistant("TEXT", "goodbye"))
    assert by_assistant["payload"]["google"]["expectUserResponse"] is False
    by_actions = await door.told(ACTIONS_PATH, actions("goodbye"))
    assert by_actions["scene"] == {"name": "Talk", "next": {"name": "actions.scene.END_CONVERSATION"}}


async def test_a_question_keeps_the_microphone_open(door: Door) -> None:
    door.assistant.answer_next = ANSWERS["question"]
    google = (await door.told(ES_PATH, on_assistant("TEXT", "shoes")))["payload"]["google"]
    assert google["expectUserResponse"] is True
    assert len(google["noInputPrompts"]) == 3
    told = await door.told(ACTIONS_PATH, actions("shoes"))
    assert told["scene"] == {"name": "Talk"}
    assert told["prompt"]["suggestions"] == [{"title": "S"}, {"title": "M"}]


async def test_only_the_assistant_gets_the_assistants_payload(door: Door) -> None:
    assert set((await door.told(ES_PATH, es()))["payload"]) == {"aisle"}
    assert set((await door.told(ES_PATH, on_assistant("TEXT", "milk")))["payload"]) == {"aisle", "google"}


async def test_contexts_are_left_as_they_are(door: Door) -> None:
    told = await door.told(ES_PATH, es())
    assert "outputContexts" not in told
    assert "followupEventInput" not in told


async def test_a_screen_shows_cards_that_are_picked_by_place_and_a_speaker_none(door: Door) -> None:
    door.assistant.answer_next = ANSWERS["products"]
    google = (await door.told(ES_PATH, on_assistant("TEXT", "jackets")))["payload"]["google"]
    items = google["systemIntent"]["data"]["listSelect"]["items"]
    assert [item["optionInfo"]["key"] for item in items] == ["the first one", "the second one", "the third one"]
    assert items[0]["image"]["url"] == SEEN
    speaker = (await door.told(ES_PATH, on_assistant("TEXT", "jackets", screen=False)))["payload"]["google"]
    assert "systemIntent" not in speaker
    picked = on_assistant("OPTION", "x", name="OPTION", textValue=items[1]["optionInfo"]["key"])
    await door.told(ES_PATH, {**picked, "responseId": "response-2"})
    assert door.said[-1] == "the second one"


async def test_messenger_shows_products_cart_and_chips(door: Door) -> None:
    door.assistant.answer_next = replace(ANSWERS["products"], cart=CART)
    told = await door.told(CX_PATH, cx("jackets"))
    (rich,) = [m["payload"]["richContent"] for m in told["fulfillmentResponse"]["messages"] if "payload" in m]
    cards, (cart,), (chips,) = rich
    assert cards[0] == {
        "type": "info",
        "title": JACKET.title,
        "subtitle": "$74.99 · Fellmoor",
        "image": {"rawUrl": SEEN},
        "anchor": {"href": "https://www.shop.test/jacket"},
    }
    assert cards[1]["image"] == {"rawUrl": f"{PUBLIC_URL}/pictures/jacket.svg"}
    assert cart["text"] == ["2 x Stormcoat Rain Jacket, $149.98", "Total $149.98"]
    assert chips["options"] == [{"text": "Show me something cheaper"}]
    assert told["sessionInfo"]["parameters"]["aisle_cart_count"] == 2


async def test_a_telephone_gets_speech_alone(door: Door) -> None:
    door.assistant.answer_next = ANSWERS["products"]
    by_cx = await door.told(CX_PATH, cx("jackets", payload={"telephony": {"caller_id": "+1"}}))
    assert [list(message) for message in by_cx["fulfillmentResponse"]["messages"]] == [["text"], ["outputAudioText"]]
    by_es = await door.told(ES_PATH, es(originalDetectIntentRequest={"payload": {"telephony": {}}}))
    assert by_es["fulfillmentMessages"] == [{"text": {"text": [FOUND.speech]}}]


async def test_slower_speech_is_ssml_with_every_sign_escaped(door: Door) -> None:
    door.assistant.answer_next = ANSWERS["slower"]
    told = await door.told(CX_PATH, cx())
    ssml = '<speak><prosody rate="slow">Tom &amp; &quot;J&quot;</prosody></speak>'
    assert {"outputAudioText": {"ssml": ssml}} in told["fulfillmentResponse"]["messages"]


async def test_what_did_not_fit_when_carts_became_one_is_said_first(door: Door) -> None:
    door.callers.notice = "One jacket did not fit."
    told = await door.told(CX_PATH, cx())
    assert _spoken(told)["text"].startswith("One jacket did not fit. I found")


async def test_an_answer_that_hangs_is_an_apology_in_time_and_the_retry_finds_it(door: Door) -> None:
    door.assistant.hangs = asyncio.Event()
    seconds = iter([0.0, 4.39])
    late = Door(monotonic=lambda: next(seconds))
    late.assistant.hangs = asyncio.Event()
    first = await late.told(CX_PATH, cx("add milk"))
    assert "took me too long" in _spoken(first)["text"]
    late.assistant.hangs.set()
    seconds = iter([0.0, 0.0])
    again = await late.told(CX_PATH, cx("add milk"))
    assert _spoken(again)["text"] == FOUND.speech
    assert len(late.assistant.effects) == 1


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_g3_a_retry_of_the_same_turn_is_one_effect_and_the_same_answer(
    door: Door, path: str, body: Mapping[str, Any]
) -> None:
    first, again = await asyncio.gather(door.send(path, body), door.send(path, body))
    assert first.content == again.content
    assert len(door.assistant.effects) == 1


async def test_g3_the_same_words_in_the_next_turn_are_another_effect(door: Door) -> None:
    await door.told(CX_PATH, cx("add one more"))
    await door.told(CX_PATH, cx("add one more", detectIntentResponseId="response-2"))
    await door.told(ES_PATH, es("add one more"))
    await door.told(ES_PATH, es("add one more", responseId="response-2"))
    first = await door.told(ACTIONS_PATH, actions("add one more"))
    await door.told(ACTIONS_PATH, actions("add one more", session=first["session"]))
    assert len(door.assistant.effects) == 6


async def test_g3_other_words_under_the_same_id_are_a_turn_of_their_own(door: Door) -> None:
    for words in ("add milk", "no, tea", "add milk"):
        await door.told(CX_PATH, cx(words))
    assert len(door.assistant.effects) == 2


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_who_says_too_much_at_once_is_asked_to_wait(path: str, body: Mapping[str, Any]) -> None:
    door = Door(burst=2)
    for number in range(3):
        response = await door.send(path, {**body, "detectIntentResponseId": f"r-{number}", "responseId": f"r-{number}"})
        assert response.status_code == 200
        oracle.parse(path, response.content)
    assert "a lot at once" in response.text
    assert len(door.said) == 2


async def test_g3_without_an_id_each_request_is_a_turn(door: Door) -> None:
    for _ in range(2):
        await door.told(CX_PATH, cx("yes", detectIntentResponseId=None))
    assert len(door.assistant.effects) == 2


async def test_g3_one_session_cannot_take_the_answer_of_another(door: Door) -> None:
    await door.told(ES_PATH, es())
    await door.told(ES_PATH, es(session="projects/shop/agent/sessions/s-2"))
    assert len(door.assistant.effects) == 2


async def test_an_action_counts_its_turns_and_keeps_what_others_put_into_the_session(door: Door) -> None:
    params = {"aisle_turn": 3.0, "theirs": "kept", "long": "x" * 600, "list": [1]}
    told = await door.told(ACTIONS_PATH, actions(session={"id": "s", "params": params}))
    assert told["session"] == {"id": "s", "params": {"aisle_turn": 4, "theirs": "kept"}}


def test_g4_a_bubble_of_641_characters_is_cut_at_a_word() -> None:
    text = ("seven77 " * 81)[:641]
    assert (len(text), text[640]) == (641, "s")
    first, second = bubbles(text)
    assert len(first) <= LONGEST_BUBBLE
    assert f"{first} {second}" == text
    assert first.endswith("seven77")


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("a" * 640, 640, "a" * 640),
        ("a" * 641, 640, "a" * 640),
        ("one two", 3, "one"),
        ("one two", 6, "one"),
        ("one two", 7, "one two"),
        ("one\ntwo three", 8, "one\ntwo"),
        ("", 5, ""),
    ],
)
def test_g4_text_is_cut_at_a_word(text: str, longest: int, kept: str) -> None:
    assert cut(text, longest) == kept


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_g4_the_longest_answer_has_two_bubbles_of_whole_words(
    door: Door, path: str, body: Mapping[str, Any]
) -> None:
    door.assistant.answer_next = ANSWERS["long"]
    response = await door.send(path, body)
    oracle.parse(path, response.content)
    assert "wor" not in response.text.replace("word", "")


def test_g4_chips_are_short_and_few() -> None:
    many = ("x" * 26, *(f"chip {number}" for number in range(12)), "chip 1")
    told = shown(Told(reply=_reply(replace(FOUND, suggestions=many))), at=None)
    assert told.chips == tuple(f"chip {number}" for number in range(8))


def _huge() -> Answer:
    long_link = f"https://shop.test/{'p' * 1900}"
    card = replace(JACKET, title="T" * 5000, brand="B" * 5000, image_url=long_link, url=long_link, why="w" * 5000)
    line = replace(CART.lines[0], title="L" * 5000)
    return replace(
        FOUND,
        speech=LONG_WORDS * 50,
        text=LONG_WORDS * 50,
        products=(card,) * 200,
        cart=replace(CART, lines=(line,) * 200),
        handoff={"summary": "s" * 100_000},
    )


@pytest.mark.parametrize(("path", "body"), ENVELOPES.values(), ids=ENVELOPES)
async def test_g5_the_largest_answer_fits_and_is_still_said(door: Door, path: str, body: Mapping[str, Any]) -> None:
    door.assistant.answer_next = _huge()
    response = await door.send(path, body)
    assert len(response.content) <= MOST_BYTES
    oracle.parse(path, response.content)
    assert "word word" in response.text


@pytest.mark.parametrize("most_bytes", [40_000, 20_000, 8_000, 4_000, 1_500])
def test_g5_what_is_left_out_first_is_what_can_be_missed_most_easily(most_bytes: int) -> None:
    everything = shown(Told(reply=_reply(replace(_huge(), speech="Here you are.", text="Here you are."))), at=None)
    for envelope in (of_cx(cx()), of_es(es()), of_actions(actions(), project="p")):
        fitting = fitted(everything, lambda tried, envelope=envelope: _size(envelope, tried) <= most_bytes)  # type: ignore[misc]
        assert _size(envelope, fitting) <= most_bytes
        assert fitting.speech == everything.speech
        assert not fitting.cards or all(card.title for card in fitting.cards)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://shop.test/a?b=c", "https://shop.test/a?b=c"),
        ("http://shop.test/a", "http://shop.test/a"),
        ("/pictures/a.svg", f"{PUBLIC_URL}/pictures/a.svg"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("data:text/html,x", None),
        ("https://user@shop.test/", None),
        ("https://shop.test/a b", None),
        ("https://shop.test/\u0000", None),
        ("https://[bad/", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_shown(address: str | None, told: str | None) -> None:
    assert web_link(address, at=PUBLIC_URL) == told
    if told is None or not told.startswith(PUBLIC_URL):
        assert web_link(address, at=None) == told


def _spoken(told: Mapping[str, Any]) -> dict[str, Any]:
    (spoken,) = [m["outputAudioText"] for m in told["fulfillmentResponse"]["messages"] if "outputAudioText" in m]
    answer: dict[str, Any] = spoken
    return answer


def _reply(answer: Answer) -> Reply:
    return Reply.of(answer, turn_id="turn-1", intent="product_search", confidence=0.9)


def _size(envelope: Envelope, tried: Shown) -> int:
    return len(json.dumps(envelope.render(tried), ensure_ascii=False, separators=(",", ":")).encode())

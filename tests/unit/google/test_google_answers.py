"""What Google's surfaces are told: valid to the letter, within their limits, and in time."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shop.reply import Answer
from tests.unit.fakes import CART, FOUND, JACKET
from tests.unit.google import oracle
from tests.unit.google.answers import ANSWERS, ENVELOPES, SEEN, spoken
from tests.unit.google.open_door import PUBLIC_URL, Door, actions, cx, es, on_assistant
from webhooks.errors import AccessTokenRefused, AssistantUnavailable, RequestIdReused, TurnInProgress
from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH


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
    assert "/go/t" not in json.dumps(spoken(messenger))


async def test_where_nothing_can_be_linked_a_link_leads_on_to_the_web_shop(door: Door) -> None:
    door.assistant.answer_next = ANSWERS["needs_account"]
    leads_on = f"{PUBLIC_URL}/#cart-of-ann"
    for path, body in (ENVELOPES["cx"], ENVELOPES["es"], ENVELOPES["actions"]):
        assert leads_on in (await door.send(path, body)).text
    for path, body in (ENVELOPES["cx_by_telephone"], ENVELOPES["es_by_telephone"], ENVELOPES["assistant"]):
        assert leads_on not in (await door.send(path, body)).text
    door.continuing.error = AssistantUnavailable(reason="database")
    assert "Link it." in spoken(await door.told(CX_PATH, cx("check out")))["text"]


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
    assert spoken(told)["text"].startswith("One jacket did not fit. I found")

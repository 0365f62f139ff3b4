import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.money import Money
from catalog.product import ProductCard
from shop.cart import Cart
from shop.reply import Answer, Reply
from tests.unit.alexa.oracle import directives, said, spoken_in, strictly
from tests.unit.fakes import CART, FOUND, JACKET
from webhooks.alexa.answers import Look, Told, told_of, written
from webhooks.alexa.speech import ASKED_AGAIN, question_of, speakable, ssml

LOOK = Look(shop="Corner Shop", public_url="https://shop.example")
RENDER = "Alexa.Presentation.APL.RenderDocument"
TOM = 'Tom & "J" <b>\u0000 🧀'
# Every kind of letter, with the ones that no XML may hold.
WORDS = st.text(max_size=300) | st.text(alphabet="<>&\"'\x00\x1f\ufffe\ud83d\U0001f9c0a .", max_size=60)


def reply(**changes: Any) -> Reply:
    return Reply.of(replace(FOUND, **changes), turn_id="t", intent="product_search", confidence=0.9)


def rendered(told: Reply, *, has_screen: bool = True, is_amid: bool = False) -> dict[str, Any]:
    return strictly(written(told_of(told, LOOK, has_screen=has_screen, is_amid=is_amid)))


def cards(count: int, title: str) -> Sequence[ProductCard]:
    return tuple(replace(JACKET, id=f"p{number}", title=f"{title} {number}") for number in range(count))


def shown(told: dict[str, Any]) -> dict[str, Any]:
    (directive,) = directives(told, RENDER)
    data: dict[str, Any] = directive["datasources"]["aisle"]
    return data


def test_a10_a_title_may_hold_anything_and_is_said_as_it_is() -> None:
    told = rendered(reply(speech=f"I found {TOM}.", products=cards(1, TOM)))
    assert said(told) == 'I found Tom & "J" <b> 🧀.'
    assert 'Tom &amp; "J" &lt;b&gt; 🧀 0' in shown(told)["items"][0]["title"]


@given(WORDS, st.booleans())
def test_a10_whatever_is_said_parses_and_says_the_same(words: str, slower: bool) -> None:
    spoken = ET.fromstring(ssml(words, slower=slower))  # noqa: S314 - what we wrote ourselves
    assert "".join(spoken.itertext()) == speakable(words)
    kept = [sign for sign in words if sign.isalnum() or sign in "<>&\"'"]
    assert [sign for sign in speakable(words) if sign.isalnum() or sign in "<>&\"'"] == kept


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet='&"<a .🧀', min_size=7000, max_size=9000))
def test_a10_long_words_are_cut_without_breaking_an_escape(words: str) -> None:
    assert spoken_in({"type": "SSML", "ssml": ssml(words)}) is not None


def test_a10_control_characters_are_in_no_part_of_an_answer() -> None:
    dirty = "a\u0000b\u0007c\u001b[31md\ud83d\u202e\u2066"
    content = written(
        told_of(
            reply(speech=dirty, text=dirty, products=cards(3, dirty), cart=CART),
            LOOK,
            has_screen=True,
            is_amid=False,
        )
    )
    assert not {"\u0000", "\u0007", "\u001b", "\ud83d", "\u202e", "\u2066"} & set(str(strictly(content)))


@pytest.mark.parametrize("title", ["A long name of a product " * 40, "🧀" * 900, '<&">' * 300, "x" * 5000])
@pytest.mark.parametrize("sentence", ["Short.", "A long sentence about it. " * 900, "🧀" * 9000, "&" * 9000])
def test_a11_two_hundred_long_results_fit_into_an_answer(title: str, sentence: str) -> None:
    content = written(
        told_of(
            reply(products=cards(200, title), speech=sentence, text=f"{title}\n" * 200, cart=CART, expects_reply=True),
            LOOK,
            has_screen=True,
            is_amid=False,
        )
    )
    told = strictly(content)
    assert len(content) <= 24 * 1024
    assert told["response"]["shouldEndSession"] is False


@pytest.mark.parametrize("sign", ["👩\u200d👧", "🫨", "\U0001fadf", "é", "مرحبا", "क्षि", "\u00ad"])
def test_a10_signs_of_every_script_are_whole_in_speech_and_on_cards(sign: str) -> None:
    told = rendered(reply(speech=f"Here is {sign}.", text=f"{sign}\nbelow"))
    assert said(told) == f"Here is {sign}."
    assert told["response"]["card"]["content"] == f"{sign}\nbelow"


def test_a11_a_long_list_is_shortened_before_the_screen_is_given_up() -> None:
    told = rendered(reply(products=cards(10, "🧀" * 400), text="x" * 2900, speech="x" * 6000))
    assert 0 < len(shown(told)["items"]) < 10
    assert told["response"]["card"]


def test_a11_ten_usual_results_are_all_shown() -> None:
    told = rendered(reply(products=cards(10, "Larkmoor Gathering 2.5-Layer Rain Jacket, Men's")))
    assert [item["title"][-1] for item in shown(told)["items"]] == list("0123456789")
    assert len(json.dumps(told)) < 12_000


def test_a12_a_device_without_a_screen_gets_no_screen() -> None:
    told = rendered(reply(), has_screen=False)
    assert "directives" not in told["response"]
    assert "APL" not in str(told)


def test_a12_several_products_are_a_list_to_choose_from() -> None:
    told = rendered(reply(products=cards(3, "Jacket & Co")))
    (directive,) = directives(told, RENDER)
    assert directive["document"]["type"] == "APL"
    assert directive["token"] == "aisle-list"
    assert [item["touched"] for item in shown(told)["items"]] == [["choose", f"Jacket & Co {n}"] for n in range(3)]
    assert shown(told)["items"][0]["price"] == "$74.99"


def test_a12_one_product_is_shown_with_its_facts() -> None:
    told = rendered(reply(products=(JACKET,)))
    (directive,) = directives(told, RENDER)
    assert directive["token"] == "aisle-detail"
    assert shown(told)["items"][0]["about"] == "Fellmoor · navy · M · 4.4 of 5"


def test_a12_a_cart_is_a_list_with_its_total_and_nothing_to_touch() -> None:
    told = rendered(reply(products=None, cart=CART))
    assert shown(told)["footing"] == "Total $149.98"
    assert [item["touched"] for item in shown(told)["items"]] == [[]]
    just_added = rendered(reply(products=(JACKET,), cart=CART))
    assert shown(just_added)["footing"] == "Total $149.98"
    empty = Cart(lines=(), total=Money(amount_minor=0, currency="USD"))
    assert "directives" not in rendered(reply(products=None, cart=empty))["response"]


@pytest.mark.parametrize(
    ("image_url", "shown_as"),
    [
        ("/p/jacket.png", "https://shop.example/p/jacket.png"),
        ("https://cdn.example/j.JPG?w=200", "https://cdn.example/j.JPG?w=200"),
        ("/pictures/jacket.svg", None),
        ("http://cdn.example/j.png", None),
        ("javascript:alert(1)//.png", None),
        ("data:image/png;base64,AA", None),
        ("https://cdn.example/" + "x" * 2000 + ".png", None),
        ("https://[cdn/j.png", None),
        ("", None),
    ],
)
def test_a12_only_pictures_that_devices_can_show_are_named(image_url: str, shown_as: str | None) -> None:
    told = rendered(reply(products=(replace(JACKET, image_url=image_url),)))
    card = told["response"]["card"]
    assert card["type"] == ("Standard" if shown_as else "Simple")
    assert card.get("image", {}).get("smallImageUrl") == shown_as
    assert shown(told)["items"][0]["picture"] == (shown_as or "")


def test_a8_a_question_keeps_the_microphone_open_and_is_asked_again() -> None:
    told = rendered(reply(speech="I found two. Would you like one of these?", expects_reply=True))
    assert told["response"]["shouldEndSession"] is False
    assert spoken_in(told["response"]["reprompt"]["outputSpeech"]) == "Would you like one of these?"


def test_a8_what_asks_nothing_ends_the_session() -> None:
    told = rendered(reply(speech="Done.", expects_reply=False))
    assert told["response"]["shouldEndSession"] is True
    assert "reprompt" not in told["response"]


@pytest.mark.parametrize("intent", ["view_cart", "return_policy", "product_details"])
def test_a8_a_fact_told_amid_a_session_does_not_end_it(intent: str) -> None:
    answer = replace(FOUND, speech="That is it.", expects_reply=False)
    told = rendered(Reply.of(answer, turn_id="t", intent=intent, confidence=0.9), is_amid=True)
    assert said(told) == "That is it. Anything else?"
    assert spoken_in(told["response"]["reprompt"]["outputSpeech"]) == "Anything else?"
    in_one_breath = rendered(Reply.of(answer, turn_id="t", intent=intent, confidence=0.9))
    assert in_one_breath["response"]["shouldEndSession"] is True


@pytest.mark.parametrize(
    ("changes", "intent"),
    [
        ({"farewell": True}, "view_cart"),
        ({"needs_account": True}, "order_status"),
        ({"order": {"number": "1"}}, "order_status"),
        ({}, "deny"),
        ({}, "out_of_scope"),
    ],
)
def test_a8_what_is_over_is_over(changes: dict[str, Any], intent: str) -> None:
    answer = replace(FOUND, speech="Bye.", expects_reply=False, **changes)
    told = rendered(Reply.of(answer, turn_id="t", intent=intent, confidence=0.9), is_amid=True)
    assert said(told).startswith("Bye.")
    assert "else" not in said(told)
    assert told["response"]["shouldEndSession"] is True


@pytest.mark.parametrize(("has_screen", "where"), [(True, "on your screen"), (False, "on a card in your Alexa app")])
def test_a12_what_is_to_be_read_is_said_to_be_where_it_can_be_read(has_screen: bool, where: str) -> None:
    told = rendered(reply(speech="Done. The number is on your screen."), has_screen=has_screen)
    assert said(told) == f"Done. The number is {where}."


def test_a13_an_apology_listens_only_if_it_asks_to_try_again() -> None:
    answer = replace(FOUND, speech="Sorry, not now.", products=None, expects_reply=False)
    sorry = Reply.of(answer, turn_id="t", intent="out_of_scope", confidence=0.0)
    told = strictly(written(told_of(sorry, LOOK, has_screen=False, is_amid=True, stays_open=True)))
    assert said(told) == "Sorry, not now."
    assert told["response"]["shouldEndSession"] is True


@pytest.mark.parametrize(
    ("speech", "question"),
    [
        ("Delivery or pickup?", "Delivery or pickup?"),
        ("Hi, good to have you here. Delivery or pickup?", "Delivery or pickup?"),
        ("Added. Anything else? ", "Anything else?"),
        ("Name a thing.", ASKED_AGAIN),
        ("Is it " + "long " * 100 + "?", ASKED_AGAIN),
        ("", ASKED_AGAIN),
    ],
)
def test_a8_the_last_question_is_what_is_asked_again(speech: str, question: str) -> None:
    assert question_of(speech) == question


def test_who_listens_slowly_is_spoken_to_slowly() -> None:
    told = rendered(reply(pace="slower", expects_reply=True))
    speeches = (told["response"]["outputSpeech"], told["response"]["reprompt"]["outputSpeech"])
    assert all('<prosody rate="slow">' in speech["ssml"] for speech in speeches)
    assert "prosody" not in rendered(reply())["response"]["outputSpeech"]["ssml"]


def test_who_needs_an_account_gets_the_card_that_links_it() -> None:
    told = rendered(reply(needs_account=True, speech="Please link your account first.", expects_reply=False))
    assert told["response"]["card"] == {"type": "LinkAccount"}
    assert said(told) == "Please link your account first. I've sent a card for it to your Alexa app."


def test_a_link_is_on_the_card_and_never_spoken() -> None:
    told = rendered(reply(products=None, link="https://shop.example/go/1"))
    assert "https://shop.example/go/1" in told["response"]["card"]["content"]
    assert "http" not in said(told)


def test_mere_talk_leaves_no_card() -> None:
    told = rendered(reply(products=None, speech="You're welcome."))
    assert "card" not in told["response"]


def test_a14_the_same_reply_is_the_same_to_the_byte() -> None:
    once, again = (written(told_of(reply(), LOOK, has_screen=True, is_amid=False)) for _ in range(2))
    assert once == again


def test_an_answer_without_words_still_fits() -> None:
    assert strictly(written(Told(speech="Bye.")))["response"]["shouldEndSession"] is True


def test_nothing_to_say_is_said_in_writing() -> None:
    answer = Answer(speech="", text="Two jackets.", expects_reply=False)
    told = rendered(Reply.of(answer, turn_id="t", intent="talk", confidence=1.0))
    assert said(told) == "Two jackets."

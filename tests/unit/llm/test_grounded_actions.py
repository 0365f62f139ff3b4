"""Open questions through the actions: when a speaker is asked, and what is asked of the shopper in the end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions import replies
from actions.compare_products import CompareProducts
from actions.explain_policy import ExplainPolicy
from actions.grounding.grounded import grounded
from actions.grounding.speaker import Grounds, Matter, Promise, Question, Said
from actions.grounding.worth import matter_of
from actions.runs import Run
from actions.services import Services
from catalog.contents import PolicyText
from catalog.errors import CatalogUnavailable
from catalog.product import Product, ProductCard
from shop.reply import Answer
from tests.unit.fake_services import OneJacket, fake_services
from tests.unit.llm.jackets import DRIFT, WINDWARD, Jacket

BOTH = (WINDWARD, DRIFT)
QUESTION = "which would you take for a wet trip?"


class TwoJackets(OneJacket):
    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        return [product for each in product_ids for product, _ in BOTH if product.id == each]

    async def cards(self, pairs: Sequence[tuple[str, str]]) -> list[ProductCard]:
        return [card for each, _ in pairs for product, card in BOTH if product.id == each]


def _said(text: str, advised: ProductCard | None = None) -> Said:
    return Said(text=text, speech=text.replace("$54.00", "fifty-four dollars"), advised=advised)


class Scripted:
    def __init__(self, said: Said | None) -> None:
        self.said = said
        self.asked: list[tuple[Question, Grounds]] = []

    async def speak(
        self, question: Question, grounds: Grounds, *, on_sentence: Callable[[str], None] | None = None
    ) -> Said | None:
        self.asked.append((question, grounds))
        return self.said


async def _talk(
    speaker: Scripted | None, text: str = QUESTION, *, products: TwoJackets | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    services: Services = replace(fake_services(), products=products or TwoJackets(), speaker=speaker)
    run = grounded("action_compare_products", CompareProducts(services).run, services)
    slots = {"shown_products": [_pair(each) for each in BOTH]}
    message = {"text": text, "metadata": {"shopper_id": "ann", "turn_id": "t1", "channel": "web"}}
    dispatcher = CollectingDispatcher()
    events = await run(dispatcher, Tracker("ann", slots, message, [], False, None, {}, None), cast("Any", {}))
    return dispatcher.messages[-1], {event["name"]: event["value"] for event in events}


def _pair(each: Jacket) -> dict[str, str]:
    return {"id": each[1].id, "variant_id": each[1].variant_id}


async def test_the_question_in_the_end_is_about_what_was_advised() -> None:
    speaker = Scripted(_said("I'd take the Fernhollow.", advised=DRIFT[1]))
    message, slots = await _talk(speaker)
    answer = message["custom"]["answer"]
    assert answer["speech"] == "I'd take the Fernhollow. Shall I add it to your cart?"
    assert slots["product_in_focus"] == _pair(DRIFT)
    assert slots["asked"]["kind"] == "offer_to_add"
    assert [card["id"] for card in answer["products"]] == [DRIFT[1].id]
    assert message["text"] == "I'd take the Fernhollow."


async def test_a_comparison_keeps_its_question_and_its_table() -> None:
    message, slots = await _talk(Scripted(_said("The Fernhollow is cheaper than the Kestrel Ridge.")))
    answer = message["custom"]["answer"]
    assert answer["speech"].startswith("The Fernhollow is cheaper than the Kestrel Ridge. ")
    assert answer["speech"].endswith("Which one would you like?")
    assert answer["comparison"]["columns"]
    assert slots["asked"]["kind"] == "one_of_these"


@pytest.mark.parametrize("advised", [None, DRIFT[1]])
async def test_prices_are_said_in_words_and_shown_in_figures(advised: ProductCard | None) -> None:
    message, _ = await _talk(Scripted(_said("The Fernhollow costs $54.00.", advised=advised)))
    answer = message["custom"]["answer"]
    assert answer["speech"].startswith("The Fernhollow costs fifty-four dollars. ")
    assert answer["text"].startswith("The Fernhollow costs $54.00.")
    assert message["text"] == answer["text"]


class Fading(TwoJackets):
    """Is read once, and then no more."""

    def __init__(self) -> None:
        self.read = 0

    async def cards(self, pairs: Sequence[tuple[str, str]]) -> list[ProductCard]:
        self.read += 1
        if self.read > 1:
            raise CatalogUnavailable
        return await super().cards(pairs)


async def test_an_answer_that_is_there_is_not_lost_with_the_database() -> None:
    speaker = Scripted(_said("I'd take the Fernhollow.", advised=DRIFT[1]))
    message, slots = await _talk(speaker, products=Fading())
    assert message["custom"]["answer"]["speech"].endswith("Which one would you like?")
    assert slots["asked"]["kind"] == "one_of_these"
    assert speaker.asked == []


async def test_the_speaker_has_the_products_of_the_database_and_says_what_they_are_about() -> None:
    speaker = Scripted(None)
    await _talk(speaker)
    question, grounds = speaker.asked[0]
    assert question.matter is Matter.PRODUCTS
    assert [product.id for product in grounds.products] == [WINDWARD[0].id, DRIFT[0].id]
    assert [card.id for card in grounds.cards] == [WINDWARD[0].id, DRIFT[0].id]


RETURNS = PolicyText(
    kind="returns", title="Returns", spoken="Bring your receipt.", facts={"proof": ["receipt", "order number"]}
)
FIRST, SECOND, THIRD = "Warranty covers broken seams.", "Boots have a year.", "Wear is not covered."
OF_BOOTS = "what happens if my boots are broken by warranty"


async def _policy_talk(
    quoted: str, text: str = OF_BOOTS, *, run: Run | None = None, also: Sequence[PolicyText] = ()
) -> tuple[dict[str, Any], dict[str, Any], Scripted]:
    class Warranty(TwoJackets):
        async def policies(self) -> list[PolicyText]:
            return [PolicyText(kind="warranty", title="Warranty", spoken=f"{FIRST} {SECOND} {THIRD}", facts={}), *also]

    speaker = Scripted(_said(quoted))
    services: Services = replace(fake_services(), products=Warranty(), speaker=speaker)
    run = grounded("action_explain_policy", run or ExplainPolicy(services).run, services)
    message = {"text": text, "metadata": {"shopper_id": "ann", "turn_id": "t1", "channel": "web"}}
    dispatcher = CollectingDispatcher()
    events = await run(dispatcher, Tracker("ann", {}, message, [], False, None, {}, None), cast("Any", {}))
    slots = {event["name"]: event["value"] for event in events}
    return dispatcher.messages[-1]["custom"]["answer"], slots, speaker


async def test_of_a_policy_only_what_was_not_quoted_is_left_to_be_heard() -> None:
    quoted = f"Our warranty policy says: {SECOND} {THIRD}"
    answer, slots, speaker = await _policy_talk(quoted, "what does the warranty say about boots if they are mine")
    assert speaker.asked[0][1].promised == Promise(kind="warranty", quoted=SECOND)
    assert answer["speech"] == f"{quoted} Would you like to hear the rest?"
    assert answer["text"] == f"{quoted}\nWarranty: {FIRST} {SECOND} {THIRD}"
    assert slots["asked"]["rest"] == FIRST


async def test_nothing_is_offered_where_nothing_of_it_is_left() -> None:
    quoted = f"Our warranty policy says: {FIRST} {SECOND} {THIRD}"
    answer, slots, _ = await _policy_talk(quoted)
    assert (answer["speech"], answer["expects_reply"], slots["asked"]) == (quoted, False, None)


async def test_a_policy_that_the_shop_does_not_have_may_be_told_by_another() -> None:
    _, _, speaker = await _policy_talk("Our warranty policy says: no.", "can I return worn boots without the box")
    assert speaker.asked[0][1].promised == Promise()


async def test_what_the_facts_of_a_policy_answer_is_not_worded_anew() -> None:
    answer, _, speaker = await _policy_talk("Returns: no.", "do I need the receipt if I return it", also=[RETURNS])
    assert "receipt or order number is enough" in answer["speech"]
    assert speaker.asked == []


async def test_what_is_told_of_ones_own_purchase_is_not_put_into_a_policys_words() -> None:
    own = "Yes, you can return the boots until May 3. Shall I start the return?"

    async def of_bought(dispatcher: CollectingDispatcher, _: Tracker, __: Any) -> replies.Events:
        replies.tell(dispatcher, Answer(speech=own, text=own))
        return []

    answer, _, speaker = await _policy_talk("Our warranty policy says: no.", "can I return the boots", run=of_bought)
    assert (answer["speech"], speaker.asked) == (own, [])


async def test_without_words_of_a_model_the_answer_is_as_without_a_speaker() -> None:
    assert await _talk(Scripted(None)) == await _talk(None)


@pytest.mark.parametrize(
    ("action", "said", "asked"),
    [
        ("action_compare_products", "what's the difference between those", Matter.PRODUCTS),
        ("action_recommend_products", QUESTION, Matter.PRODUCTS),
        ("action_show_details", "would it be suitable for winter hikes", Matter.PRODUCTS),
        ("action_show_details", "why should i buy that one", Matter.PRODUCTS),
        ("action_explain_policy", "what happens if my shoes break after a month", Matter.POLICIES),
        ("action_show_details", "how much does it cost", None),
        ("action_show_details", "is it in stock", None),
        ("action_show_details", "what colors does it come in", None),
        ("action_show_details", "is it safe for my baby", None),
        ("action_show_details", "would it be good for somebody with a nut allergy", None),
        ("action_compare_products", "which is the cheapest", None),
        ("action_add_to_cart", "would you recommend adding it", None),
        ("action_explain_policy", "returns", None),
    ],
)
def test_only_open_questions_are_worth_a_model(action: str, said: str, asked: Matter | None) -> None:
    assert matter_of(action, said) is asked

"""Which sentences say that nothing may be learned from a shopper, or that it may be again."""

import pytest

from shop.preferences.learning import learning_wished
from tests.unit.checkout_talk import talk_of
from tests.unit.market import Talk

STOP = [
    "stop learning about me",
    "Please stop learning from what I do.",
    "don\u2019t learn about me anymore",
    "do not learn anything from me",
    "you may not learn about me",
    "stop tracking me",
    "can you stop tracking what I buy",
    "don't track me",
    "you can't learn from me",
    "you cannot track me",
    "I don't want you to learn from me",
    "i don't want to be tracked",
    "stop collecting data about me",
    "don't collect any information about me",
    "turn off personalization",
    "turn tracking off please",
    "opt me out",
    "opt out of tracking",
    "no more tracking",
    "stop profiling me",
    "stop learning",
]
AGAIN = [
    "you may learn from me again",
    "You can learn about me again",
    "start learning about me again",
    "resume learning",
    "turn personalization back on",
    "switch learning on",
    "opt me back in",
    "learn from what i do again",
]
SOMETHING_ELSE = [
    "track my order",
    "stop tracking my order",
    "don't track my package",
    "learning toys for kids",
    "I'm learning to cook",
    "a tracking device for my keys",
    "do you track me",
    "what do you know about me",
    "forget everything about me",
    "stop",
    "don't show me leather",
    "a learning tower",
    "can I opt out of paper bags",
    "stop recording",
]


@pytest.mark.parametrize(("every", "wished"), [(STOP, False), (AGAIN, True), (SOMETHING_ELSE, None)])
def test_what_is_wished_is_heard(every: list[str], *, wished: bool | None) -> None:
    assert {said: learning_wished(said) for said in every} == dict.fromkeys(every, wished)


@pytest.mark.parametrize("intent", ["remember_preference", "out_of_scope", "order_status", "deny", "change_cart"])
async def test_a_no_to_being_learned_from_is_heard_whatever_it_is_taken_for(intent: str) -> None:
    talk = Talk()
    assert "stopped learning" in await talk.says("stop tracking me", intent)
    assert talk.preferences.may_learn == {"ann": False}
    assert "learn from what you look at" in await talk.says("you may learn from me again", intent)
    assert talk.preferences.may_learn == {"ann": True}


@pytest.mark.parametrize("intent", ["preference", "nlu_fallback", "deny"])
async def test_a_no_amid_a_checkout_is_heard_and_the_checkout_goes_on(intent: str) -> None:
    talking = await talk_of()
    await talking.starts()
    said = await talking.says("stop learning about me", intent)
    assert "stopped learning" in said
    assert talking.talk.form is not None

"""A clear yes to the question whether to order, and everything that sounds like one and is none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.hearing.confirming import Verdict, verdict

YES = """
yes | Yes, please. | yes yes | yeah go ahead | yep, do it | sure | sure thing | of course | absolutely | ok | okay then
alright | correct | confirm | confirmed | i confirm | go ahead | go for it | please do | let's do it | yes i'm sure
that's right | looks good | sounds great | yes that's all | yes that's everything thanks | great, yes | fine, go ahead
yes thank you very much | yes go | yes, proceed | yes check out | ok yes
"""
COMMANDS = """
place the order | place my order please | yes place the order | order it | order it now | yes order it | ok order it
buy it now | buy it | buy everything | order now | please place it | submit the order | complete the purchase
confirm the order | finalize my order | i'd like to place the order | go ahead and place the order
put the order through
"""
FORWARD = """
checkout | check out | checkout please | ok checkout | okay, check out now | and check out | check me out | continue
go on | keep going | back to checkout | go back to the checkout | ready | i'm ready | proceed | proceed to checkout
next
next step | pay | pay now | i'll pay | let's pay | pay for it | take me to checkout | go to checkout | resume | done
i'm done | that's all | that's it | that'll be all | finish | ok next | great, continue | let's go | move on | buy
order
where were we | i want to check out | ok pay | what's next
"""
UNSURE = """
good | great | fine | nice | cool | right | ok thanks | ok cool | maybe | i guess so | yes? | ok? | sure, why not
i think so | hmm ok | whatever
"""
ELSE = """
thanks | thank you | yes but make it pickup | yes and add milk | yes but make it two | order more milk | buy milk
order history | place | make it | make it two | send it | send it to 9 orchard close | the order | my order
can you place the order | could you order it | is that with tax? | wait, what am I buying | what's the return policy
no wait, what's in my cart | order it again | place it in my cart | friday | the first one | pick it up | 4821
yes order more milk | can i order it later | i ordered it already | order it for friday
"""
NO = """
no | nope | no wait | not yet | no checkout | don't place it | don't order it | wait | hold on | not now
"""
ALL = {
    Verdict.YES: YES + "|" + COMMANDS,
    Verdict.FORWARD: FORWARD,
    Verdict.UNSURE: UNSURE,
    Verdict.ELSE: ELSE,
    Verdict.NO: NO,
}
# Whoever agrees says one of these; whoever orders one of those with what is ordered behind it.
AGREES = re.compile(
    r"\b(?:yes+"
    r"|yeah|yep|yup|yea|ya|y|aye|sure|course|certainly|absolutely|definitely|correct|exactly|perfect|works|confirm"
    r"|confirmed|affirmative|go ahead|go for|please do|do|all means|i do|we do|right|good|great|fine|ok"
    r"|okay|okey|can|may)\b"
)
ORDERS = re.compile(
    r"\b(?:order|buy|purchase|place|submit|complete|confirm|finali[sz]e|finish|send|make|put|get me)\b \w"
)
WORDS = st.text(max_size=200)
SPOKEN_WORDS = """
checkout check out continue go on back to the cart my order proceed next ready pay now that's all it i'm done then
please thanks and so what is when friday pickup milk two add no not maybe good great ok yes buy place make the
"""
SPOKEN = st.lists(st.sampled_from(SPOKEN_WORDS.split()), max_size=7).map(" ".join)


def _each(said: str) -> list[str]:
    return [one.strip() for one in re.split(r"[|\n]", said) if one.strip()]


@pytest.mark.parametrize(("said", "heard"), [(said, heard) for heard, many in ALL.items() for said in _each(many)])
def test_what_is_said_to_the_question_whether_to_order(said: str, heard: Verdict) -> None:
    assert verdict(said, may_order=True) is heard


@pytest.mark.parametrize("said", ["order it", "buy it now", "place the order"])
def test_a_command_to_order_is_no_yes_to_another_question(said: str) -> None:
    """ "Shall I cancel it?" """
    assert verdict(said) is not Verdict.YES


@given(st.one_of(WORDS, SPOKEN), st.booleans())
def test_what_neither_agrees_nor_orders_is_never_a_yes(said: str, is_yes: bool) -> None:
    """Whatever the classifier took it for."""
    if verdict(said, is_yes=is_yes, may_order=True) is Verdict.YES:
        words = " ".join(said.lower().split())
        assert AGREES.search(words) or ORDERS.search(words)


@given(SPOKEN)
def test_wanting_to_go_on_never_orders(said: str) -> None:
    """ "Okay, checkout" begins with a word that agrees, and asks for the summary."""
    if not re.search(r"\b(?:yes|order|buy|place|make|ok|good|great)\b", said):
        assert verdict(said, is_yes=True, may_order=True) is not Verdict.YES


@given(WORDS, st.sampled_from(["but ", "except ", "maybe ", "only if ", "no "]))
def test_no_yes_survives_a_reservation(said: str, reservation: str) -> None:
    assert verdict(f"yes {reservation}{said} x", may_order=True) is not Verdict.YES


def test_a_yes_of_low_confidence_is_none() -> None:
    assert verdict("yes", confidence=0.3, is_yes=True) is Verdict.UNSURE


@pytest.mark.parametrize("said", ["/yes", "  /affirm", "\uff0fcheckout", "\\yes", "/place the order"])
def test_a_typed_command_is_no_yes(said: str) -> None:
    assert verdict(said, is_yes=True, may_order=True) is Verdict.UNSURE

"""An opinion asked for about what was shown reaches the action that has one."""

import pytest

from actions.conversation.plain_words import asks_for
from actions.heard import Heard
from catalog.query import Query
from shop.recollection import Recollection, Results

SHOWN = Recollection().showing(Results(query=Query(text="jacket"), pairs=(("a", "1"), ("b", "2"))))


def _heard(text: str) -> Heard:
    return Heard(
        text=text,
        confidence=0.4,
        turn_id="t1",
        shopper_id="ann",
        query=Query(),
        shown=(("a", "1"), ("b", "2")),
        seen=(),
        in_focus=None,
        asked=None,
        remembered=SHOWN.as_dict(),
    )


@pytest.mark.parametrize("understood", ["action_out_of_scope", "action_search_products", "action_refine_search"])
@pytest.mark.parametrize(
    "said", ["which would you take for a wet trip?", "Which one should I pick?", "so which of those do you recommend"]
)
def test_which_would_you_take_asks_for_a_recommendation(understood: str, said: str) -> None:
    assert asks_for(_heard(said), understood) == "action_recommend_products"


def test_a_comparison_stays_one() -> None:
    assert asks_for(_heard("which would you take"), "action_compare_products") is None

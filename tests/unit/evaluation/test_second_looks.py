"""What a second look is found to be worth."""

from collections.abc import Mapping

from actions.conversation.interpreting import Interpretation, Moment, Wanted
from assistant.evaluation.second_looks import Unsure, demo_words, gain, look


class Reader:
    """Understands the sentences that it was told of."""

    most_s = 1.0

    def __init__(self, known: Mapping[str, Interpretation]) -> None:
        self._known = known

    async def interpret(self, moment: Moment, *, within_s: float) -> Interpretation | None:
        return self._known.get(moment.words)


MILK = Wanted(text="milk")
KNOWN = {
    "mended": Interpretation(intent="product_search", confidence=0.9, wanted=MILK),
    "spoilt": Interpretation(intent="product_search", confidence=0.9, wanted=MILK),
    "kept": Interpretation(intent="out_of_scope", confidence=0.9),
    "asked back": Interpretation(intent="product_search", confidence=0.5, wanted=MILK),
    "of nothing": Interpretation(intent="product_search", confidence=0.9),
    "guess": Interpretation(intent="recommend", confidence=0.9),
    "no change for a guess": Interpretation(intent="add_to_cart", confidence=0.9, wanted=MILK),
    "talk": Interpretation(intent="talk/help", confidence=0.9),
}
SENTENCES = [
    Unsure(text="mended", meant="product_search", heard="out_of_scope"),
    Unsure(text="spoilt", meant="out_of_scope", heard="out_of_scope"),
    Unsure(text="kept", meant="out_of_scope", heard="out_of_scope"),
    Unsure(text="asked back", meant="product_search", heard="out_of_scope"),
    Unsure(text="of nothing", meant="product_search", heard="out_of_scope"),
    Unsure(text="guess", meant="recommend", heard="product_search"),
    Unsure(text="no change for a guess", meant="add_to_cart", heard="product_search"),
    Unsure(text="talk", meant="talk", heard="out_of_scope"),
    Unsure(text="unanswered", meant="talk", heard="out_of_scope"),
]


async def test_what_is_put_right_and_what_is_put_wrong_are_counted() -> None:
    told: list[tuple[int, int]] = []
    looked = await look(Reader(KNOWN), SENTENCES, tell=lambda *place: told.append(place))
    assert [each.sentence.text for each in looked if each.is_mended] == ["mended", "guess", "talk"]
    assert [each.sentence.text for each in looked if each.is_spoilt] == ["spoilt"]
    assert [each.sentence.text for each in looked if each.asked_back] == ["asked back", "of nothing"]
    assert [each.sentence.text for each in looked if not each.is_answered] == ["unanswered"]
    assert told[-1] == (9, 9)
    figures = gain({"accuracy": 0.9, "sentences": 100}, looked)
    assert (figures["accuracy"], figures["accuracy_without"]) == (0.92, 0.9)
    assert (figures["asked"], figures["mended"], figures["spoilt"]) == (9, 3, 1)
    assert figures["out_of_scope_kept"] == 0.5


async def test_where_nothing_is_unsure_nothing_changes() -> None:
    figures = gain({"accuracy": 0.9, "sentences": 100}, await look(Reader({}), [], tell=lambda *_: None))
    assert figures["accuracy"] == 0.9
    assert figures["p50_ms"] is None


def test_words_are_held_against_what_the_demo_shop_calls_things() -> None:
    words = demo_words()
    assert words.knows("rain jacket")
    assert not words.knows("zephyr")

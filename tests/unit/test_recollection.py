"""What a conversation keeps in mind of earlier results, and which of them words bring back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.query import Query
from shop.pointing import (
    asks_the_same,
    goes_back,
    goes_on,
    one_before,
    points_alone,
    recalled,
    starts_over,
    the_others,
    without_recalling,
)
from shop.recollection import MOST_RESULTS, MOST_TALKED_OF, Recollection, Results, head_of, stem


def results(text: str, *ids: str) -> Results:
    return Results(query=Query(text=text), pairs=tuple((id_, f"{id_}-v") for id_ in ids))


JACKETS = results("rain jackets", "drizzle", "squall", "gale")
CHEAPER = results("rain jackets", "squall", "mist")
FLEECE = results("fleece jackets", "ember", "lamb")
BOOTS = results("hiking boots with a tongue", "ridge", "moss")
TALK = Recollection().showing(JACKETS).showing(CHEAPER).showing(BOOTS)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("go back", True),
        ("back please", True),
        ("can we go back", True),
        ("the previous results", True),
        ("ok show me the previous ones again", True),
        ("what you showed me before", True),
        ("those from earlier", True),
        ("back to the jackets", False),
        ("is it back in stock", False),
        ("a backpack", False),
        ("can I bring it back", False),
        ("send it back", False),
    ],
)
def test_only_a_whole_sentence_goes_back(said: str, back: bool) -> None:
    assert goes_back(said) is back


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("go back to the jackets", CHEAPER),
        ("the jackets again", CHEAPER),
        ("the first jackets you showed me", JACKETS),
        ("show me those boots from earlier", BOOTS),
        ("what about the boots we looked at", BOOTS),
        ("back to the tents", None),
        ("rain jackets", None),
        ("again", None),
    ],
)
def test_goods_that_are_named_bring_their_results_back(said: str, called: Results | None) -> None:
    assert recalled(said, TALK) == called


def test_the_words_of_a_request_tell_jackets_from_jackets() -> None:
    kept = TALK.showing(FLEECE)
    assert recalled("back to the rain jackets", kept) == CHEAPER
    assert recalled("back to the fleece jackets", kept) == FLEECE


def test_going_back_goes_on_to_what_was_before_that() -> None:
    back = TALK.gone_back()
    assert back.current == CHEAPER
    assert back.gone_back().current == JACKETS
    assert back.gone_back().gone_back().current == JACKETS


def test_what_is_shown_next_comes_after_what_was_gone_back_to() -> None:
    kept = TALK.gone_back().showing(FLEECE)
    assert kept.current == FLEECE
    assert kept.before == CHEAPER


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("the jackets again but in blue", "in blue"),
        ("go back to the jackets", ""),
        ("show me the jackets again under 50", "under 50"),
    ],
)
def test_what_is_said_besides_is_kept(said: str, rest: str) -> None:
    assert without_recalling(said, JACKETS) == rest


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        ("the leather one", True),
        ("not that one, the other", True),
        ("no, the other one", True),
        ("the one with the longer battery", True),
        ("those boots from earlier", True),
        ("the cheaper of the two", True),
        ("what about the blue one", True),
        ("the one before", True),
        ("the same one", False),
        ("the next one", False),
        ("the cheapest", False),
        ("add the leather one", False),
        ("a blue one", False),
    ],
)
def test_a_sentence_that_only_points(said: str, alone: bool) -> None:
    assert points_alone(said) is alone


def test_the_one_before_is_what_was_talked_of_before() -> None:
    kept = TALK.talking_of(("drizzle", "a")).talking_of(("gale", "b"))
    assert one_before("the one before", JACKETS.pairs, ("gale", "b"), kept) == ("drizzle", "a")
    assert one_before("the previous one", JACKETS.pairs, ("gale", "b"), Recollection()) == ("squall", "squall-v")
    assert one_before("the one before", JACKETS.pairs, ("drizzle", "a"), Recollection()) is None
    assert one_before("the second one", JACKETS.pairs, None, kept) is None


def test_the_other_one_is_the_other_of_two() -> None:
    two = CHEAPER.pairs
    assert the_others("the other one", two, two[0], TALK) == (two[1],)
    assert the_others("not that one, the other", two, two[1], TALK) == (two[0],)
    assert the_others("the other two", JACKETS.pairs, JACKETS.pairs[1], TALK) == (JACKETS.pairs[0], JACKETS.pairs[2])
    assert the_others("the other one", two, None, TALK) == ()
    assert the_others("the first one", two, two[0], TALK) is None


def test_among_many_the_other_one_is_the_one_talked_of_before() -> None:
    kept = TALK.talking_of(("drizzle", "d")).talking_of(("gale", "g"))
    assert the_others("the other one", JACKETS.pairs, ("gale", "g"), kept) == (("drizzle", "d"),)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("and the second one?", True),
        ("what about the Osprey", True),
        ("what about its weight", False),
        ("and that in blue", True),
        ("what about the price", False),
        ("the second one", False),
    ],
)
def test_the_same_is_asked_of_another(said: str, same: bool) -> None:
    assert asks_the_same(said) is same


def test_other_goods_in_the_same_breath() -> None:
    assert goes_on("and matching socks")
    assert goes_on("what about boots")
    assert goes_on("boots to go with them")
    assert not goes_on("hiking boots")


def test_starting_over_is_a_sentence_of_its_own() -> None:
    assert starts_over("let's start over")
    assert starts_over("ok start again please")
    assert not starts_over("start a return")


@pytest.mark.parametrize(
    ("request_", "head"),
    [("hiking boots", "boot"), ("case for an iphone", "case"), ("dresses", "dress"), ("watches", "watch"), ("", "")],
)
def test_head_of_a_request(request_: str, head: str) -> None:
    assert head_of(request_) == head


WORDS = st.sampled_from(["boots", "rain jackets", "tents", "milk", ""])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("show"), WORDS, st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True)),
        st.tuples(st.just("talk"), st.sampled_from("abcdefgh"), st.just([])),
        st.tuples(st.just("back"), st.just(""), st.just([])),
    ),
    max_size=30,
)


@given(STEPS)
def test_whatever_is_said_the_memory_stays_small_and_survives_the_way_through_a_slot(
    steps: list[tuple[str, str, list[str]]],
) -> None:
    kept = Recollection()
    for what, words, ids in steps:
        if what == "show":
            kept = kept.showing(results(words, *ids))
            assert kept.current == results(words, *ids)
        else:
            kept = kept.talking_of((words, "v")) if what == "talk" else kept.gone_back()
    assert Recollection.from_dict(kept.as_dict()) == kept
    assert len(kept.results) <= MOST_RESULTS
    assert len(kept.talked_of) <= MOST_TALKED_OF
    assert kept.current is not None or not kept.results
    assert len({pair[0] for pair in kept.talked_of}) == len(kept.talked_of)


@given(st.text(max_size=200))
def test_any_words_are_survived(said: str) -> None:
    recalled(said, TALK)
    points_alone(said)
    the_others(said, JACKETS.pairs, None, TALK)
    assert stem(said) is not None

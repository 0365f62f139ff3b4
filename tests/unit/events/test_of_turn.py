"""Which events follow from a turn, as far as its words and its reply say so."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from catalog.query import Query
from rerank.events.event import Actor, EventKind, Source
from rerank.events.of_turn import CallTold, TurnTold, events_of, told_by
from rerank.events.rejecting import turns_down
from rerank.events.turn_facts import Change, Place, TurnFacts
from shop.reply import Answer, Reply
from shop.shown import Placement, ShownList, Surface
from shop.turn import Channel
from tests.unit.fakes import JACKET, NOON, turn

CARDS = {name: replace(JACKET, id=name, variant_id=f"{name}-1") for name in ("hat", "cap", "scarf")}
CAP_FIRST = ShownList(
    list_id="list-1",
    surface=Surface.SEARCH,
    model="ranking-7",
    placements=(Placement(product_id="cap", variant_id="cap-1", position=1, relevance=1.0, score=1.0),),
)
NOTHING = TurnFacts()
SHOWN = TurnFacts(shown_before=("hat", "cap"))


def told(
    text: str = "a hat",
    *products: str,
    intent: str = "product_search",
    query: Query | None = None,
    shown: ShownList | None = None,
) -> TurnTold:
    answer = Answer(speech="", text="", products=tuple(CARDS[name] for name in products) or None, query=query)
    reply = Reply.of(answer, turn_id="t1", intent=intent, confidence=1.0)
    return TurnTold(turn=turn(text), reply=reply, shown=shown, at=NOON)


def kinds(turn_told: TurnTold, facts: TurnFacts = NOTHING, *, keeps_words: bool = False) -> list[str]:
    return [
        f"{one.kind} {one.product_id or one.query or ''}".strip()
        for one in told_by(turn_told, facts, keeps_words=keeps_words)
    ]


def test_a_tool_s_call_tells_what_it_changed_and_nothing_of_a_conversation() -> None:
    called = CallTold(turn_id="agent-1", channel=Channel.AGENT, shopper_id="ann", at=NOON)
    added = Change(
        kind=EventKind.ADD_TO_CART,
        at=NOON,
        product_id="hat",
        variant_id="hat-1",
        quantity=2,
        price_minor=500,
        currency="USD",
    )
    done = told_by(called, TurnFacts(changes=(added,), shown_before=("cap",)), keeps_words=True)
    [event] = events_of(called, done, {("ann", "hat"): Place(list_id="list-1", model="ranking-7", position=3)})
    assert (event.event_id, event.turn_id, event.source) == ("agent-1/add_to_cart/1", "agent-1", Source.TURN)
    assert (event.channel, event.actor) == ("agent", Actor(shopper_id="ann"))
    assert (event.product_id, event.quantity, event.value_minor) == ("hat", 2, 1000)
    assert (event.list_id, event.position, event.model) == ("list-1", 3, "ranking-7")
    assert told_by(called, NOTHING, keeps_words=True) == []


@pytest.mark.parametrize("intent", ["product_search", "refine_search", "recommend"])
def test_a_search_is_told_and_its_words_only_where_words_are_kept(intent: str) -> None:
    searched = told("a hat", "hat", intent=intent, query=Query(text="hat"))
    assert kinds(searched) == ["search", "impression hat"]
    assert kinds(searched, keeps_words=True) == ["search hat", "impression hat"]


def test_a_search_that_finds_nothing_is_a_search_and_small_talk_is_none() -> None:
    assert kinds(told(query=Query(text="unicorn"))) == ["search"]
    assert kinds(told("hello", intent="talk")) == []
    assert kinds(told("my code is 4711", intent="checkout", query=Query(text="4711")), keeps_words=True) == []


@pytest.mark.parametrize(
    ("intent", "products", "expected"),
    [
        ("product_details", ["hat"], ["view hat"]),
        ("availability_check", ["hat"], ["view hat"]),
        ("size_recommendation", ["hat"], ["view hat"]),
        ("compare_products", ["hat", "cap"], ["view hat", "view cap"]),
        ("product_details", ["hat", "cap"], ["impression hat", "impression cap"]),
        ("add_to_cart", ["hat", "cap"], ["impression hat", "impression cap"]),
        ("talk", ["hat"], []),
    ],
)
def test_a_closer_look_is_a_view_and_a_choice_an_impression(
    intent: str, products: list[str], expected: list[str]
) -> None:
    assert kinds(told("so?", *products, intent=intent)) == expected


@pytest.mark.parametrize(
    ("text", "intent", "products", "expected"),
    [
        ("no", "deny", (), ["hat", "cap"]),
        ("not those", "refine_search", (), ["hat", "cap"]),
        ("something else please", "refine_search", ("scarf",), ["hat", "cap"]),
        ("something else please", "refine_search", ("cap", "scarf"), ["hat"]),
        ("I don\u2019t like it", "preference", (), ["hat", "cap"]),
        ("no, the second one", "deny", ("cap",), []),
        ("the second one", "product_details", ("cap",), []),
        ("show me more", "refine_search", ("scarf",), []),
    ],
)
def test_what_was_shown_is_turned_down(text: str, intent: str, products: tuple[str, ...], expected: list[str]) -> None:
    rejected = [one for one in kinds(told(text, *products, intent=intent), SHOWN) if one.startswith("rejection")]
    assert rejected == [f"rejection {name}" for name in expected]


@pytest.mark.parametrize("asked_in", ["add_to_cart", "start_return", "size_recommendation", "price_match"])
def test_a_no_to_a_question_of_another_kind_turns_no_product_down(asked_in: str) -> None:
    """ "As last time, in size ten?" "No." """
    asked = replace(SHOWN, intent_before=asked_in)
    assert kinds(told("no", intent="deny"), asked) == []
    assert kinds(told("I don't like it", intent="deny"), asked) == ["rejection hat", "rejection cap"]
    assert kinds(told("no", intent="deny"), replace(SHOWN, intent_before="product_search")) != []


def test_nothing_is_turned_down_where_nothing_was_shown_or_something_was_taken() -> None:
    taken = Change(kind=EventKind.ADD_TO_CART, at=NOON, product_id="cap", variant_id="cap-1", quantity=1)
    assert kinds(told("no", intent="deny")) == []
    assert kinds(told("not those", intent="deny"), replace(SHOWN, changes=(taken,))) == ["add_to_cart cap"]


def test_other_goods_instead_correct_the_first_that_was_found() -> None:
    again = told("no, I meant the scarf", "scarf", intent="refine_search")
    assert kinds(again, SHOWN) == ["correction hat", "impression scarf"]
    assert kinds(told("no, I meant the hat", "hat", intent="refine_search"), SHOWN) == ["impression hat"]


def told_events(
    turn_told: TurnTold, facts: TurnFacts, places: Mapping[tuple[str, str], Place]
) -> list[tuple[object, ...]]:
    done = told_by(turn_told, facts, keeps_words=False)
    return [(one.event_id, one.list_id, one.position) for one in events_of(turn_told, done, places)]


def test_ids_follow_from_the_turn_and_places_from_what_was_seen() -> None:
    shown = told("not those", "cap", "scarf", intent="refine_search", query=Query(text="x"), shown=CAP_FIRST)
    places = {("ann", "hat"): Place(list_id="list-0", model="m", position=4)}
    assert told_events(shown, TurnFacts(shown_before=("hat",)), places) == [
        ("t1/rejection/1", "list-0", 4),
        ("t1/search/1", "list-1", None),
        ("t1/impression/1", "list-1", 1),
        ("t1/impression/2", None, 2),
    ]


def test_events_say_who_where_and_that_the_turn_says_so() -> None:
    (event,) = events_of(told("a hat", "hat"), told_by(told("a hat", "hat"), TurnFacts(), keeps_words=False), {})
    assert (event.source, event.channel, event.turn_id) == (Source.TURN, "web", "t1")
    assert (event.actor.shopper_id, event.actor.conversation_id) == ("ann", "talk")


@pytest.mark.parametrize(
    "said",
    [
        "Not those.",
        "no, not these ones",
        "none of those",
        "neither",
        "show me something else",
        "something different please",
        "I don't like them",
        "I really don't like that one",
        "not what I meant",
        "that's not what I'm looking for",
        "I hate it",
        "other options",
    ],
)
def test_words_that_turn_down(said: str) -> None:
    assert turns_down(said, intent="refine_search")


@pytest.mark.parametrize(
    "said",
    [
        "show me more",
        "not that expensive",
        "I don't like peanuts",
        "anything else for under ten dollars with a handle",
        "is it not waterproof",
        "not those expensive ones",
        "do these come in blue",
        "I like those",
        "what else is in my cart",
    ],
)
def test_words_that_do_not(said: str) -> None:
    assert not turns_down(said, intent="refine_search")

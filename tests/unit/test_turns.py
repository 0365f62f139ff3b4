"""A turn's course: answered, replayed, apologised for, and never longer than its deadline."""

import asyncio
from dataclasses import replace

import pytest

from assistant.errors import DialogueUnavailable
from assistant.turns import RECORDING_S, Ended, Turns
from shop.reply import Answer
from tests.unit.fakes import FOUND, FakeRasa, FakeRecords, turn
from webhooks.errors import AssistantUnavailable, RequestIdReused, TurnInProgress

APOLOGY = Answer(speech="Sorry, the shelves are dark.", text="Sorry, the shelves are dark.")


class Told:
    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []

    def accepted(self, turn_id: str) -> None:
        self.events.append(("accepted", turn_id))

    def text(self, delta: str) -> None:
        self.events.append(("text", delta))

    def withdrawn(self) -> None:
        self.events.append(("withdrawn", ""))


class Course:
    def __init__(self, *, rasa: FakeRasa | None = None, deadline_s: float = 5.0) -> None:
        self.records = FakeRecords()
        self.rasa = rasa or FakeRasa()
        self.ended: list[Ended] = []
        self.turns = Turns(
            records=self.records,
            rasa=self.rasa,
            deadline_s=deadline_s,
            on_ended=lambda ended, took_s: self.ended.append(ended),
        )


async def test_answer_is_told_kept_and_counted() -> None:
    course, told = Course(), Told()
    reply = await course.turns.answer(turn(), listener=told)
    assert (reply.turn_id, reply.speech, reply.understood.intent) == ("turn-1", FOUND.speech, "product_search")
    assert reply.understood.query == FOUND.query
    assert told.events == [("accepted", "turn-1"), ("text", FOUND.text)]
    assert course.records.stages[0].keys() == {"nlu", "action", "render"}
    assert [ended.outcome for ended in course.ended] == ["answered"]


async def test_same_request_is_replayed_without_asking_rasa_again() -> None:
    course, told = Course(), Told()
    first = await course.turns.answer(turn())
    assert await course.turns.answer(turn(), listener=told) == first
    assert len(course.rasa.asked) == 1
    assert told.events == [("accepted", "turn-1"), ("text", FOUND.text)]
    assert [ended.outcome for ended in course.ended] == ["answered", "replayed"]


@pytest.mark.parametrize("reason", ["down", "slow", "empty", "status_500", "malformed"])
async def test_silent_rasa_becomes_an_apology_that_claims_nothing(reason: str) -> None:
    course = Course()
    course.rasa.error = DialogueUnavailable(reason=reason)
    reply = await course.turns.answer(turn())
    assert reply.speech.startswith("Sorry")
    assert (reply.understood.intent, reply.understood.confidence) == ("out_of_scope", 0.0)
    assert reply.products is None
    assert [failure.reason for failure in course.records.failures] == [reason]
    assert [(ended.outcome, ended.failure) for ended in course.ended] == [("failed", reason)]


async def test_failed_request_may_be_asked_again() -> None:
    course = Course()
    course.rasa.error = DialogueUnavailable(reason="down")
    await course.turns.answer(turn())
    course.rasa.error = None
    assert (await course.turns.answer(turn())).speech == FOUND.speech


async def test_apology_of_an_action_is_told_but_not_kept() -> None:
    course = Course(rasa=FakeRasa(APOLOGY, failure="CatalogUnavailable"))
    reply = await course.turns.answer(turn())
    assert reply.speech == APOLOGY.speech
    assert [failure.reason for failure in course.records.failures] == ["CatalogUnavailable"]
    assert [(ended.outcome, ended.failure) for ended in course.ended] == [("failed", "CatalogUnavailable")]


async def test_rasa_gets_what_is_left_of_the_deadline() -> None:
    course = Course(deadline_s=2.0)
    await course.turns.answer(turn())
    assert 1.5 < course.rasa.timeouts_s[0] <= 2.0 - RECORDING_S


async def test_busy_conversation_is_waited_for_until_the_deadline() -> None:
    course = Course(deadline_s=0.3)
    course.records.busy = True
    with pytest.raises(TurnInProgress):
        await course.turns.answer(turn())
    assert [ended.outcome for ended in course.ended] == ["refused"]


async def test_turn_starts_as_soon_as_the_conversation_is_free() -> None:
    course = Course()
    course.records.busy = True
    waiting = asyncio.create_task(course.turns.answer(turn()))
    await course.records.claimed.wait()
    course.records.busy = False
    assert (await waiting).speech == FOUND.speech


async def test_hanging_database_is_not_waited_for() -> None:
    course = Course(deadline_s=0.3)
    course.records.hang = True
    with pytest.raises(AssistantUnavailable):
        await course.turns.answer(turn())
    assert [(ended.outcome, ended.failure) for ended in course.ended] == [("unavailable", "overdue")]


@pytest.mark.parametrize(
    ("error", "outcome", "failure"),
    [
        (AssistantUnavailable(reason="database"), "unavailable", "database"),
        (RequestIdReused(request_id="r1"), "refused", None),
    ],
)
async def test_errors_reach_the_channel_and_are_counted(error: Exception, outcome: str, failure: str | None) -> None:
    course = Course()
    course.records.error = error
    with pytest.raises(type(error)):
        await course.turns.answer(turn())
    assert [(ended.outcome, ended.failure) for ended in course.ended] == [(outcome, failure)]


async def test_turn_taken_over_meanwhile_does_not_answer_twice() -> None:
    course = Course()
    course.records.taken_over = True
    with pytest.raises(TurnInProgress):
        await course.turns.answer(turn())


async def test_turn_goes_on_when_its_caller_leaves() -> None:
    course = Course()
    course.records.busy = True
    caller = asyncio.create_task(course.turns.answer(turn()))
    await course.records.claimed.wait()
    caller.cancel()
    course.records.busy = False
    await course.turns.finish()
    assert [ended.outcome for ended in course.ended] == ["answered"]


async def test_card_number_is_heard_by_nobody() -> None:
    course = Course()
    await course.turns.answer(turn("charge 4242 4242 4242 4242 please"))
    await course.turns.answer(turn("charge four two four two 4242 4242 4242 please", request_id="r2"))
    assert [asked.text for asked, _ in course.rasa.asked] == ["charge [card number] please"] * 2
    assert "4242" not in str(course.ended)


async def test_card_number_is_refused_aloud_and_the_rest_is_answered() -> None:
    course = Course()
    reply = await course.turns.answer(turn("jackets, and charge 4242 4242 4242 4242"))
    assert reply.speech.startswith("I don't take card numbers")
    assert reply.speech.endswith(FOUND.speech)
    assert reply.products == FOUND.products
    assert (await course.turns.answer(turn("jackets", request_id="r2"))).speech == FOUND.speech


async def test_nothing_but_a_card_number_is_told_how_to_pay() -> None:
    course = Course()
    course.rasa.answer = replace(course.rasa.answer, intent="out_of_scope")
    reply = await course.turns.answer(turn("4242424242424242"))
    assert "by a link" in reply.speech
    assert FOUND.speech not in reply.speech

"""Sentences told before their turn is over: in order, in the end the reply's own text, and never of another turn."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.grounding.grounded import grounded
from actions.grounding.speaker import Grounds, Matter, Question, Said
from assistant.ahead import MOST_CHARACTERS, MOST_SENTENCES, Ahead, Pieces, TellingSpeaker, telling
from assistant.dialogue import DialogueAnswer
from assistant.errors import DialogueUnavailable
from assistant.turns import Ended, Turns
from shop.reply import Answer
from shop.turn import Turn
from tests.unit.fake_services import fake_services
from tests.unit.fakes import FOUND, FakeRasa, FakeRecords, turn

FIRST, SECOND = "The Stormcoat keeps out rain for hours.", "It is $25.50 cheaper than the Fellwind."
STANDING = Answer(speech=f"{FIRST} {SECOND} Shall I add it?", text=f"{FIRST} {SECOND}\n• $74.99")
QUESTION = Question(
    text="which one for rain", matter=Matter.PRODUCTS, turn_id="turn-1", conversation_id=None, is_heard=False
)


class Told:
    """Everything that a listener heard, and what a screen that follows it shows by now."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.shown = ""

    def accepted(self, turn_id: str) -> None:
        self.events.append("accepted")

    def text(self, delta: str) -> None:
        self.events.append("text")
        self.shown += delta

    def withdrawn(self) -> None:
        self.events.append("withdrawn")
        self.shown = ""


class ScriptedSpeaker:
    """Says its sentences one after the other, and comes to an end with all of them or with nothing."""

    def __init__(self, *sentences: str, stands: bool = True) -> None:
        self._sentences = sentences
        self._stands = stands

    async def speak(
        self, question: Question, grounds: Grounds, *, on_sentence: Callable[[str], None] | None = None
    ) -> Said | None:
        for sentence in self._sentences:
            if on_sentence:
                on_sentence(sentence)
            await asyncio.sleep(0)
        said = " ".join(self._sentences)
        return Said(text=said, speech=said) if self._stands else None


class SpeakingRasa(FakeRasa):
    """Has a speaker say something in the course of the turn, as an action does; `seen` is what was told by then."""

    def __init__(self, speaker: TellingSpeaker, told: Told, answer: Answer = STANDING) -> None:
        super().__init__(answer)
        self._speaker = speaker
        self._told = told
        self.seen = ""

    async def ask(
        self, turn: Turn, *, turn_id: str, traceparent: str | None, timeout_s: float, is_listened_to: bool = False
    ) -> DialogueAnswer:
        await self._speaker.speak(replace(QUESTION, turn_id=turn_id), Grounds())
        self.seen = self._told.shown
        return await super().ask(
            turn, turn_id=turn_id, traceparent=traceparent, timeout_s=timeout_s, is_listened_to=is_listened_to
        )


class Course:
    def __init__(self, *sentences: str, answer: Answer = STANDING, at_another: bool = False) -> None:
        self.told = Told()
        ahead = Ahead()
        speaker = TellingSpeaker(ScriptedSpeaker(*sentences), Ahead() if at_another else ahead)
        self.rasa = SpeakingRasa(speaker, self.told, answer)
        self.ended: list[Ended] = []
        self.turns = Turns(
            records=FakeRecords(),
            rasa=self.rasa,
            deadline_s=5.0,
            on_ended=lambda ended, _: self.ended.append(ended),
            ahead=ahead,
        )


async def test_sentences_are_told_before_the_turn_is_over_and_the_rest_with_its_end() -> None:
    course = Course(FIRST, SECOND)
    reply = await course.turns.answer(turn(), listener=course.told)
    assert course.rasa.seen == f"{FIRST} {SECOND}"
    assert course.told.events == ["accepted", "text", "text", "text"]
    assert course.told.shown == reply.text == STANDING.text


@pytest.mark.parametrize("listened_to", [True, False])
async def test_rasa_is_told_whether_anybody_listens_to_the_turn(listened_to: bool) -> None:
    course = Course(FIRST)
    await course.turns.answer(turn(), listener=course.told if listened_to else None)
    assert course.rasa.listened_to == [listened_to]


async def test_a_reply_that_says_something_else_takes_back_what_was_told() -> None:
    course = Course(FIRST, SECOND, answer=FOUND)
    reply = await course.turns.answer(turn(), listener=course.told)
    assert course.rasa.seen == f"{FIRST} {SECOND}"
    assert course.told.events == ["accepted", "text", "text", "withdrawn", "text"]
    assert course.told.shown == reply.text == FOUND.text


async def test_an_apology_takes_it_back_too() -> None:
    course = Course(FIRST)
    course.rasa.error = DialogueUnavailable(reason="slow")
    reply = await course.turns.answer(turn(), listener=course.told)
    assert course.told.shown == reply.text
    assert FIRST not in reply.text


async def test_the_same_request_again_is_told_the_same_text_whole() -> None:
    course, again = Course(FIRST, SECOND), Told()
    first = await course.turns.answer(turn(), listener=course.told)
    assert await course.turns.answer(turn(), listener=again) == first
    assert again.events == ["accepted", "text"]
    assert again.shown == course.told.shown


async def test_where_another_gateway_ran_the_action_the_answer_is_told_whole() -> None:
    course = Course(FIRST, SECOND, at_another=True)
    reply = await course.turns.answer(turn(), listener=course.told)
    assert course.rasa.seen == ""
    assert course.told.events == ["accepted", "text"]
    assert course.told.shown == reply.text


async def test_nobody_has_to_listen() -> None:
    course = Course(FIRST, SECOND)
    assert (await course.turns.answer(turn())).text == STANDING.text


async def test_two_turns_at_once_hear_each_its_own() -> None:
    ahead, one, other = Ahead(), Told(), Told()
    with ahead.listened("one", one.text), ahead.listened("other", other.text):
        ahead.tell("one", FIRST)
        ahead.tell("other", SECOND)
        ahead.tell("a third", "Nobody hears this.")
    assert (one.shown, other.shown) == (FIRST, SECOND)


async def test_what_comes_after_the_end_of_a_turn_is_heard_by_nobody() -> None:
    ahead, told, again = Ahead(), Told(), Told()
    with ahead.listened("one", told.text):
        pass
    ahead.tell("one", FIRST)
    assert told.shown == ""
    # A run that was given up may end while another run of the same turn is listened to.
    given_up = ahead.listened("one", told.text)
    given_up.__enter__()
    with ahead.listened("one", again.text):
        given_up.__exit__(None, None, None)
        ahead.tell("one", SECOND)
    assert (told.shown, again.shown) == ("", SECOND)


def test_only_so_much_is_told_ahead_and_in_order() -> None:
    told = Told()
    pieces = Pieces(told)
    sentences = [f"Sentence {number}." for number in range(MOST_SENTENCES + 3)]
    for sentence in sentences:
        pieces.ahead(sentence)
    assert told.shown == " ".join(sentences[:MOST_SENTENCES])
    pieces.end(" ".join(sentences))
    assert told.shown == " ".join(sentences)


def test_nothing_is_told_after_a_sentence_that_was_too_long() -> None:
    told = Told()
    pieces = Pieces(told)
    for sentence in (FIRST, "long " * MOST_CHARACTERS, SECOND):
        pieces.ahead(sentence)
    assert told.shown == FIRST


@given(st.lists(st.text(max_size=30), max_size=20), st.text(max_size=200), st.booleans())
def test_in_the_end_all_pieces_are_the_text_of_the_reply(sentences: list[str], text: str, stands: bool) -> None:
    told = Told()
    pieces = Pieces(told)
    for sentence in sentences:
        pieces.ahead(sentence)
    final = f"{' '.join(sentences)}{text}" if stands else text
    pieces.end(final)
    assert told.shown == final


async def test_an_action_is_told_by_when_its_turn_has_to_be_answered() -> None:
    course = Course()
    await course.turns.answer(turn())
    await course.turns.answer(replace(turn(request_id="r2"), answer_by=1.0))
    (first, _), (second, _) = course.rasa.asked
    assert first.answer_by is not None
    assert second.answer_by == 1.0


async def test_only_a_speaker_that_is_there_is_listened_to() -> None:
    ahead, told, services = Ahead(), Told(), fake_services()
    assert telling(services, ahead) is services
    speaking = telling(replace(services, speaker=ScriptedSpeaker(FIRST)), ahead).speaker
    assert speaking is not None
    with ahead.listened("turn-1", told.text):
        await speaking.speak(QUESTION, Grounds())
    assert told.shown == FIRST


async def test_without_a_speaker_an_action_is_run_as_it_is() -> None:
    async def run(*_: object) -> list[dict[str, object]]:
        return []

    assert grounded("action_compare_products", run, fake_services()) is run

"""Sentences that are told before their turn is over, handed from the action that says them to who listens to the turn.

Both are in this process where Rasa asked this very gateway for the action. Where it asked another one nobody listens
there, and the answer is told whole, as any other is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from actions.grounding.speaker import Grounds, Question, Said, Speaker
from actions.services import Services
from webhooks.assistant import Listener

# What is beyond these comes with the end of the turn.
MOST_SENTENCES = 12
MOST_CHARACTERS = 2000

Hear = Callable[[str], None]


class Ahead:
    """As many are listened to as turns are under way, and none of them any longer."""

    def __init__(self) -> None:
        self._listening: dict[str, Hear] = {}

    @contextmanager
    def listened(self, turn_id: str, hear: Hear | None) -> Iterator[None]:
        """A turn that was given up and is run again is listened to by who runs it last."""
        if hear is None:
            yield
            return
        self._listening[turn_id] = hear
        try:
            yield
        finally:
            if self._listening.get(turn_id) is hear:
                del self._listening[turn_id]

    def tell(self, turn_id: str, sentence: str) -> None:
        if hear := self._listening.get(turn_id):
            hear(sentence)


class TellingSpeaker:
    """Speaks as another does, and lets be heard what of it is certain already."""

    def __init__(self, speaker: Speaker, ahead: Ahead) -> None:
        self._speaker = speaker
        self._ahead = ahead

    async def speak(self, question: Question, grounds: Grounds, *, on_sentence: Hear | None = None) -> Said | None:
        hear = on_sentence or partial(self._ahead.tell, question.turn_id)
        return await self._speaker.speak(question, grounds, on_sentence=hear)


def telling(services: Services, ahead: Ahead) -> Services:
    """The same services, whose speaker is heard while it speaks; where none is, nothing is told ahead."""
    if services.speaker is None:
        return services
    return replace(services, speaker=TellingSpeaker(services.speaker, ahead))


class Pieces:
    """What a listener is told of one turn: sentences ahead, and in the end whatever is missing of the reply."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._told = ""
        self._sentences = 0

    def ahead(self, sentence: str) -> None:
        piece = f" {sentence}" if self._told else sentence
        if not piece.strip() or self._sentences == MOST_SENTENCES or len(self._told) + len(piece) > MOST_CHARACTERS:
            # One that comes after another was left out would be told out of its place.
            self._sentences = MOST_SENTENCES
            return
        self._sentences += 1
        self._told += piece
        self._listener.text(piece)

    def end(self, text: str) -> None:
        """A reply that says something else takes back what was told."""
        if not text.startswith(self._told):
            self._listener.withdrawn()
            self._told = ""
        if rest := text[len(self._told) :]:
            self._listener.text(rest)

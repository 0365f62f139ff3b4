"""One conversation: what Rasa tracks of it, and how its latest turn was answered."""

from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker


class Conversation(DialogueStateTracker):
    """The answer is kept with the state it led to, so that neither can be stored without the other.

    Should the answer be lost on its way, the turn comes again, and by then the conversation has moved on: "the second
    one" run twice would mean something else the second time.
    """

    answered: dict[str, Any] | None = None
    # How many turns have been kept, so that a turn written late is known to be late.
    turns: int = 0

    def answer_to(self, turn_id: str | None) -> dict[str, Any] | None:
        """What was said to this very turn, if it was the latest one."""
        if turn_id and self.answered and self.answered["turn_id"] == turn_id:
            return self.answered
        return None

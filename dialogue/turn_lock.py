"""One turn at a time in each conversation, and the next one without idling."""

from contextlib import AbstractAsyncContextManager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore

POLL_S = 0.02


class TurnLocks(InMemoryLockStore):
    """Rasa looks once a second whether the turn before has ended; somebody is waiting for the answer meanwhile."""

    def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = POLL_S,
    ) -> AbstractAsyncContextManager[TicketLock]:
        return super().lock(conversation_id, lock_lifetime, wait_time_in_seconds)

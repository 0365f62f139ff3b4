"""Conversations in Postgres: one bounded row each, and a lost database is never mistaken for a new conversation."""

import json
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted

from dialogue.conversation import Conversation
from dialogue.errors import ConversationsUnavailable, SettingMissing
from dialogue.hot_events import bounded, stored_form
from dialogue.postgres import Postgres

FEWEST_HOT_EVENTS = 12

FIND = "select state from dialogue_conversations where sender_id = %s"
# A server that hung runs what it was sent before, long after that was given up: such a turn must not undo a later one.
# The same turn may be written twice.
KEEP = """
insert into dialogue_conversations as kept (sender_id, state, updated_at) values (%s, %s, now())
on conflict (sender_id) do update set state = excluded.state, updated_at = excluded.updated_at
where coalesce((kept.state ->> 'turns')::bigint, 0) < (excluded.state ->> 'turns')::bigint
   or kept.state -> 'turns' = excluded.state -> 'turns'
      and kept.state -> 'answered' -> 'turn_id' = excluded.state -> 'answered' -> 'turn_id'
returning true
"""
LIST = "select coalesce(array_agg(sender_id), '{}') from dialogue_conversations"


class PostgresTrackerStore(TrackerStore):
    """Reads a conversation once and writes it once per turn."""

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        *,
        hot_events: int = 30,
        deadline_s: float = 3.0,
        **_ignored: Any,
    ) -> None:
        if not host:
            raise SettingMissing(name="AISLE_DATABASE_URL")
        super().__init__(domain, event_broker)
        self._postgres = Postgres(host, deadline_s=deadline_s)
        self._hot_events = max(hot_events, FEWEST_HOT_EVENTS)

    async def retrieve(self, sender_id: str) -> Conversation | None:
        if (row := await self._postgres.row(FIND, (sender_id,))) is None:
            return None
        conversation = Conversation.from_dict(sender_id, row[0]["events"], self.domain.slots)
        conversation.answered = row[0].get("answered")
        conversation.turns = row[0].get("turns", 0)
        return conversation

    async def save(self, tracker: Conversation) -> None:
        kept = [stored_form(event) for event in bounded(tracker, keep=self._hot_events)]
        state = {"events": kept, "answered": tracker.answered, "turns": tracker.turns + 1}
        if await self._postgres.row(KEEP, (tracker.sender_id, json.dumps(state))) is None:
            raise ConversationsUnavailable(reason="another turn was kept meanwhile")
        tracker.turns += 1

    def init_tracker(self, sender_id: str) -> Conversation:
        return Conversation(sender_id, self.domain.slots)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> Conversation:  # noqa: FBT001, FBT002 - Rasa's signature
        """A conversation begins in memory; its first turn writes it."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def keys(self) -> Iterable[str]:
        row = await self._postgres.row(LIST, ())
        return row[0] if row else []

    def close(self) -> None:
        self._postgres.close()

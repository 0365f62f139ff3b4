"""Conversations outlive restarts, stay small and wordless, and a lost database is never an empty one."""

import asyncio
import os
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import psycopg2
import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered

from dialogue.errors import ConversationsUnavailable, SettingMissing
from dialogue.tracker_store import PostgresTrackerStore

DOMAIN = Domain.load(str(Path(__file__).parent.parent.parent / "domain.yml"))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PostgresTrackerStore]:
    store = PostgresTrackerStore(DOMAIN, database_url, hot_events=20)
    yield store
    store.close()


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


def say(tracker, text: str, **slots: object) -> None:
    for event in (
        UserUttered(text, {"name": "product_search", "confidence": 0.9}),
        ActionExecuted("action_search_products"),
        *(SlotSet(name, value) for name, value in slots.items()),
        ActionExecuted("action_listen"),
    ):
        tracker.update(event)


async def begun(store: PostgresTrackerStore, sender: str):
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event)
    return tracker


async def answered(store: PostgresTrackerStore, sender: str, turn_id: str, **slots: object):
    """The conversation as it stands and one turn more, not written yet."""
    tracker = await store.retrieve(sender)
    say(tracker, "yes", **slots)
    tracker.answered = {"turn_id": turn_id, "messages": [], "intent": {}}
    return tracker


def in_database(url: str, statement: str, *parameters: object) -> list[tuple]:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


async def test_a_conversation_survives_a_restart(store: PostgresTrackerStore, database_url: str, sender: str):
    tracker = await begun(store, sender)
    say(tracker, "rain jackets", query={"text": "rain jacket"}, shown_products=[{"id": "p1", "variant_id": "v1"}])
    await store.save(tracker)
    another = PostgresTrackerStore(DOMAIN, database_url)
    read = await another.retrieve(sender)
    another.close()
    assert read is not None
    assert read.get_slot("query") == {"text": "rain jacket"}
    assert read.get_slot("shown_products") == [{"id": "p1", "variant_id": "v1"}]
    assert read.latest_message.intent["name"] == "product_search"


async def test_an_unknown_sender_has_no_conversation_and_leaves_none(
    store: PostgresTrackerStore, database_url: str, sender: str
):
    assert await store.retrieve(sender) is None
    await store.get_or_create_tracker(sender)
    assert in_database(database_url, "select 1 from dialogue_conversations where sender_id = %s", sender) == []


async def test_the_row_stays_small_and_wordless_over_a_long_conversation(
    store: PostgresTrackerStore, database_url: str, sender: str
):
    sizes = []
    tracker = await begun(store, sender)
    for number in range(60):
        say(tracker, f"canary {number}", query={"text": "rain jacket"})
        await store.save(tracker)
        tracker = await store.retrieve(sender)
        [(state,)] = in_database(
            database_url, "select state::text from dialogue_conversations where sender_id = %s", sender
        )
        assert "canary" not in state
        sizes.append(len(state))
    assert max(sizes[30:]) <= 1.05 * max(sizes[:30])


async def test_a_server_that_restarted_costs_no_turn(store: PostgresTrackerStore, database_url: str, sender: str):
    tracker = await begun(store, sender)
    await store.save(tracker)
    in_database(
        database_url,
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and query like %s",
        "%dialogue_conversations%",
    )
    assert await store.retrieve(sender) is not None


async def test_a_turn_that_is_written_late_does_not_undo_a_later_one(store: PostgresTrackerStore, sender: str):
    """As when the server hung: it runs what it was sent once it goes on, although nobody waits for that any more."""
    await store.save(await begun(store, sender))
    late = await answered(store, sender, "t1", query={"text": "late"})
    await store.save(await answered(store, sender, "t1", query={"text": "first"}))
    await store.save(await answered(store, sender, "t2", query={"text": "second"}))
    with pytest.raises(ConversationsUnavailable):
        await store.save(late)
    kept = await store.retrieve(sender)
    assert kept is not None
    assert kept.get_slot("query") == {"text": "second"}
    assert kept.answer_to("t2") is not None


async def test_a_turn_may_be_written_twice_but_not_in_place_of_another(store: PostgresTrackerStore, sender: str):
    await store.save(await begun(store, sender))
    first, same, other = [
        await answered(store, sender, turn_id, query={"text": turn_id}) for turn_id in ("t1", "t1", "t2")
    ]
    await store.save(first)
    await store.save(same)
    with pytest.raises(ConversationsUnavailable):
        await store.save(other)
    assert (await store.retrieve(sender)).answer_to("t1") is not None


async def test_a_lost_database_fails_aloud_and_is_found_again(database_url: str, sender: str, tmp_path: Path):
    [folder] = parse_qs(urlsplit(database_url).query)["host"]
    link = tmp_path / "s"
    link.symlink_to(folder)
    store = PostgresTrackerStore(DOMAIN, database_url.replace(quote(folder, safe=""), quote(str(link), safe="")))
    tracker = await begun(store, sender)
    say(tracker, "rain jackets", query={"text": "rain jacket"})
    await store.save(tracker)
    link.unlink()
    store.close()
    with pytest.raises(ConversationsUnavailable):
        await store.retrieve(sender)
    with pytest.raises(ConversationsUnavailable):
        await store.get_or_create_tracker(sender)
    with pytest.raises(ConversationsUnavailable):
        await store.save(tracker)
    link.symlink_to(folder)
    read = await store.retrieve(sender)
    store.close()
    assert read is not None
    assert read.get_slot("query") == {"text": "rain jacket"}


async def test_a_frozen_database_fails_in_time_and_lets_other_work_go_on(sender: str):
    async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(never_answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    store = PostgresTrackerStore(DOMAIN, f"postgresql://aisle@127.0.0.1:{port}/aisle", deadline_s=0.3)
    started = time.monotonic()
    waiting = asyncio.create_task(store.retrieve(sender))
    beats = 0
    while not waiting.done():
        beats += 1
        await asyncio.sleep(0.01)
    with pytest.raises(ConversationsUnavailable, match=r"within 0\.3 s"):
        await waiting
    server.close()
    assert time.monotonic() - started < 2
    assert beats > 10


async def test_more_turns_at_once_than_connections_all_get_through(store: PostgresTrackerStore):
    senders = [uuid.uuid4().hex for _ in range(40)]

    async def one(sender: str) -> bool:
        tracker = await begun(store, sender)
        say(tracker, "hello", query={"text": sender})
        await store.save(tracker)
        read = await store.retrieve(sender)
        return read is not None and read.get_slot("query") == {"text": sender}

    assert all(await asyncio.gather(*map(one, senders)))
    assert set(senders) <= set(await store.keys())


def test_a_store_without_a_database_is_no_store():
    with pytest.raises(SettingMissing):
        PostgresTrackerStore(DOMAIN, os.environ.get("NO_SUCH_VARIABLE"))

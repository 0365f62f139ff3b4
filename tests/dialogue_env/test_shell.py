"""What a talk in the terminal tells the actions of each turn."""

import asyncio
import io
from types import SimpleNamespace
from typing import Any

import pytest

from dialogue import shell


class Listening:
    """An agent that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.action_endpoint = SimpleNamespace(close=self._close)
        self.tracker_store = SimpleNamespace(close=lambda: None)

    async def handle_message(self, message: Any) -> None:
        self.heard.append(message)

    async def _close(self) -> None: ...


def test_whoever_talks_in_the_terminal_may_order_there(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = Listening()
    monkeypatch.setattr("sys.stdin", io.StringIO("check out\nyes\n"))
    asyncio.run(shell._talk(agent, conversation="talk", shopper="ann"))
    assert [message.text for message in agent.heard] == ["check out", "yes"]
    assert {(message.metadata["buying"], message.metadata["shopper_id"]) for message in agent.heard} == {
        ("here", "ann")
    }

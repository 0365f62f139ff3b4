"""Runs a test under the product's own logging and hands over what was written."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from assistant.logs import configure_logs


class Written:
    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def named(self, event: str) -> list[dict[str, Any]]:
        return [logged for logged in self.events if logged["event"] == event]


@contextmanager
def captured_logs() -> Iterator[Written]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logs(level="info", stream=stream)
    try:
        yield Written(stream)
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()

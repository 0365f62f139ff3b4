"""Logs tell where something broke, and never what a shopper said."""

import logging

import structlog

from tests.logs import captured_logs


def _break(words: str) -> None:
    raise ValueError(words)


def test_errors_of_ours_and_of_libraries_lose_their_message() -> None:
    with captured_logs() as logs:
        for break_at in (structlog.get_logger("aisle.test"), logging.getLogger("some.library")):
            try:
                _break("canary street 7")
            except ValueError:
                break_at.exception("it_broke")
    assert "canary" not in logs.text
    for event in logs.named("it_broke"):
        assert event["error"] == "ValueError"
        assert event["raised_at"][-1].endswith("_break")
        assert event["level"] == "error"
    assert len(logs.named("it_broke")) == 2


def test_line_is_json_with_time_name_and_data() -> None:
    with captured_logs() as logs:
        structlog.get_logger("aisle.test").info("catalogue_loaded", products=3)
    (event,) = logs.events
    assert event.items() >= {"event": "catalogue_loaded", "products": 3, "logger": "aisle.test"}.items()
    assert event["timestamp"].endswith("Z")


def test_library_chatter_is_left_out() -> None:
    with captured_logs() as logs:
        logging.getLogger("aiohttp.client").info("canary")
        logging.getLogger("psycopg.pool").debug("canary")
    assert logs.text == ""

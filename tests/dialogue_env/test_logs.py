"""The log of the dialogue process holds no words of a shopper, of our own lines or of the libraries'."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path

from dialogue.logs import WordlessFormatter

PROJECT = Path(__file__).parent.parent.parent


def logged(name: str, *, wordless: bool = True) -> dict:
    formatter = WordlessFormatter()
    formatter.wordless = wordless
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    log = logging.Logger(name)  # noqa: LOG001 - one that no configuration reaches
    log.addHandler(handler)
    try:
        try:
            int("canary")
        except ValueError as exc:
            raise RuntimeError("canary") from exc
    except RuntimeError:
        log.exception("the shopper said canary" if name != "dialogue.channel" else "turn_failed")
    return json.loads(stream.getvalue())


def test_a_library_that_quotes_a_shopper_is_heard_without_the_quote():
    line = logged("rasa.core.processor")
    assert "canary" not in json.dumps(line)
    assert line["logger"] == "rasa.core.processor"
    assert [entry.split(" at ")[0] for entry in line["exceptions"]] == ["RuntimeError", "ValueError"]


def test_our_own_lines_keep_their_event_and_lose_the_text_of_the_error():
    line = logged("dialogue.channel")
    assert line["event"] == "turn_failed"
    assert "canary" not in json.dumps(line)


def test_a_start_that_fails_is_told_in_full():
    assert "canary" in logged("rasa.engine", wordless=False)["message"]


def test_rasa_is_quiet_even_where_it_prints_by_itself():
    script = (
        "from dialogue.logs import configure_logs; configure_logs().wordless = True\n"
        "import structlog, logging, warnings\n"
        "structlog.get_logger().debug('parsed', text='canary')\n"
        "structlog.get_logger().error('failed', user_text='canary')\n"
        "logging.getLogger('rasa.core').warning('canary'); logging.getLogger('rasa.core').info('canary')\n"
        "warnings.warn('canary')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=30
    )
    assert "canary" not in done.stdout + done.stderr
    assert "library_message" in done.stderr

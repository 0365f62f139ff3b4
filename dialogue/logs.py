"""Log lines of the dialogue process: JSON on standard error, quiet, and without anything a shopper said."""

import json
import logging
import sys
import traceback
from datetime import datetime, timezone
from typing import Any

import structlog

OURS = "dialogue"
EXTRAS = ("turn_id", "reason", "port", "seconds")


class WordlessFormatter(logging.Formatter):
    """Prints messages of our own code only: those are constants, Rasa's and its libraries' may quote a shopper.

    Of an exception the types and the places are printed, never the texts, for the same reason. Until the first turn
    nobody has said anything, so a failing start is told in full.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wordless = False

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".", 1)[0] == OURS
        line: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours or not self.wordless else "library_message",
            "logger": record.name,
        }
        if not ours:
            line["at"] = f"{record.module}:{record.lineno}"
        line.update({name: vars(record)[name] for name in EXTRAS if vars(record).get(name) is not None})
        if record.exc_info and record.exc_info[1] is not None:
            line["exceptions"] = _without_words(record.exc_info[1])
            if not self.wordless:
                line["message"] = str(record.exc_info[1])
        return json.dumps(line)


def configure_logs() -> WordlessFormatter:
    """Send everything through one handler: our own lines from INFO on, those of libraries from ERROR on."""
    formatter = WordlessFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    # Rasa's pinned libraries are old and warn of it by the dozen; below ERROR, these lines go nowhere.
    logging.captureWarnings(capture=True)
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    logging.getLogger(OURS).setLevel(logging.INFO)
    # Rasa hands whole messages to structlog, which would print them all until told otherwise.
    structlog.configure(
        processors=[_event_name_only, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        cache_logger_on_first_use=True,
    )
    return formatter


def _event_name_only(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    return {"event": event.get("event", "")}


def _without_words(error: BaseException) -> list[str]:
    """The chain of causes, outermost first, as `type at module:line`."""
    chain: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < 8:
        frames = traceback.extract_tb(cause.__traceback__)
        where = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
        chain.append(f"{type(cause).__name__}{where}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return chain

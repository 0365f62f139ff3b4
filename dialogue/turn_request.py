"""What the gateway sends for one turn, checked field by field."""

import json
import re
from dataclasses import dataclass
from typing import Any

LARGEST_BODY = 16 * 1024
LONGEST_TEXT = 2000
SENDER = re.compile(r"[0-9a-f]{32}")
CONTROL_CHARACTERS = dict.fromkeys((*range(32), *range(127, 160)), " ")


class BadRequest(ValueError):
    """Caught by the channel, which answers 400 with the name of the offending field."""


@dataclass(frozen=True)
class TurnRequest:
    sender: str
    text: str
    metadata: dict[str, Any]

    @classmethod
    def from_json(cls, body: bytes) -> "TurnRequest":
        try:
            plain = json.loads(body)
        except (ValueError, RecursionError) as exc:
            raise BadRequest("body") from exc
        if not isinstance(plain, dict):
            raise BadRequest("body")
        return cls(
            sender=_sender(plain.get("sender")),
            text=_text(plain.get("text")),
            metadata=_metadata(plain.get("metadata")),
        )


def _sender(value: Any) -> str:
    if not isinstance(value, str) or SENDER.fullmatch(value) is None:
        raise BadRequest("sender")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadRequest("text")
    # Postgres stores neither a NUL nor half a surrogate pair, so neither may reach a slot.
    text = value.translate(CONTROL_CHARACTERS).encode("utf-8", "ignore").decode().strip()
    if not text:
        raise BadRequest("text")
    return text


def _metadata(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRequest("metadata")
    return value

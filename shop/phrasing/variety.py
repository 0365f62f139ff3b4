"""The same thing said in other words from turn to turn, and in the same words when a turn is repeated."""

from collections.abc import Sequence
from zlib import crc32


def pick(wordings: Sequence[str], turn_id: str) -> str:
    return wordings[crc32(turn_id.encode()) % len(wordings)]

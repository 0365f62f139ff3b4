"""A row of a catalogue file, wherever it came from: what it says and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`record` is None where the row could not be read, and `reason` says why.

    `line` is where it begins; documents without lines count their records.
    """

    line: int
    record: Mapping[str, object] | None
    reason: str = ""

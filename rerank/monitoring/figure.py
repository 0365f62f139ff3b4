"""One number of one day, and the names of those that are kept."""

from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    """The comment says what a figure's value is, and what `out_of` counts. A share is from 0 to 1."""

    TURNS = "turns"  # turns on a channel; conversations
    INTENTS = "intents"  # turns by intent; conversations
    FAILURES = "failures"  # turns without a real answer, by reason; turns
    STAGE_P50 = "stage_p50"  # milliseconds of a stage; turns
    STAGE_P95 = "stage_p95"
    TURN_P50 = "turn_p50"  # milliseconds of whole turns on a channel; turns
    TURN_P95 = "turn_p95"
    STALE_VECTORS = "stale_vectors"  # share of products whose vector is older than their text; products
    COVERAGE = "coverage"  # share of what can be bought that was shown within a week; products that can be bought
    GINI = "gini"  # how unevenly showing is spread over them; products that can be bought
    TOP_SHARE = "top_share"  # share of all showing that the most shown hundredth has; products that can be bought
    WHOLE_SESSIONS = "whole_sessions"  # share of a channel's sessions that tell who and when; sessions
    LATE = "late"  # share of a channel's events that came late; events
    DUPLICATES = "duplicates"  # share told twice; events
    REFUSED = "refused"  # share not kept, by reason; events
    DRIFT = "drift"  # stability index of a feature under the model in use; lists
    DRIFT_CERTAIN = "drift_certain"  # what is left of it beyond chance, where enough is known to tell; lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`channel` and `part` are empty where a figure is of all. `out_of` is what it was made from, and says how far."""

    name: Name
    value: float
    out_of: int
    channel: str = ""
    part: str = ""

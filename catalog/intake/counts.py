"""Whole numbers as tables write them: `1,200`, `12.0`, and `1.200` where a comma parts off the cents."""

import math
import re

_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?")


def count_in(text: str, *, decimal: str | None) -> int | None:
    """None where it is no number; `decimal` is the sign before fractions, if known."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if decimal == ",":
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "" if decimal or _GROUPED.fullmatch(plain) else ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    return int(number) if math.isfinite(number) else None

"""Whether the arms were seen by as many as they should: if not, whoever is missing makes every comparison worthless."""

import math
from collections.abc import Sequence

SURELY_UNEVEN = 0.001


def ratio_p(seen: Sequence[int], shares: Sequence[float]) -> float:
    """How likely so uneven a split would be by chance (chi-square); 1 where nobody has seen anything."""
    total, whole = sum(seen), sum(shares)
    if total == 0:
        return 1.0
    due = [total * share / whole for share in shares]
    off = sum((count - expected) ** 2 / expected for count, expected in zip(seen, due, strict=True))
    return _beyond(off, freedom=len(due) - 1)


def _beyond(off: float, *, freedom: int) -> float:
    """The upper tail of chi-square. By itself, since a gateway would wait half a second for scipy's at each start."""
    half = off / 2
    if freedom % 2:
        beyond, term, start = math.erfc(math.sqrt(half)), math.sqrt(half) / math.gamma(1.5), 1.5
    else:
        beyond, term, start = 0.0, 1.0, 1.0
    for step in range(freedom // 2):
        beyond += term * math.exp(-half)
        term *= half / (start + step)
    return beyond

"""Whether the arms were seen by as many as they should: if not, whoever is missing makes every comparison worthless."""

from collections.abc import Sequence

# Not `scipy.stats`: a gateway would start more than a second later for it.
from scipy.special import chdtrc

SURELY_UNEVEN = 0.001


def ratio_p(seen: Sequence[int], shares: Sequence[float]) -> float:
    """How likely so uneven a split would be by chance (chi-square); 1 where nobody has seen anything."""
    total, whole = sum(seen), sum(shares)
    if total == 0:
        return 1.0
    due = [total * share / whole for share in shares]
    off = sum((count - expected) ** 2 / expected for count, expected in zip(seen, due, strict=True))
    return float(chdtrc(len(due) - 1, off))

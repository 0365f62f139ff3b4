"""What was asked and then bought, read from a file and parted into what is learned and what is asked afterwards."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.training.errors import PairsUnusable

# One query in five is kept back, as many as it takes to tell a difference and as few as can be asked in a minute.
HELD_OUT_OF = 5
MOST_HELD_OUT = 1000
LEAST_HELD_OUT, LEAST_TRAINED = 30, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """`learned` are (query, product id), each once; `held_out` has the products bought for each query kept back.

    A query is in one of them only, however it is written; `unknown` products are no longer sold.
    """

    learned: tuple[tuple[str, str], ...]
    held_out: Mapping[str, frozenset[str]]
    unknown: int


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Lines of query<TAB>product id."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as exc:
        raise PairsUnusable(path=path, reason="it is not UTF-8") from exc
    return list(_read(path, lines))


def part(pairs: Iterable[tuple[str, str]], *, sold: frozenset[str], path: Path) -> Pairs:
    """By a hash of the query, so that every training keeps the same ones back."""
    once = list(dict.fromkeys((" ".join(query.lower().split()), product_id) for query, product_id in pairs))
    known = [pair for pair in once if pair[1] in sold]
    kept_back: dict[str, set[str]] = {}
    for query, product_id in known:
        if _place(query) % HELD_OUT_OF == 0:
            kept_back.setdefault(query, set()).add(product_id)
    asked = sorted(kept_back, key=_place)[:MOST_HELD_OUT]
    learned = tuple(pair for pair in known if pair[0] not in kept_back)
    if len(learned) < LEAST_TRAINED or len(asked) < LEAST_HELD_OUT:
        reason = (
            f"of {len(once)} pairs {len(known)} name products of the shop; {len(learned)} to learn from and"
            f" {len(asked)} queries to ask are left, and at least {LEAST_TRAINED} and {LEAST_HELD_OUT} are needed"
        )
        raise PairsUnusable(path=path, reason=reason)
    held_out = {query: frozenset(kept_back[query]) for query in asked}
    return Pairs(learned=learned, held_out=held_out, unknown=len(once) - len(known))


def _read(path: Path, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != 2 or not all(fields):
            raise PairsUnusable(path=path, reason=f"line {number} is not query<TAB>product id")
        yield fields[0], fields[1]


def _place(query: str) -> int:
    return int.from_bytes(hashlib.sha256(query.encode()).digest()[:8], "big")

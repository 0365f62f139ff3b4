"""What the shop promises: returns, shipping, price match, warranty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from catalog.connections import Connections
from shop.errors import ShopUnavailable

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("warranty", re.compile(r"\b(warrant\w*|guarantee\w*|broke|breaks?|defect\w*)\b")),
    ("price_match", re.compile(r"\b(price match\w*|match (the|a|their|your) price|cheaper elsewhere|beat)\b")),
    ("shipping", re.compile(r"\b(ship\w*|deliver\w*|postage)\b")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    kind: str
    title: str
    spoken: str
    facts: Mapping[str, Any]


def kind_asked_for(said: str) -> str:
    """Returns are what people mean when they name nothing else."""
    return next((kind for kind, pattern in KINDS if pattern.search(said.lower())), "returns")


class Policies:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def policy(self, kind: str) -> Policy | None:
        try:
            async with self._connections.connection() as connection:
                found = await connection.execute(
                    "select kind, title, spoken, facts from policies where kind = %s", [kind]
                )
                row = await found.fetchone()
        except (psycopg.OperationalError, PoolTimeout) as exc:
            raise ShopUnavailable from exc
        return None if row is None else Policy(kind=row[0], title=row[1], spoken=row[2], facts=row[3])

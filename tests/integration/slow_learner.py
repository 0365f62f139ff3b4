"""A process that learns so slowly that it can be killed in the middle of it; it is told the database."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from psycopg_pool import AsyncConnectionPool

from assistant.learning import alone, learning_for, teaching_for
from rerank.learning.learning import NoLineage
from rerank.ranking.lessons import Lessons
from tests.unit.learning.school import lessons


async def _told(since: datetime, until: datetime) -> Lessons:
    return lessons()


def _for_ever(told: Lessons) -> NoReturn:
    while True:
        time.sleep(0.1)


async def main(database_url: str) -> None:
    async with alone(database_url), AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool:
        teaching = teaching_for(pool, lessons=_told, lineage=NoLineage(), train=_for_ever)
        learning = learning_for(pool, teaching, window=timedelta(days=90), now=lambda: datetime.now(UTC))
        await learning.once(asked_by="test")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))

"""One try at learning in a process of its own, as the worker starts it: `python -m assistant.learning_run schedule`."""

import asyncio
import os
import resource
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from pydantic import ValidationError

from assistant import settings_told
from assistant.background_settings import BackgroundSettings
from assistant.database import Pool
from assistant.learning import alone, learning_for, lineage_for, teaching_for
from assistant.learning_lessons import lessons_of
from assistant.learning_settings import LearningSettings
from assistant.logs import configure_logs
from rerank.learning.errors import AlreadyLearning
from rerank.learning.learning import Learned, Tell

CANNOT_START = 2
NICENESS = 10
STATEMENT_TIMEOUT_S = 600.0
MEGABYTE = 2**20

logger = structlog.get_logger(__name__)


async def learn(database_url: str, settings: LearningSettings, *, asked_by: str, tell: Tell | None = None) -> Learned:
    """Raises AlreadyLearning."""
    async with (
        alone(database_url),
        Pool(database_url, name="learning", most=2, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool,
    ):
        lineage = lineage_for(settings, settings.state_folder)
        teaching = teaching_for(pool, lessons=lessons_of(pool), lineage=lineage)
        window = timedelta(days=settings.learning_window_days)
        learning = learning_for(
            pool,
            teaching,
            window=window,
            now=lambda: datetime.now(UTC),
            most_doubted=settings.learning_most_doubted,
        )
        return await learning.once(asked_by=asked_by, tell=tell)


def main(arguments: list[str]) -> int:
    try:
        settings = BackgroundSettings()
    except ValidationError as exc:
        sys.stderr.write("".join(f"{each}\n" for each in settings_told.told(exc)))
        return CANNOT_START
    configure_logs(level=settings.log_level)
    stay_modest(settings.learning_memory_mb)
    try:
        asyncio.run(learn(settings.database, settings, asked_by=" ".join(arguments) or "command"))
    except AlreadyLearning:
        logger.info("already_learning")
    return 0


def stay_modest(memory_mb: int) -> None:
    """Shoppers come first; and who asks for more memory than that ends, not the shop."""
    os.nice(NICENESS)
    with suppress(ValueError, OSError):  # where the system knows no such limit, or a lower one holds already
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * MEGABYTE, memory_mb * MEGABYTE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

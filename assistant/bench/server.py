"""The server on which catalogues for measuring stand, apart from the shop's."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.postgres_settings import memory_mb, settings_for
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings


@contextmanager
def bench_server(settings: SupervisorSettings, folder: StateFolder) -> Iterator[str]:
    """The server named by AISLE_DATABASE_URL, or one of its own with the shop's settings: the shop is not slowed."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    postgres = EmbeddedPostgres(folder.path / "bench" / "postgres", settings=settings_for(memory_mb()))
    with postgres.running() as url:
        yield url

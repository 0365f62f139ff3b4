"""The shop's database for a single command: the one in use, or the embedded one started for as long as it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.postgres_settings import memory_mb, settings_for
from assistant.schema import migrate
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.probes import require_fit_database
from assistant.supervisor.settings import SupervisorSettings


@contextmanager
def database_at_hand(settings: SupervisorSettings) -> Iterator[str]:
    """The URL of the migrated database."""
    folder = StateFolder(settings.state_folder)
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        require_fit_database(url)
        migrate(url)
        yield url
        return
    folder.prepare()
    postgres = EmbeddedPostgres(folder.postgres, settings=settings_for(memory_mb()))
    if folder.is_held():
        postgres.wait_until_ready()
        yield postgres.url
        return
    with folder.held(), postgres.running() as url:
        migrate(url)
        yield url

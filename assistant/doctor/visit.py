"""The whole round through an installation, in the order in which the parts stand on each other."""

import asyncio
from collections.abc import AsyncIterator

from assistant.doctor.accounts import look_at_accounts
from assistant.doctor.data import look_at_database
from assistant.doctor.environments import Environment, look_at_environment
from assistant.doctor.findings import Finding, fine, unknown
from assistant.doctor.installation import look_at_embedding, look_at_room, look_at_secrets, look_at_understanding
from assistant.doctor.language_model import look_at_language_model
from assistant.doctor.processes import look_at_ports, look_at_processes
from assistant.embedded_postgres import EmbeddedPostgres
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import ROOT, SupervisorSettings

GATEWAY = Environment(
    part="gateway environment",
    python=ROOT / ".venv" / "bin" / "python",
    requirements=ROOT / "requirements" / "gateway.txt",
    versions=("3.11", "3.12", "3.13"),
)


async def visit(settings: SupervisorSettings) -> AsyncIterator[Finding]:
    folder = StateFolder(settings.state_folder)
    dialogue = Environment(
        part="dialogue environment",
        python=settings.dialogue_python,
        requirements=ROOT / "dialogue" / "requirements.txt",
        versions=("3.10",),
    )
    for environment in (GATEWAY, dialogue):
        for finding in await asyncio.to_thread(_all_of, environment):
            yield finding
    for look in (look_at_room, look_at_secrets, look_at_embedding, look_at_understanding):
        for finding in look(folder):
            yield finding
    for finding in (*await look_at_accounts(), *await _visit_what_runs(settings, folder)):
        yield finding


async def _visit_what_runs(settings: SupervisorSettings, folder: StateFolder) -> list[Finding]:
    given = settings.database_url.get_secret_value() if settings.database_url else None
    url = given or EmbeddedPostgres(folder.postgres).url
    if folder.is_held():
        is_open = fine("shop", f"is open (process {folder.holder})")
        database = [*await look_at_database(url, settings), *await look_at_language_model(url)]
        return [*database, is_open, *await look_at_processes(settings, folder, url)]
    is_closed = unknown("shop", "is closed; `make up` opens it")
    if given:
        database = [*await look_at_database(given, settings), *await look_at_language_model(given)]
        return [*database, is_closed, *look_at_ports(settings)]
    asleep = unknown("database", "the embedded server runs only while the shop is open")
    return [asleep, *await look_at_language_model(None), is_closed, *look_at_ports(settings)]


def _all_of(environment: Environment) -> list[Finding]:
    return list(look_at_environment(environment))

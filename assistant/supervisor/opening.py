"""Opens the shop step by step, at once what can be done at once, and closes it in the opposite order."""

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.postgres_settings import memory_mb, settings_for
from assistant.schema import migrate
from assistant.supervisor.errands import run_errand
from assistant.supervisor.errors import MachineNotReady, StepFailed
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.keeper import Keeper
from assistant.supervisor.narrator import Narrator
from assistant.supervisor.probes import http_status, require_fit_database
from assistant.supervisor.program import Program
from assistant.supervisor.program_settings import require_usable_settings
from assistant.supervisor.programs import (
    OK,
    action_programs,
    dialogue_programs,
    environment_of,
    gateway_program,
    postgres_program,
    worker_program,
)
from assistant.supervisor.settings import SupervisorSettings

READY_TIMEOUT_S = 60.0
POLL_S = 0.1


@dataclass(frozen=True, kw_only=True)
class _Site:
    """Where the shop's data lies, and what its programs are told."""

    postgres: EmbeddedPostgres | None
    environment: dict[str, str]


class Shop:
    """One installation's programs."""

    def __init__(self, settings: SupervisorSettings, folder: StateFolder, narrator: Narrator) -> None:
        self._settings = settings
        self._folder = folder
        self._narrator = narrator
        self._site = _site(settings, folder)
        self._keepers: dict[str, Keeper] = {}

    def require_usable_settings(self) -> None:
        require_usable_settings(self._site.environment)

    async def open(self) -> None:
        """Return once the shop answers; whatever fails ends the rest and is raised alone."""
        if not self._settings.dialogue_python.exists():
            raise MachineNotReady(
                lacks="Rasa's Python environment (dialogue/.venv) is missing.",
                advice="`make up` makes it; it needs Python 3.10, or the network to fetch one.",
            )
        try:
            async with asyncio.TaskGroup() as group:
                database = group.create_task(self._open_database())
                embedding = group.create_task(self._errand("Embedding model", "embedding"))
                understanding = group.create_task(self._train(after=embedding))
                catalogue = group.create_task(self._fill_catalogue(after=[database, embedding]))
                group.create_task(self._open_dialogue(after=[database, understanding]))
                # Not before: it would embed the very products that the step before it embeds.
                group.create_task(self._open_worker(after=[catalogue]))
                group.create_task(self._open_gateway(after=[catalogue]))
        except BaseExceptionGroup as failures:
            raise _first(failures) from None
        await self._wait_until_it_answers()

    async def close(self) -> None:
        """First nobody new is let in, then those who serve go, and last the one who remembers."""
        serving = [name for name in self._keepers if name not in {"gateway", "Postgres"}]
        for names in (["gateway"], serving, ["Postgres"]):
            await asyncio.gather(*(self._keepers[name].close() for name in names if name in self._keepers))

    async def _open_database(self) -> None:
        url = self._site.environment["AISLE_DATABASE_URL"]
        if self._site.postgres is None:
            await asyncio.to_thread(require_fit_database, url)
        else:
            with self._narrator.step("Postgres"):
                await asyncio.to_thread(self._site.postgres.initialise)
                await self._keep(postgres_program(self._site.postgres))
        with self._narrator.step("Database schema"):
            await asyncio.to_thread(migrate, url)

    async def _train(self, *, after: asyncio.Task[None]) -> None:
        await after
        command = [str(self._settings.dialogue_python), "-m", "dialogue.train"]
        await self._run("Language understanding", command, log="train")

    async def _fill_catalogue(self, *, after: Iterable[asyncio.Task[None]]) -> None:
        await asyncio.gather(*after)
        await self._errand("Catalogue", "catalogue")

    async def _open_dialogue(self, *, after: Iterable[asyncio.Task[None]]) -> None:
        await asyncio.gather(*after)
        with self._narrator.step("Rasa"):
            programs = dialogue_programs(self._settings, self._site.environment)
            await asyncio.gather(*(self._keep(program) for program in programs))

    async def _open_gateway(self, *, after: Iterable[asyncio.Task[None]]) -> None:
        await asyncio.gather(*after)
        with self._narrator.step("Gateway"):
            programs = [gateway_program(self._settings, self._site.environment)]
            programs += action_programs(self._settings, self._site.environment)
            await asyncio.gather(*(self._keep(program) for program in programs))

    async def _open_worker(self, *, after: Iterable[asyncio.Task[None]]) -> None:
        await asyncio.gather(*after)
        with self._narrator.step("Worker"):
            await self._keep(worker_program(self._site.environment))

    async def _wait_until_it_answers(self) -> None:
        with self._narrator.step("Ready to answer"):
            try:
                async with asyncio.timeout(READY_TIMEOUT_S):
                    # Another process becomes ready; nothing in this one could be awaited for it.
                    while await http_status(self._settings.port, "/readyz", host=self._settings.local_host) != OK:  # noqa: ASYNC110
                        await asyncio.sleep(POLL_S)
            except TimeoutError:
                raise StepFailed(
                    step="Ready to answer",
                    reason=f"{self._settings.address}/readyz does not say so; `aisle doctor` looks at each part",
                    log=self._folder.log("gateway"),
                ) from None

    async def _keep(self, program: Program) -> None:
        log = self._folder.log(program.name.lower().replace(" ", "-"))
        keeper = self._keepers[program.name] = Keeper(program, log=log, tell=self._narrator.tell)
        await keeper.open()

    async def _errand(self, title: str, name: str) -> None:
        await self._run(title, [sys.executable, "-m", "assistant.preparation", name], log=name)

    async def _run(self, title: str, command: list[str], *, log: str) -> None:
        with self._narrator.step(title) as step:
            where = self._folder.log(log)
            await run_errand(title, command, environment=self._site.environment, log=where, step=step)


def _site(settings: SupervisorSettings, folder: StateFolder) -> _Site:
    secrets = folder.ensure_secrets(settings.given_secrets)
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
        return _Site(postgres=None, environment=environment_of(settings, database_url=url, secrets=secrets))
    postgres = EmbeddedPostgres(folder.postgres, settings=settings_for(memory_mb()))
    return _Site(postgres=postgres, environment=environment_of(settings, database_url=postgres.url, secrets=secrets))


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    first = failures.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first

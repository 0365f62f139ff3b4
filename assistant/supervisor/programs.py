"""The programs of an installation: what each is started with, and how one sees that it is ready."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.supervisor.probes import http_status, worker_beats
from assistant.supervisor.program import Program
from assistant.supervisor.settings import ROOT, SupervisorSettings

DIALOGUE_HEALTH = "/webhooks/aisle/health"
ACTION_HEALTH = "/health"
ACTIONS_ONLY = "--actions-only"
OK = 200


def environment_of(settings: SupervisorSettings, *, database_url: str, secrets: Mapping[str, str]) -> dict[str, str]:
    """What every program of ours is told, whatever the operator's shell said."""
    return {
        **secrets,
        "AISLE_DATABASE_URL": database_url,
        "AISLE_STATE_DIR": str(settings.state_folder),
        "AISLE_HOST": settings.host,
        "AISLE_PORT": str(settings.port),
        "AISLE_ACTION_PORT": str(settings.action_port),
        "AISLE_ACTION_PROCESSES": str(settings.action_processes),
        "AISLE_DIALOGUE_PORT": str(settings.dialogue_port),
        "AISLE_DIALOGUE_PROCESSES": str(settings.dialogue_processes),
        "PYTHONUNBUFFERED": "1",
    }


def postgres_program(postgres: EmbeddedPostgres) -> Program:
    async def is_ready(_since: datetime) -> bool:
        return await asyncio.to_thread(postgres.is_ready)

    return Program(
        name="Postgres",
        command=postgres.command,
        folder=postgres.socket_folder,
        ours=False,
        is_ready=is_ready,
        before_start=postgres.clear_the_way,
        user=postgres.system_user,
        stop_signal=signal.SIGINT,
        stop_timeout_s=20.0,
        ready_timeout_s=60.0,
    )


def gateway_program(settings: SupervisorSettings, environment: Mapping[str, str]) -> Program:
    return Program(
        name="gateway",
        command=[sys.executable, "-m", "assistant.serve"],
        folder=ROOT,
        environment=environment,
        is_ready=_answers(settings.port, "/healthz", host=settings.local_host),
    )


def action_programs(settings: SupervisorSettings, environment: Mapping[str, str]) -> list[Program]:
    """The processes that take actions off the gateway, which runs them itself where there are none."""
    return [
        Program(
            name=f"actions {number}",
            command=[sys.executable, "-m", "assistant.serve", ACTIONS_ONLY],
            folder=ROOT,
            environment={**environment, "AISLE_ACTION_PORT": str(port)},
            is_ready=_answers(port, ACTION_HEALTH),
        )
        for number, port in enumerate(settings.action_ports)
        if number
    ]


def dialogue_programs(settings: SupervisorSettings, environment: Mapping[str, str]) -> list[Program]:
    many = settings.dialogue_processes > 1
    return [
        Program(
            name=f"Rasa {number}" if many else "Rasa",
            command=[str(settings.dialogue_python), "-m", "dialogue.serve"],
            folder=ROOT,
            environment={**environment, "AISLE_DIALOGUE_PORT": str(port)},
            ours=False,
            is_ready=_answers(port, DIALOGUE_HEALTH),
        )
        for number, port in enumerate(settings.dialogue_ports)
    ]


def worker_program(environment: Mapping[str, str]) -> Program:
    async def is_ready(since: datetime) -> bool:
        return await worker_beats(environment["AISLE_DATABASE_URL"], since=since)

    return Program(
        name="worker",
        command=[sys.executable, "-m", "assistant.worker"],
        folder=ROOT,
        environment=environment,
        is_ready=is_ready,
    )


def _answers(port: int, path: str, *, host: str = "127.0.0.1") -> Callable[[datetime], Awaitable[bool]]:
    async def is_ready(_since: datetime) -> bool:
        return await http_status(port, path, host=host) == OK

    return is_ready

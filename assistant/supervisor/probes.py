"""Questions a supervisor asks from outside: does it answer, is the port free, is the database fit for us."""

import asyncio
import errno
import http.client
import socket
from collections.abc import Iterable
from datetime import datetime

import psycopg
from psycopg.conninfo import conninfo_to_dict

from assistant.supervisor.errors import DatabaseUnusable, PortNotToBeHad, PortTaken

TIMEOUT_S = 3.0
LAST_PORT = 65535
OLDEST_PGVECTOR = (0, 8)


async def http_status(port: int, path: str, *, host: str = "127.0.0.1") -> int | None:
    """The status of a GET, or nothing where nobody answers in time."""
    return await asyncio.to_thread(http_status_now, host, port, path)


async def in_development_mode(port: int, *, host: str) -> bool:
    """What the gateway says of itself: it may have been started in another environment than this one."""
    return await asyncio.to_thread(in_development_mode_now, host, port)


def in_development_mode_now(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/healthz")
        return b'"mode":"development"' in connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def http_status_now(host: str, port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def require_ports_apart(wanted: Iterable[tuple[str, int, str]]) -> None:
    """Each with its host and the setting that leads to it; our own programs must not want the same one."""
    taken: set[int] = set()
    for _, port, setting in wanted:
        if port in taken or port > LAST_PORT:
            raise PortNotToBeHad(port=port, setting=setting)
        taken.add(port)


def require_free_port(host: str, port: int, *, setting: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            if exc.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise PortTaken(host=host, port=port, setting=setting) from exc
            raise


def require_fit_database(url: str) -> None:
    """Whether the server behind `url` can be reached and has, or can get, a recent pgvector."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:  # it repeats the address, with the password in it
        raise DatabaseUnusable(
            reason="what AISLE_DATABASE_URL says is no address of a Postgres server",
            advice="Write postgresql://user:password@host:5432/database, and %40 for an @ within the password.",
        ) from None
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                "select coalesce((select extversion from pg_extension where extname = 'vector'),"
                " (select default_version from pg_available_extensions where name = 'vector'))"
            ).fetchone()
    except psycopg.Error as exc:
        raise DatabaseUnusable(
            reason=told_shortly(exc),
            advice="Check AISLE_DATABASE_URL and that its server runs, or leave it unset for the one that comes along.",
        ) from exc
    version = str(row[0]) if row and row[0] else None
    if version is None or tuple(int(part) for part in version.split(".")[:2]) < OLDEST_PGVECTOR:
        found = f"has only pgvector {version}" if version else "lacks the pgvector extension"
        raise DatabaseUnusable(
            reason=f"the server named by AISLE_DATABASE_URL {found}",
            advice="Install pgvector 0.8 or newer on it, or leave AISLE_DATABASE_URL unset.",
        )


def told_shortly(error: psycopg.Error) -> str:
    """Its first line, without the full stop: what follows there is a guess, or the same of another address."""
    lines = str(error).strip().splitlines()
    return " ".join(lines[0].removeprefix("connection failed:").split()).rstrip(".") if lines else type(error).__name__


async def worker_beats(url: str, *, since: datetime) -> bool:
    """Whether a worker has reported to the job queue since then."""
    try:
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=2) as connection:
            found = await connection.execute(
                "select 1 from procrastinate_workers where last_heartbeat >= %s limit 1", [since]
            )
            return await found.fetchone() is not None
    except psycopg.Error:
        return False

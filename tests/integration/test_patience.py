"""Over real connections: slow, endless and broken requests end soon, and each answer looks like every other."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
import uvicorn

from assistant.patience import MOST_HEADER_BYTES, Patience, PatientProtocol
from assistant.serve import Server
from tests.unit.public_shop import Shop
from webhooks.web.security import ALWAYS, security_headers

HEADERS_S = 0.4
BODY_S = 0.3
MOST = 10
SAYING = "POST /chat/messages HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/json\r\n"


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        return str(json.loads(self.body)["type"])


class Caller:
    """One connection, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def sends(self, text: str | bytes) -> None:
        self._writer.write(text.encode() if isinstance(text, str) else text)
        await self._writer.drain()

    async def hears(self, *, without_body: bool = False) -> Answer:
        head = (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), 5)).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])}
        length = 0 if without_body else int(headers.get("content-length", "0"))
        return Answer(status=int(head[0].split()[1]), headers=headers, body=await self._reader.readexactly(length))

    async def is_cut_off(self) -> bool:
        try:
            return await asyncio.wait_for(self._reader.read(), 5) == b""
        except ConnectionError:
            return True

    async def leaves(self) -> None:
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


@dataclass
class Open:
    shop: Shop
    port: int
    callers: list[Caller] = field(default_factory=list)

    async def caller(self) -> Caller:
        caller = Caller(*await asyncio.open_connection("127.0.0.1", self.port))
        self.callers.append(caller)
        return caller


@pytest.fixture
async def server() -> AsyncIterator[Open]:
    shop = Shop(body_timeout_s=BODY_S, turn_deadline_s=2)
    patience = Patience(
        most_connections=MOST, headers_s=HEADERS_S, body_s=BODY_S, headers=security_headers(https=False)
    )
    config = uvicorn.Config(shop.app, ws="none", lifespan="off", log_config=None, server_header=False)
    protocol: Any = partial(PatientProtocol, patience=patience)
    config.http = protocol
    listening = socket.create_server(("127.0.0.1", 0))
    running = Server(config)
    serving = asyncio.create_task(running.serve([listening]))
    opened = Open(shop, listening.getsockname()[1])
    yield opened
    for caller in opened.callers:
        await caller.leaves()
    running.should_exit = True
    await serving
    await shop.client.aclose()


def is_as_every_other(answer: Answer) -> bool:
    told = {name: answer.headers.get(name.lower()) for name in ALWAYS}
    return (
        told == ALWAYS
        and answer.headers["content-type"] == "application/problem+json"
        and answer.headers["connection"] == "close"
        and "server" not in answer.headers
    )


async def test_headers_that_dribble_are_cut_off_with_408(server: Open) -> None:
    caller = await server.caller()
    await caller.sends("GET /healthz HTTP/1.1\r\n")

    async def dribble() -> None:
        number = 0
        while True:
            number += 1
            await caller.sends(f"X-{number}: y\r\n")
            await asyncio.sleep(0.05)

    dribbling = asyncio.create_task(dribble())
    answer = await caller.hears()
    dribbling.cancel()
    assert (answer.status, answer.problem) == (408, "urn:aisle:problem:too_slow")
    assert is_as_every_other(answer)
    assert await caller.is_cut_off()


async def test_a_body_that_dribbles_is_cut_off_with_408(server: Open) -> None:
    caller = await server.caller()
    await caller.sends(f"{SAYING}Content-Length: 4000\r\n\r\n{{")
    answer = await caller.hears()
    assert (answer.status, answer.problem) == (408, "urn:aisle:problem:too_slow")
    assert is_as_every_other(answer)
    assert await caller.is_cut_off()
    assert server.shop.assistant.heard == []


async def test_who_connects_and_says_nothing_is_let_go(server: Open) -> None:
    caller = await server.caller()
    assert await caller.is_cut_off()


async def test_blank_lines_do_not_hold_a_connection(server: Open) -> None:
    caller = await server.caller()
    await caller.sends("GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n")
    assert (await caller.hears()).status == 200
    await caller.sends("\r\n")
    answer = await caller.hears()
    assert answer.status == 408
    assert await caller.is_cut_off()


async def test_endless_headers_are_refused(server: Open) -> None:
    caller = await server.caller()
    await caller.sends("GET /healthz HTTP/1.1\r\nX-Long: " + "y" * (MOST_HEADER_BYTES + 1))
    answer = await caller.hears()
    assert (answer.status, answer.problem) == (431, "urn:aisle:problem:headers_too_large")
    assert is_as_every_other(answer)


@pytest.mark.parametrize("size", [MOST_HEADER_BYTES + 1, 2 * MOST_HEADER_BYTES])
async def test_whole_headers_that_are_too_large_are_refused_like_endless_ones(server: Open, size: int) -> None:
    caller = await server.caller()
    await caller.sends(SAYING + "X-Long: " + "y" * size + "\r\nContent-Length: 2\r\n\r\n{}")
    answer = await caller.hears()
    assert (answer.status, answer.problem) == (431, "urn:aisle:problem:headers_too_large")
    assert is_as_every_other(answer)
    assert await caller.is_cut_off()
    assert server.shop.assistant.heard == []


async def test_long_headers_are_no_matter_up_to_the_limit(server: Open) -> None:
    caller = await server.caller()
    await caller.sends(
        "GET /healthz HTTP/1.1\r\nHost: shop.test\r\nX-Long: " + "y" * (MOST_HEADER_BYTES - 200) + "\r\n\r\n"
    )
    assert (await caller.hears()).status == 200


@pytest.mark.parametrize("sent", ["nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\x00 HTTP/1.1\r\n\r\n"])
async def test_what_is_no_http_is_a_problem_too(server: Open, sent: str) -> None:
    caller = await server.caller()
    await caller.sends(sent)
    answer = await caller.hears()
    assert (answer.status, answer.problem) == (400, "urn:aisle:problem:unreadable")
    assert is_as_every_other(answer)


async def test_w4_a_megabyte_is_too_large(server: Open) -> None:
    """Told before it is sent, or found out while it comes."""
    whole = b"x" * 1_000_000
    announced = await server.caller()
    await announced.sends(f"{SAYING}Content-Length: {len(whole)}\r\n\r\n")
    await announced.sends(whole)
    assert ((answer := await announced.hears()).status, answer.problem) == (413, "urn:aisle:problem:too_large")
    in_pieces = await server.caller()
    await in_pieces.sends(f"{SAYING}Transfer-Encoding: chunked\r\n\r\n")
    for start in range(0, len(whole), 50_000):
        await in_pieces.sends(b"c350\r\n" + whole[start : start + 50_000] + b"\r\n")
    assert (await in_pieces.hears()).status == 413
    assert server.shop.assistant.heard == []


async def test_an_answered_request_that_goes_on_sending_is_cut_off(server: Open) -> None:
    caller = await server.caller()
    await caller.sends(f"{SAYING}Content-Length: 900000\r\n\r\n")
    assert (await caller.hears()).status == 413
    assert await asyncio.wait_for(caller.is_cut_off(), 10)


async def test_a_connection_too_many_is_closed_and_room_is_found_again(server: Open) -> None:
    callers = [await server.caller() for _ in range(MOST)]
    one_more = await server.caller()
    await one_more.sends("GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n")
    assert await one_more.is_cut_off()
    for caller in callers:
        await caller.leaves()
    deadline = asyncio.get_running_loop().time() + 5
    while not await gets_in(server):
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.05)


async def gets_in(server: Open) -> bool:
    caller = await server.caller()
    try:
        await caller.sends("GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        return (await caller.hears()).status == 200
    except (asyncio.IncompleteReadError, ConnectionError):
        return False


async def test_many_requests_follow_each_other_on_one_connection(server: Open) -> None:
    caller = await server.caller()
    for _ in range(5):
        await caller.sends("GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        assert (await caller.hears()).status == 200
    await caller.sends("HEAD /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n")
    await caller.sends("GET /healthz HTTP/1.1\r\nHost: shop.test\r\n\r\n")
    head = await caller.hears(without_body=True)
    assert (head.status, head.headers["content-length"]) == (200, "15")
    assert (await caller.hears()).body == b'{"status":"ok"}'

"""The server itself: who asked what, and how the answer gets on its way or does not."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aiohttp import web

from tests.model_server import wire
from tests.model_server.asked import Asked, least
from tests.model_server.modes import Mode, said_instead

MODEL = "test-model"
DRIP_EVERY_S = 0.02
FLOOD = 65_536
BOMB_BYTES = 50_000_000
Answer = Mapping[str, Any] | str | Callable[[Asked], Any]
STATUSES = {
    Mode.BUSY: (429, {"Retry-After": "3600"}),
    Mode.FAILING: (500, {}),
    Mode.UNAUTHORISED: (401, {}),
    Mode.NO_SUCH_MODEL: (404, {}),
    Mode.REDIRECTING: (307, {"Location": "/elsewhere/chat/completions"}),
}
ONCE = {Mode.BUSY_ONCE: (429, {"Retry-After-Ms": "20"}), Mode.FAILING_ONCE: (500, {})}
UNKNOWN = {
    Mode.KNOWS_NO_SCHEMAS: lambda body: (body.get("response_format") or {}).get("type") == "json_schema",
    Mode.KNOWS_NO_FORMATS: lambda body: "response_format" in body,
    Mode.KNOWS_MAX_TOKENS: lambda body: "max_completion_tokens" in body,
}


@dataclass
class ModelServer:
    """`answers` by use, or by "" for any: a mapping, a string (told as it is), or what makes one of a request.

    `key`, once set, has to be shown. `pause_s` is how slow it is; `piece_pause_s` lies between the pieces of a stream.
    """

    mode: Mode = Mode.WELL
    answers: dict[str, Answer] = field(default_factory=dict)
    key: str | None = None
    pause_s: float = 30.0
    piece_pause_s: float = 0.0
    requests: list[Asked] = field(default_factory=list)
    elsewhere: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    port: int = 0
    _at_once: int = 0
    _runner: web.AppRunner | None = None
    _site: web.TCPSite | None = None
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def heard(self) -> str:
        """Everything anybody sent, headers included, for a look whether something should not have been in it."""
        return "\n".join(json.dumps([dict(each.headers), each.body]) for each in (*self.requests, *self.elsewhere))

    async def be(self, mode: Mode) -> None:
        self.mode = mode
        await self._stop_listening()
        if mode is not Mode.CLOSED:
            await self._listen()

    async def open(self, *, host: str = "127.0.0.1") -> None:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_post("/elsewhere/chat/completions", self._complete_elsewhere)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        self._host = host
        await self._listen()

    async def close(self) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _listen(self) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, self._host, self.port, reuse_address=True)
        await self._site.start()
        self.port = self.port or self._runner.addresses[0][1]

    async def _stop_listening(self) -> None:
        if self._site is not None:
            await self._site.stop()
            self._site = None

    async def _models(self, request: web.Request) -> web.StreamResponse:
        if self._is_unknown(request):
            return _error(401, {})
        if self.mode in STATUSES:
            return _error(*STATUSES[self.mode])
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def _complete_elsewhere(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        self.elsewhere.append(asked)
        return web.Response(text=wire.body(asked, self._content(asked), Mode.WELL), content_type="application/json")

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        self.requests.append(asked)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            with suppress(ConnectionError):
                return await self._answer(request, asked)
            return web.Response()
        finally:
            self._at_once -= 1

    async def _answer(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        if (refused := self._refused(request, asked)) is not None:
            return refused
        if self.mode in {Mode.DROPPING, Mode.CLOSED}:
            return _hang_up(request, web.Response())
        if self.mode is Mode.SLOW:
            await self._pass(self.pause_s)
        if self.mode is Mode.NO_JSON:
            return web.Response(text="<html><title>Welcome</title></html>", content_type="text/html")
        if self.mode is Mode.BOMB:
            headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
            return web.Response(body=await asyncio.to_thread(_bomb), headers=headers)
        return await self._tell(request, asked)

    def _refused(self, request: web.Request, asked: Asked) -> web.Response | None:
        if self._is_unknown(request):
            return _error(401, {})
        if self.mode in STATUSES:
            return _error(*STATUSES[self.mode])
        if self.mode in ONCE:
            status, self.mode = ONCE[self.mode], Mode.WELL
            return _error(*status)
        if (is_unknown := UNKNOWN.get(self.mode)) and is_unknown(asked.body):
            return _error(400, {})
        return None

    def _is_unknown(self, request: web.Request) -> bool:
        return self.key is not None and request.headers.get("Authorization") != f"Bearer {self.key}"

    async def _tell(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        kind = "text/event-stream" if asked.is_streamed else "application/json"
        response = web.StreamResponse(headers={"Content-Type": kind})
        if self.mode is Mode.HALF_BODY and not asked.is_streamed:
            response.content_length = 10_000_000
        await response.prepare(request)
        if self.mode is Mode.DROPPING_AFTER_HEADERS:
            return _hang_up(request, response)
        if self.mode is Mode.STALLING:
            await self._pass(self.pause_s)
            return response
        if self.mode in {Mode.DRIPPING, Mode.ENDLESS, Mode.ENDLESS_SPACES}:
            await self._go_on(response, asked)
            return response
        return await self._tell_whole(request, response, asked)

    async def _tell_whole(self, request: web.Request, response: web.StreamResponse, asked: Asked) -> web.StreamResponse:
        content = self._content(asked)
        pieces = list(
            wire.events(asked, content, self.mode) if asked.is_streamed else [wire.body(asked, content, self.mode)]
        )
        if self.mode in {Mode.DROPPING_MIDWAY, Mode.HALF_BODY}:
            half = "".join(pieces)
            await response.write(half[: len(half) // 2].encode())
            return _hang_up(request, response)
        for piece in pieces:
            await response.write(piece.encode())
            if self.piece_pause_s:
                await self._pass(self.piece_pause_s)
        await response.write_eof()
        return response

    async def _go_on(self, response: web.StreamResponse, asked: Asked) -> None:
        """Without end, or until whoever asked has gone."""
        start = "" if asked.is_streamed else '{"id": "1", "choices": [{"message": {"content": "'
        await response.write(start.encode())
        size = 1 if self.mode is Mode.DRIPPING else FLOOD
        if self.mode is Mode.ENDLESS_SPACES:
            piece = ": " + " " * size + "\n\n" if asked.is_streamed else " " * size
        else:
            piece = wire.piece_event(asked, "w" * size) if asked.is_streamed else "w" * size
        while not self._closing.is_set():
            await response.write(piece.encode())
            await self._pass(DRIP_EVERY_S if size == 1 else 0.0)

    def _content(self, asked: Asked) -> str:
        answer = self.answers.get(asked.use, self.answers.get(""))
        if callable(answer):
            answer = answer(asked)
        if isinstance(answer, str):
            return answer
        content = json.dumps(said_instead(self.mode, least(asked.schema) if answer is None else answer))
        return content[: len(content) // 2] if self.mode is Mode.HALF_JSON else content

    async def _pass(self, seconds: float) -> None:
        """Time, unless the server is closed meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()


@asynccontextmanager
async def running_model_server(
    mode: Mode = Mode.WELL, *, port: int = 0, answers: Mapping[str, Answer] | None = None
) -> AsyncIterator[ModelServer]:
    server = ModelServer(mode=mode, port=port, answers=dict(answers or {}))
    await server.open()
    if mode is Mode.CLOSED:
        await server.be(mode)
    try:
        yield server
    finally:
        await server.close()


async def _read(request: web.Request) -> Asked:
    return Asked(headers=request.headers.copy(), body=await request.json())


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(BOMB_BYTES), compresslevel=1)


def _hang_up(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return response


def _error(status: int, headers: Mapping[str, str]) -> web.Response:
    return web.json_response({"error": {"message": "no", "type": "x"}}, status=status, headers=headers)

"""Connections that carry a bounded, unpacked answer and follow no redirects, for the openai package to talk by."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2

# A long answer streamed token by token takes some hundred kilobytes; one that is longer has lost its way.
MOST_BYTES = 2_000_000
MOST_CONNECTIONS = 100
KEEP_ALIVE_S = 60.0
TELLTALE = "x-stainless-"


class AnswerUnfit(Exception):
    """It is packed, or without end: nothing of it is unpacked or kept."""


class BoundedClient(httpx2.AsyncClient):
    """A proxy named by the environment is used for what is outside, never for what stays in the shop's own network."""

    def __init__(self, *, timeout_s: float, is_own_network: bool) -> None:
        limits = httpx2.Limits(
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=MOST_CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_S,
        )
        super().__init__(timeout=timeout_s, limits=limits, follow_redirects=False, trust_env=not is_own_network)

    # Nobody has to know which system and which Python a shop runs on.
    async def send(self, request: httpx2.Request, *, stream: bool = False, **options: Any) -> httpx2.Response:
        for name in [name for name in request.headers if name.startswith(TELLTALE)]:
            del request.headers[name]
        response = await super().send(request, stream=True, **options)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise AnswerUnfit
        response.stream = _Bounded(response.stream)
        if not stream:
            await response.aread()
        return response


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for chunk in self._stream:
            read += len(chunk)
            if read > MOST_BYTES:
                raise AnswerUnfit
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()

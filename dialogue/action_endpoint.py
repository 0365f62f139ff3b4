"""The way from Rasa to the actions: to the least busy of their processes, by connections that are kept open."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from yarl import URL

DEFAULT_TIMEOUT_S = 10.0


@dataclass
class ActionServer:
    address: URL
    is_gateway: bool = False
    under_way: int = 0
    last_asked: int = 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1


class ActionEndpoint(EndpointConfig):
    """Speaks to action servers only; whatever is not a plain answer in time is an error and ends the turn.

    Each of `processes` listens on the port after the one before. One that nobody listens on is passed over: nothing
    was asked there yet, so nothing is done twice.
    """

    def __init__(self, configured: EndpointConfig, *, processes: int = 1) -> None:
        super().__init__(url=configured.url, headers=configured.headers, **configured.kwargs)
        self._timeout = aiohttp.ClientTimeout(total=float(configured.kwargs.get("timeout_s", DEFAULT_TIMEOUT_S)))
        self._session: aiohttp.ClientSession | None = None
        first = URL(configured.url)
        self.servers = [
            ActionServer(first.with_port((first.port or 0) + number), is_gateway=number == 0)
            for number in range(processes)
        ]
        self._calls = count(1)

    async def request(self, method: str = "post", *_: Any, json: Any = None, **_ignored: Any) -> Any:
        *others, last = self._in_order(json)
        for server in others:
            with suppress(aiohttp.ClientConnectorError):
                return await self._asked(server, method, json)
        return await self._asked(last, method, json)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _in_order(self, call: Any) -> list[ActionServer]:
        """The gateway that wants this turn itself, if it does, and then the least busy.

        Of those alike the gateway comes last, which has shoppers to answer too, and the others in turns: each process
        of Rasa knows of its own calls only, and all of them would ask the same one.
        """
        listener = _listener_of(call)

        def place(server: ActionServer) -> tuple[bool, int, bool, int]:
            return server.address.port != listener, server.under_way, server.is_gateway, server.last_asked

        return sorted(self.servers, key=place)

    async def _asked(self, server: ActionServer, method: str, call: Any) -> Any:
        server.last_asked = next(self._calls)
        with server.busy():
            async with self._open_session().request(method, server.address, json=call) as response:
                if response.status >= 400:
                    raise ClientResponseError(response.status, response.reason, await response.text())
                return await response.json()

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                headers=self.headers, timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def _listener_of(call: Any) -> int | None:
    """The port of the gateway that tells the shopper sentences before the turn is over, or remembers the session."""
    metadata = ((call or {}).get("tracker") or {}).get("latest_message") or {}
    told = metadata.get("metadata")
    return told.get("listener_port") if isinstance(told, Mapping) else None

"""The way from Rasa to the actions: one kept-open session instead of a new one, with its connection, for every call."""

from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

DEFAULT_TIMEOUT_S = 10.0


class ActionEndpoint(EndpointConfig):
    """Speaks to the action server only; whatever is not a plain answer in time is an error and ends the turn."""

    def __init__(self, configured: EndpointConfig) -> None:
        super().__init__(url=configured.url, headers=configured.headers, **configured.kwargs)
        self._timeout = aiohttp.ClientTimeout(total=float(configured.kwargs.get("timeout_s", DEFAULT_TIMEOUT_S)))
        self._session: aiohttp.ClientSession | None = None

    async def request(self, method: str = "post", *_: Any, json: Any = None, **_ignored: Any) -> Any:
        async with self._open_session().request(method, self.url, json=json) as response:
            if response.status >= 400:
                raise ClientResponseError(response.status, response.reason, await response.text())
            return await response.json()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                headers=self.headers, timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

"""Says that an answer is coming when a turn runs long, by the way that Amazon has for it; never in the answer's way."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import aiohttp
import structlog

from webhooks.alexa.envelope import Envelope

HOSTS = frozenset({"api.amazonalexa.com", "api.eu.amazonalexa.com", "api.fe.amazonalexa.com"})
AFTER_S = 1.5
TIMEOUT_S = 1.0
ONE_MOMENT = "One moment, please."
# Others have nobody who listens for an answer.
SPOKEN_TO = frozenset({"LaunchRequest", "IntentRequest"})

log = structlog.get_logger("aisle.alexa")


class Progress:
    """`hosts` are where an access token of Alexa's API may be sent to, whatever a request says."""

    def __init__(self, http: aiohttp.ClientSession, *, after_s: float = AFTER_S, hosts: frozenset[str] = HOSTS) -> None:
        self._http = http
        self._after_s = after_s
        self._hosts = hosts

    @contextmanager
    def watching(self, envelope: Envelope) -> Iterator[None]:
        """Speaks while what is inside takes long; whatever becomes of it changes nothing."""
        speaking = asyncio.create_task(self._speak(envelope)) if self._can_speak(envelope) else None
        try:
            yield
        finally:
            if speaking:
                speaking.cancel()

    def _can_speak(self, envelope: Envelope) -> bool:
        system, request = envelope.context.system, envelope.request
        return (
            request.type in SPOKEN_TO
            and request.request_id is not None
            and system.api_access_token is not None
            and self._is_allowed(system.api_endpoint or "")
        )

    def _is_allowed(self, endpoint: str) -> bool:
        try:
            parts = urlsplit(endpoint)
        except ValueError:
            return False
        return parts.scheme == "https" and parts.netloc in self._hosts and parts.path in {"", "/"} and not parts.query

    async def _speak(self, envelope: Envelope) -> None:
        await asyncio.sleep(self._after_s)
        system = envelope.context.system
        token = system.api_access_token
        url = f"https://{urlsplit(system.api_endpoint or '').netloc}/v1/directives"
        headers = {
            "Authorization": f"Bearer {token.get_secret_value() if token else ''}",
            "Content-Type": "application/json",
        }
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            async with self._http.post(
                url, data=_directive(envelope), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                log.info("alexa_progress", status=response.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            log.info("alexa_progress_failed", error=type(exc).__name__)


def _directive(envelope: Envelope) -> bytes:
    return json.dumps(
        {
            "header": {"requestId": envelope.request.request_id},
            "directive": {"type": "VoicePlayer.Speak", "speech": ONE_MOMENT},
        }
    ).encode()

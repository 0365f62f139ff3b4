"""What is said while an answer is being made, by the way that Amazon has for it; never in the answer's way.

That an answer is coming, when a turn runs long; or, where it is certain already, how the answer begins.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import aiohttp
import structlog

from webhooks.alexa.envelope import Envelope
from webhooks.alexa.meanwhile import SOON_S, Meanwhile
from webhooks.alexa.speech import ssml

HOSTS = frozenset({"api.amazonalexa.com", "api.eu.amazonalexa.com", "api.fe.amazonalexa.com"})
AFTER_S = 1.5
TIMEOUT_S = 1.0
# Others have nobody who listens for an answer.
SPOKEN_TO = frozenset({"LaunchRequest", "IntentRequest"})

log = structlog.get_logger("aisle.alexa")


class Progress:
    """`hosts` are where an access token of Alexa's API may be sent to, whatever a request says."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        after_s: float = AFTER_S,
        soon_s: float = SOON_S,
        hosts: frozenset[str] = HOSTS,
    ) -> None:
        self._http = http
        self._after_s = after_s
        self._soon_s = soon_s
        self._hosts = hosts

    @contextmanager
    def watching(self, envelope: Envelope, *, within_s: float) -> Iterator[Meanwhile | None]:
        """Speaks while what is inside takes long; nothing where nobody can be spoken to."""
        if not self._can_speak(envelope):
            yield None
            return
        until = time.monotonic() + within_s
        speak = partial(self._speak, envelope)
        meanwhile = Meanwhile(speak, after_s=self._after_s, soon_s=self._soon_s, until=until)
        try:
            yield meanwhile
        finally:
            meanwhile.end()

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

    async def _speak(self, envelope: Envelope, words: str) -> bool:
        """Whether Alexa took them."""
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
                url, data=_directive(envelope, words), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                log.info("alexa_progress", status=response.status)
                return response.status in range(200, 300)
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            log.info("alexa_progress_failed", error=type(exc).__name__)
            return False


def _directive(envelope: Envelope, words: str) -> bytes:
    return json.dumps(
        {
            "header": {"requestId": envelope.request.request_id},
            "directive": {"type": "VoicePlayer.Speak", "speech": ssml(words)},
        }
    ).encode()

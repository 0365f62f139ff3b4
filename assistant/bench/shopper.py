"""A shopper of the benchmark: opens a session at the chat API and says things, timed."""

import uuid
from dataclasses import dataclass
from time import perf_counter

from aiohttp import ClientSession

from assistant.operator_passes import Passes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    turn_id: str
    ms: float
    failed: bool


class Shopper:
    """`passes` are headers that say that the operator is at work, whom no limit keeps waiting."""

    def __init__(self, session: ClientSession, address: str, token: str, *, passes: Passes) -> None:
        self._session = session
        self._messages = f"{address}/chat/messages"
        self._authorization = {"Authorization": f"Bearer {token}"}
        self._passes = passes

    @classmethod
    async def arrive(cls, session: ClientSession, address: str, *, passes: Passes) -> "Shopper":
        async with session.post(f"{address}/chat/sessions", headers=passes()) as response:
            response.raise_for_status()
            return cls(session, address, (await response.json())["token"], passes=passes)

    async def say(self, text: str) -> Said:
        body = {"request_id": uuid.uuid4().hex, "text": text}
        headers = {**self._authorization, **self._passes()}
        started = perf_counter()
        async with self._session.post(self._messages, json=body, headers=headers) as response:
            reply = await response.json()
        ms = (perf_counter() - started) * 1000
        failed = response.status != 200 or reply["understood"]["intent"] == "out_of_scope"
        return Said(turn_id=reply.get("turn_id", ""), ms=ms, failed=failed)

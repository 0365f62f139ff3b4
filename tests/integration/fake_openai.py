"""A stand-in for OpenAI's embeddings endpoint on a free port: the same words always get the same vector."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from aiohttp import web
from numpy.typing import NDArray

KEY = "sk-of-the-stand-in"


@dataclass
class FakeOpenAI:
    """`troubles` are statuses answered first, one for each request; `silent` makes it never answer at all."""

    port: int = 0
    troubles: list[int] = field(default_factory=list)
    silent: bool = False
    longest: int = 10_000
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def texts(self) -> list[str]:
        return [text for request in self.requests for text in request["input"]]

    async def answer(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.requests.append(asked)
        if self.silent:
            await asyncio.Event().wait()
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401)
        if self.troubles:
            return _error(self.troubles.pop(0))
        if any(not text or len(text) > self.longest for text in asked["input"]):
            return _error(400)
        vectors = [vector_of(text, asked["dimensions"]) for text in asked["input"]]
        data = [
            {"object": "embedding", "index": index, "embedding": base64.b64encode(vector.tobytes()).decode()}
            for index, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        # The order is not promised.
        body = {"object": "list", "model": asked["model"], "data": data[::-1], "usage": usage}
        return web.json_response(body)


def vector_of(text: str, dimension: int) -> NDArray[np.float32]:
    """A sum of one fixed direction for each word, so that texts with words in common are near each other."""
    total = np.zeros(dimension, np.float32)
    for word in text.lower().replace(".", " ").replace(",", " ").split():
        seed = int.from_bytes(hashlib.sha256(word.rstrip("s").encode()).digest()[:8], "big")
        total += np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)
    return total


@asynccontextmanager
async def running_openai() -> AsyncIterator[FakeOpenAI]:
    service = FakeOpenAI()
    app = web.Application()
    app.router.add_post("/v1/embeddings", service.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.port = runner.addresses[0][1]
    try:
        yield service
    finally:
        await runner.cleanup()


def _error(status: int) -> web.Response:
    headers = {"retry-after-ms": "10"}
    return web.json_response({"error": {"message": "no", "type": "x"}}, status=status, headers=headers)

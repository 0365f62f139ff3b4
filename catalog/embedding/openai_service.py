"""OpenAI's embeddings: product texts in patient batches, what shoppers say within a strict time."""

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence

import numpy as np
import openai
import structlog

from catalog.circuit import Circuit
from catalog.embedding.choice import OpenAIModel
from catalog.embedding.errors import ServiceUnavailable
from catalog.embedding.manifest import manifest_of
from catalog.embedding.network import Vectors

# Well below the service's bounds of 8,192 tokens a text and 300,000 tokens a request, in any language.
MOST_CHARACTERS, MOST_CHARACTERS_AT_ONCE, MOST_TEXTS_AT_ONCE = 6000, 150_000, 256
SHORTEST_CUT = 100
REQUESTS_AT_ONCE = 4
DOCUMENT_TIMEOUT_S, DOCUMENT_RETRIES = 60.0, 6
QUERY_WITHIN_S = 0.7
QUERIES_REMEMBERED = 4096

_log = structlog.get_logger(__name__)


class OpenAIDocuments:
    """Satisfies `DocumentEmbedder`; called in a thread, it waits as long as the service asks it to."""

    def __init__(self, model: OpenAIModel, *, api_key: str | None) -> None:
        self.manifest = manifest_of(model)
        self._model = model
        self._api_key = api_key

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._model.dimension), np.float32)
        return np.concatenate(asyncio.run(self._embed([_said(text) for text in texts])))

    async def _embed(self, texts: Sequence[str]) -> list[Vectors]:
        free = asyncio.Semaphore(REQUESTS_AT_ONCE)
        async with _client(self._api_key, timeout_s=DOCUMENT_TIMEOUT_S, retries=DOCUMENT_RETRIES) as client:

            async def fetch(batch: Sequence[str]) -> Vectors:
                async with free:
                    return await _fetch_whatever_it_takes(client, self._model, batch)

            return await asyncio.gather(*(fetch(batch) for batch in _batches(texts)))


class OpenAIQueries:
    """Satisfies `QueryEmbedder`: `foresee` asks the service, `embed` only remembers."""

    def __init__(self, model: OpenAIModel, *, api_key: str | None, circuit: Circuit | None = None) -> None:
        self.manifest = manifest_of(model)
        self._model = model
        self._client = _client(api_key, timeout_s=DOCUMENT_TIMEOUT_S, retries=0)
        self._circuit = circuit or Circuit()
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    async def foresee(self, texts: Sequence[str], *, within_s: float | None = None) -> bool:
        missing = [text for text in dict.fromkeys(texts) if not self._remembers(text)]
        if not missing:
            return True
        if not self._circuit.lets_through():
            return False
        try:
            async with asyncio.timeout(within_s or QUERY_WITHIN_S):
                vectors = await _fetch(self._client, self._model, [_said(text) for text in missing])
        except (openai.OpenAIError, TimeoutError) as exc:
            if self._circuit.failed():
                _log.warning("embedding_service_left_alone", reason=type(exc).__name__)
            return False
        self._circuit.succeeded()
        with self._lock:
            self._remembered.update(zip(missing, vectors, strict=True))
            while len(self._remembered) > QUERIES_REMEMBERED:
                self._remembered.popitem(last=False)
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self._model.dimension), np.float32)
        with self._lock:
            for row, text in enumerate(texts):
                if (known := self._remembered.get(text)) is not None:
                    vectors[row] = known
        return vectors

    async def close(self) -> None:
        await self._client.close()

    def _remembers(self, text: str) -> bool:
        with self._lock:
            if text in self._remembered:
                self._remembered.move_to_end(text)
                return True
        return False


def _client(api_key: str | None, *, timeout_s: float, retries: int) -> openai.AsyncOpenAI:
    """The package waits between tries, and as long as the service says; without a key it looks for its own variable."""
    # It would log whole requests, and with them what shoppers say.
    for name in ("openai", "httpx2", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        return openai.AsyncOpenAI(api_key=api_key, timeout=timeout_s, max_retries=retries)
    except openai.OpenAIError as exc:
        raise ServiceUnavailable(reason="no key was given: set AISLE_OPENAI_API_KEY") from exc


async def _fetch(client: openai.AsyncOpenAI, model: OpenAIModel, texts: Sequence[str]) -> Vectors:
    response = await client.embeddings.create(model=model.name, input=list(texts), dimensions=model.dimension)
    in_order = sorted(response.data, key=lambda each: each.index)
    vectors = np.array([each.embedding for each in in_order], np.float32)
    if vectors.shape != (len(texts), model.dimension):
        raise openai.OpenAIError("the service gave something else than the vectors asked for")
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit


async def _fetch_whatever_it_takes(client: openai.AsyncOpenAI, model: OpenAIModel, texts: Sequence[str]) -> Vectors:
    """A text that is refused must not keep its neighbours from being embedded: by halves it is found, and cut."""
    try:
        return await _fetch(client, model, texts)
    except openai.BadRequestError as exc:
        if len(texts) == 1 and len(texts[0]) <= SHORTEST_CUT:
            raise ServiceUnavailable(reason=f"it refused a text ({type(exc).__name__})") from exc
    except openai.OpenAIError as exc:
        raise ServiceUnavailable(reason=_reason(exc)) from exc
    if len(texts) == 1:
        return await _fetch_whatever_it_takes(client, model, [texts[0][: len(texts[0]) // 2]])
    middle = len(texts) // 2
    halves = [await _fetch_whatever_it_takes(client, model, half) for half in (texts[:middle], texts[middle:])]
    return np.concatenate(halves)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    characters = 0
    for text in texts:
        if batch and (len(batch) == MOST_TEXTS_AT_ONCE or characters + len(text) > MOST_CHARACTERS_AT_ONCE):
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += len(text)
    if batch:
        yield batch


def _said(text: str) -> str:
    """The service refuses a text without words."""
    return text[:MOST_CHARACTERS].strip() or "-"


def _reason(exc: openai.OpenAIError) -> str:
    status = exc.status_code if isinstance(exc, openai.APIStatusError) else None
    return f"it answered with status {status}" if status else f"it cannot be reached ({type(exc).__name__})"

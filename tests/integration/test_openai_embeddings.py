"""OpenAI's embeddings by the real package against a stand-in of the service: batches, troubles, deadlines."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import numpy as np
import pytest

from catalog.circuit import Circuit
from catalog.embedding import openai_service
from catalog.embedding.choice import OpenAIModel
from catalog.embedding.errors import ServiceUnavailable
from catalog.embedding.openai_service import OpenAIDocuments, OpenAIQueries
from tests.integration.fake_openai import KEY, FakeOpenAI, running_openai, vector_of

MODEL = OpenAIModel(name="text-embedding-3-small", dimension=64)


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeOpenAI]:
    async with running_openai() as service:
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        yield service


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def queries(service: FakeOpenAI, clock: Clock) -> AsyncIterator[OpenAIQueries]:
    queries = OpenAIQueries(MODEL, api_key=KEY, circuit=Circuit(clock=clock))
    yield queries
    await queries.close()


def unit(text: str) -> np.ndarray:
    vector = vector_of(text, MODEL.dimension)
    return vector / np.linalg.norm(vector)


async def embed(texts: list[str], key: str | None = KEY) -> np.ndarray:
    return await asyncio.to_thread(OpenAIDocuments(MODEL, api_key=key).embed, texts)


async def test_documents_come_in_their_order_whatever_the_batches(service: FakeOpenAI) -> None:
    texts = [f"tent number {number}" for number in range(600)]
    vectors = await embed(texts)
    # They travel side by side and may overtake one another.
    assert sorted(len(request["input"]) for request in service.requests) == [88, 256, 256]
    assert {request["dimensions"] for request in service.requests} == {64}
    np.testing.assert_allclose(vectors, np.stack([unit(text) for text in texts]), atol=1e-6)
    assert (await embed([])).shape == (0, 64)


async def test_long_texts_are_cut_and_travel_in_smaller_batches(service: FakeOpenAI) -> None:
    await embed(["warm jacket " * 2000] * 60)
    assert max(len(text) for text in service.texts) <= openai_service.MOST_CHARACTERS
    sizes = [sum(map(len, request["input"])) for request in service.requests]
    assert len(sizes) == 3
    assert max(sizes) <= openai_service.MOST_CHARACTERS_AT_ONCE


async def test_rate_limits_and_failures_are_waited_out(service: FakeOpenAI) -> None:
    service.troubles = [429, 500, 503]
    np.testing.assert_allclose(await embed(["lamp"]), [unit("lamp")], atol=1e-6)
    assert len(service.requests) == 4


async def test_a_refused_text_is_cut_and_its_neighbours_are_embedded(service: FakeOpenAI) -> None:
    service.longest = 400
    vectors = await embed(["lamp", "x" * 1500, "", "tent"])
    np.testing.assert_allclose(vectors[[0, 3]], [unit("lamp"), unit("tent")], atol=1e-6)
    assert np.isfinite(vectors).all()


async def test_a_wrong_or_missing_key_is_told_without_words_of_the_texts(
    service: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ServiceUnavailable, match="status 401"):
        await embed(["secret wish"], key="sk-wrong")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ServiceUnavailable, match="AISLE_OPENAI_API_KEY"):
        OpenAIQueries(MODEL, api_key=None)


async def test_a_query_is_asked_once_and_then_remembered(service: FakeOpenAI, queries: OpenAIQueries) -> None:
    assert await queries.foresee(["rain jacket", "jacket"])
    assert await queries.foresee(["jacket", "rain jacket"])
    assert service.texts == ["rain jacket", "jacket"]
    np.testing.assert_allclose(queries.embed(["jacket"]), [unit("jacket")], atol=1e-6)
    assert not queries.embed(["never foreseen"]).any()


async def test_what_is_remembered_is_bounded(
    service: FakeOpenAI, queries: OpenAIQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openai_service, "QUERIES_REMEMBERED", 2)
    for text in ("one", "two", "one", "three", "one", "two"):
        assert await queries.foresee([text])
    assert service.texts == ["one", "two", "three", "two"]


async def test_a_slow_service_costs_no_more_than_the_deadline(
    service: FakeOpenAI, queries: OpenAIQueries, clock: Clock
) -> None:
    service.silent = True
    for _ in range(3):
        started = time.monotonic()
        assert not await queries.foresee(["tent"], within_s=0.05)
        assert time.monotonic() - started < 1
    assert len(service.requests) == 3
    assert not await queries.foresee(["tent"], within_s=5)
    assert len(service.requests) == 3, "an open circuit asks nothing"
    service.silent = False
    clock.now += 6
    assert await queries.foresee(["tent"])
    assert await queries.foresee(["lamp"])


async def test_an_open_circuit_lets_one_request_try(service: FakeOpenAI, queries: OpenAIQueries, clock: Clock) -> None:
    service.troubles = [500] * 4
    for text in ("a", "b", "c"):
        assert not await queries.foresee([text])
    clock.now += 6
    assert [await queries.foresee(["d"]), await queries.foresee(["e"])] == [False, False]
    assert len(service.requests) == 4
    clock.now += 6
    assert not await queries.foresee(["f"]), "after another failure it waits for longer"
    clock.now += 6
    assert await queries.foresee(["g"])


async def test_words_never_reach_a_log(
    service: FakeOpenAI, queries: OpenAIQueries, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.troubles = [500]
    await queries.foresee(["very private wish"])
    await queries.foresee(["very private wish"])
    await embed(["very private wish"])
    assert "private" not in caplog.text

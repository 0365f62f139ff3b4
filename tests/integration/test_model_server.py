"""The model server that other tests misbehave with: it has to be right itself, as the official client sees it."""

import openai
import pytest

from tests.model_server import Mode, ModelServer

SCHEMA = {
    "name": "understanding",
    "strict": True,
    "schema": {
        "type": "object",
        "properties": {"intent": {"type": "string", "enum": ["search", "affirm"]}, "words": {"type": "string"}},
        "required": ["intent", "words"],
        "additionalProperties": False,
    },
}
FORMAT = {"type": "json_schema", "json_schema": SCHEMA}
MESSAGES = [{"role": "user", "content": "a tent"}]


def _client(server: ModelServer) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(api_key="k", base_url=server.url, max_retries=0, timeout=5)


async def _ask(client: openai.AsyncOpenAI) -> openai.types.chat.ChatCompletion:
    return await client.chat.completions.create(model="m", messages=MESSAGES, response_format=FORMAT)


async def test_it_answers_what_it_was_told_to_and_otherwise_the_least_that_fits(model_server: ModelServer) -> None:
    async with _client(model_server) as client:
        assert (await _ask(client)).choices[0].message.content == '{"intent": "search", "words": "-"}'
        model_server.answers["understanding"] = lambda asked: {"intent": "affirm", "words": asked.words}
        answer = await _ask(client)
    assert answer.choices[0].message.content == '{"intent": "affirm", "words": "a tent"}'
    assert answer.usage is not None
    assert answer.usage.prompt_tokens > 0


async def test_it_streams_the_same_in_pieces_and_tells_the_usage_last(model_server: ModelServer) -> None:
    async with _client(model_server) as client:
        stream = await client.chat.completions.create(
            model="m", messages=MESSAGES, response_format=FORMAT, stream=True, stream_options={"include_usage": True}
        )
        chunks = [chunk async for chunk in stream]
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == '{"intent": "search", "words": "-"}'
    assert len(pieces) > 4
    assert chunks[-1].usage is not None


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        (Mode.CLOSED, openai.APIConnectionError),
        (Mode.DROPPING, openai.APIConnectionError),
        (Mode.DROPPING_AFTER_HEADERS, openai.APIConnectionError),
        (Mode.HALF_BODY, openai.APIConnectionError),
        (Mode.BUSY, openai.RateLimitError),
        (Mode.FAILING, openai.InternalServerError),
        (Mode.UNAUTHORISED, openai.AuthenticationError),
        (Mode.NO_SUCH_MODEL, openai.NotFoundError),
        (Mode.KNOWS_NO_SCHEMAS, openai.BadRequestError),
    ],
)
async def test_it_fails_as_it_is_told(model_server: ModelServer, mode: Mode, error: type[Exception]) -> None:
    await model_server.be(mode)
    async with _client(model_server) as client:
        with pytest.raises(error):
            await _ask(client)
        await model_server.be(Mode.WELL)
        assert (await _ask(client)).choices


@pytest.mark.parametrize("mode", [Mode.INVENTED_PRODUCT, Mode.INJECTED, Mode.MARKDOWN_IMAGE])
async def test_it_lies_in_the_right_form(model_server: ModelServer, mode: Mode) -> None:
    model_server.answers["understanding"] = {"intent": "search", "words": "two words"}
    await model_server.be(mode)
    async with _client(model_server) as client:
        content = (await _ask(client)).choices[0].message.content
    assert content is not None
    assert '"intent": "search"' in content
    assert "two words" not in content

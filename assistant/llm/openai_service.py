"""Asks OpenAI, or any server that speaks its chat completions: vLLM, llama.cpp, Ollama and others, by their address."""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from enum import Enum
from typing import Any

import httpx2
import openai
import structlog
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.llm.errors import ServiceFailed, Why
from assistant.llm.prices import Usage
from assistant.llm.request import Request
from assistant.llm.service import Address, Completion, OnText
from assistant.llm.wire import AnswerUnfit, BoundedClient

# Beyond every deadline: the guard's is the one that counts.
LAST_TIMEOUT_S = 600.0
# Read from the environment by the package, and no other server's business.
OF_OPENAI = ("OpenAI-Organization", "OpenAI-Project")
NO_KEY = "none"
STATUS_BUSY, STATUS_TIMEOUT, STATUS_CONFLICT, STATUS_ERROR = 429, 408, 409, 500
NOTHING = Usage()
# Chat templates put their own tokens around each message; more than this beyond the bytes sent was never read.
TEMPLATE_TOKENS = 2000

_log = structlog.get_logger("aisle.model")


class Format(Enum):
    """How an answer's form is asked for. What a server does not know it refuses, once; then it is told in words."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    WORDS = "words"


class OpenAIService:
    """Satisfies `Service`."""

    def __init__(self, address: Address) -> None:
        # They would log whole requests, and with them what shoppers say.
        for name in ("openai", "httpx2", "httpx", "httpcore", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._address = address
        self._http = BoundedClient(timeout_s=LAST_TIMEOUT_S, is_own_network=address.is_own_network)
        self._client = openai.AsyncOpenAI(
            api_key=address.key or NO_KEY,
            base_url=address.url or "https://api.openai.com/v1",
            max_retries=0,
            timeout=LAST_TIMEOUT_S,
            http_client=self._http,
            default_headers={"Accept-Encoding": "identity", "User-Agent": "aisle", **_untold(address)},
        )
        # Loaded here, or the first turn that asks would wait for a quarter of a second of imports.
        self._completions = self._client.chat.completions
        self._format, self._is_format_known = Format.SCHEMA, False

    async def complete(self, request: Request, *, on_text: OnText | None) -> Completion:
        """A server that refuses a format without ever having known it is asked again with a simpler one."""
        refusal = ServiceFailed(Why.REFUSED, usage=NOTHING)
        formats = list(Format)[list(Format).index(self._format) :]
        for form in formats[: 1 if self._is_format_known else None]:
            try:
                completion = await self._asked(request, form, on_text)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as exc:
                refusal = _refusal(exc)
            except openai.OpenAIError as exc:
                raise _failure(exc) from None
            except (AnswerUnfit, ValueError, RecursionError):
                raise ServiceFailed(Why.MALFORMED) from None
            else:
                self._learn(form)
                return completion
        raise refusal

    @property
    def answers_by(self) -> str:
        """How the server is told the form of its answers, as far as is known."""
        return self._format.value

    async def close(self) -> None:
        await self._client.close()

    def _learn(self, form: Format) -> None:
        if not self._is_format_known and form is not Format.SCHEMA:
            _log.warning("model_server_knows_no_schemas", answers_with=form.value)
        self._format, self._is_format_known = form, True

    async def _asked(self, request: Request, form: Format, on_text: OnText | None) -> Completion:
        asked = self._body(request, form)
        if on_text is None:
            whole = await self._completions.create(**asked)
            answer = _Whole.model_validate(whole)
            return Completion(text=_text_of(answer), usage=_believed(answer.usage, request))
        chunks = await self._completions.create(**asked, stream=True, stream_options={"include_usage": True})
        async with aclosing(chunks.__aiter__()) as each:
            return await _streamed(each, request, on_text)

    def _body(self, request: Request, form: Format) -> dict[str, Any]:
        instructions = request.instructions
        if form is not Format.SCHEMA:
            instructions += f"\n\nThe JSON schema of your answer:\n{json.dumps(request.schema)}"
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": instructions},
            {"role": "user", "content": request.data},
        ]
        # OpenAI's newer models know only the one name, other servers the other.
        most_tokens = "max_tokens" if self._address.url else "max_completion_tokens"
        return {
            "model": self._address.model,
            "messages": messages,
            "temperature": request.temperature,
            most_tokens: request.most_tokens,
            **_response_format(request, form),
        }


class _Read(BaseModel):
    """As servers tell it: more than we ask for is passed over, what we need has to be there."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")


class _Message(_Read):
    content: str | None = None
    refusal: str | None = None
    tool_calls: Any = None


class _Choice(_Read):
    message: _Message
    finish_reason: str | None = None


class _Whole(_Read):
    choices: list[_Choice]
    usage: Any = None


class _Delta(_Read):
    delta: _Message | None = None
    finish_reason: str | None = None


class _Chunk(_Read):
    choices: list[_Delta] = []
    usage: Any = None


async def _streamed(chunks: AsyncIterator[Any], request: Request, on_text: OnText) -> Completion:
    text, message, finish, usage = "", _Message(), None, None
    async for chunk in chunks:
        told = _Chunk.model_validate(chunk)
        usage = told.usage or usage
        for choice in told.choices[:1]:
            finish = choice.finish_reason or finish
            if choice.delta is None:
                continue
            message.refusal = message.refusal or choice.delta.refusal
            message.tool_calls = message.tool_calls or choice.delta.tool_calls
            if choice.delta.content:
                text += choice.delta.content
                if len(text) > request.most_characters:
                    raise ServiceFailed(Why.MALFORMED)
                on_text(text)
    message.content = text
    whole = _Whole(choices=[_Choice(message=message, finish_reason=finish)], usage=usage)
    return Completion(text=_text_of(whole), usage=_believed(usage, request))


def _text_of(answer: _Whole) -> str:
    """Calls for tools are never followed; an answer that was cut off is none."""
    if not answer.choices:
        raise ServiceFailed(Why.MALFORMED)
    choice = answer.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ServiceFailed(Why.REFUSED, is_ill=False)
    if choice.message.tool_calls or choice.finish_reason not in {"stop", None} or not choice.message.content:
        raise ServiceFailed(Why.MALFORMED)
    return choice.message.content


class _Told(_Read):
    prompt_tokens: int
    completion_tokens: int
    prompt_tokens_details: Any = None


class _Details(_Read):
    cached_tokens: int | None = 0


def _believed(told: Any, request: Request) -> Usage | None:
    """Figures that cannot be are not counted, lest a broken server use up a day's budget."""
    try:
        usage = _Told.model_validate(told)
        cached = (
            _Details.model_validate(usage.prompt_tokens_details).cached_tokens if usage.prompt_tokens_details else 0
        )
    except ValidationError:
        return None
    sent = len((request.instructions + request.data + json.dumps(request.schema)).encode("utf-8", "replace"))
    read, written = usage.prompt_tokens, usage.completion_tokens
    if not (0 <= read <= sent + TEMPLATE_TOKENS and 0 <= written <= 4 * request.most_tokens):
        return None
    return Usage(input_tokens=read, cached_tokens=min(max(cached or 0, 0), read), output_tokens=written)


def _failure(exc: openai.OpenAIError) -> ServiceFailed:
    if isinstance(exc, openai.APIStatusError):
        return _refusal(exc)
    if isinstance(exc, openai.APIConnectionError):
        never_sent = isinstance(exc.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout)
        return ServiceFailed(Why.DOWN, usage=NOTHING if never_sent else None, is_passing=True)
    return ServiceFailed(Why.DOWN)


def _refusal(exc: openai.APIStatusError) -> ServiceFailed:
    status, after_s = exc.status_code, _retry_after_s(exc.response.headers)
    if status == STATUS_BUSY:
        return ServiceFailed(Why.BUSY, usage=NOTHING, after_s=after_s, is_passing=True, status=status)
    if status >= STATUS_ERROR or status in {STATUS_TIMEOUT, STATUS_CONFLICT}:
        return ServiceFailed(Why.DOWN, usage=NOTHING, after_s=after_s, is_passing=True, status=status)
    return ServiceFailed(Why.REFUSED, usage=NOTHING, status=status)


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds, or OpenAI's own milliseconds; a date is too far off for anybody who waits for an answer."""
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit_s)
        except (KeyError, ValueError):
            continue
    return None


def _response_format(request: Request, form: Format) -> dict[str, Any]:
    match form:
        case Format.SCHEMA:
            schema = {"name": request.name, "strict": True, "schema": request.schema}
            return {"response_format": {"type": "json_schema", "json_schema": schema}}
        case Format.OBJECT:
            return {"response_format": {"type": "json_object"}}
    return {}


def _untold(address: Address) -> dict[str, Any]:
    return {name: openai.Omit() for name in OF_OPENAI} if address.url else {}

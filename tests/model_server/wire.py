"""Chat completions as they go over the wire: one body, or an event stream."""

import json
from collections.abc import Iterator
from typing import Any

from tests.model_server.asked import CHARACTERS_OF_TOKEN, Asked
from tests.model_server.modes import Mode

PIECE = 6
MOST_PIECES = 2000
TOOL_CALL = {
    "index": 0,
    "id": "call_1",
    "type": "function",
    "function": {"name": "place_order", "arguments": '{"quantity": 10, "price_minor": 0}'},
}
FINISH = {Mode.CUT_SHORT: "length", Mode.FILTERED: "content_filter", Mode.TOOL_CALLS: "tool_calls"}


def usage_of(asked: Asked, content: str, mode: Mode) -> dict[str, Any] | None:
    if mode is Mode.NO_USAGE:
        return None
    if mode is Mode.WRONG_USAGE:
        return {"prompt_tokens": -5, "completion_tokens": 10**15, "total_tokens": "many"}
    told = len(content) // CHARACTERS_OF_TOKEN + 1
    return {
        "prompt_tokens": asked.tokens,
        "completion_tokens": told,
        "total_tokens": asked.tokens + told,
        "prompt_tokens_details": {"cached_tokens": 0},
    }


def body(asked: Asked, content: str, mode: Mode) -> str:
    choices = [{"index": 0, "message": _message(content, mode), "logprobs": None, "finish_reason": _finish(mode)}]
    completion = _envelope(asked, "chat.completion") | {"choices": [] if mode is Mode.NO_CHOICES else choices}
    if usage := usage_of(asked, content, mode):
        completion["usage"] = usage
    return json.dumps(completion)


def events(asked: Asked, content: str, mode: Mode) -> Iterator[str]:
    """Of a stream, in order; an empty list of choices stands only in the last, which tells the usage."""
    if mode is not Mode.NO_CHOICES:
        yield _event(asked, {"role": "assistant", "content": ""})
        if mode in {Mode.REFUSING, Mode.TOOL_CALLS, Mode.EMPTY}:
            message = _message(content, mode)
            yield _event(asked, {name: value for name, value in message.items() if name != "role"})
        else:
            size = max(PIECE, len(content) // MOST_PIECES)
            yield from (piece_event(asked, content[at : at + size]) for at in range(0, len(content), size))
        yield _event(asked, {}, finish=_finish(mode))
    if asked.wants_usage and (usage := usage_of(asked, content, mode)):
        yield _framed(_envelope(asked, "chat.completion.chunk") | {"choices": [], "usage": usage})
    yield "data: [DONE]\n\n"


def piece_event(asked: Asked, text: str) -> str:
    return _event(asked, {"content": text})


def _event(asked: Asked, delta: dict[str, Any], *, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _framed(_envelope(asked, "chat.completion.chunk") | {"choices": [choice]})


def _framed(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk)}\n\n"


def _envelope(asked: Asked, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_750_000_000, "model": asked.body.get("model", "")}


def _message(content: str, mode: Mode) -> dict[str, Any]:
    if mode is Mode.REFUSING:
        return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    if mode is Mode.TOOL_CALLS:
        return {"role": "assistant", "content": None, "tool_calls": [TOOL_CALL]}
    return {"role": "assistant", "content": None if mode is Mode.EMPTY else content, "refusal": None}


def _finish(mode: Mode) -> str:
    return FINISH.get(mode, "stop")

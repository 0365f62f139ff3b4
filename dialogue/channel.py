"""The one way into Rasa: a turn posted by the gateway, answered in the same response."""

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from dialogue.callers import CallerRefused, check_caller
from dialogue.collector import Collector
from dialogue.errors import SettingMissing
from dialogue.turn_request import LARGEST_BODY, BadRequest, TurnRequest

logger = logging.getLogger("dialogue.channel")

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class AisleChannel(InputChannel):
    """Speaks to the gateway only. The text of a turn is never a command (see `dialogue.plain_text`)."""

    def __init__(self, *, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        return "aisle"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "AisleChannel":
        if not credentials or not credentials.get("secret"):
            raise SettingMissing(name="AISLE_DIALOGUE_SECRET")
        return cls(secret=credentials["secret"])

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("aisle_channel")
        routes.add_route(health, "/health", methods=["GET"])
        routes.add_route(functools.partial(self._turn, on_new_message), "/turn", methods=["POST"], name="turn")
        return routes

    async def _turn(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        if len(request.body) > LARGEST_BODY:
            return response.json({"error": "too_large"}, status=413)
        try:
            check_caller(authorization=request.headers.get("authorization", ""), body=request.body, secret=self._secret)
            turn = TurnRequest.from_json(request.body)
        except CallerRefused as exc:
            logger.warning("caller_refused", extra={"reason": str(exc)})
            return response.json({"error": "unauthorised"}, status=401)
        except BadRequest as exc:
            return response.json({"error": "bad_request", "field": str(exc)}, status=400)
        if not is_ready(request):
            return response.json({"error": "not_ready"}, status=503)
        return await answer(turn, on_new_message)


async def health(request: Request) -> HTTPResponse:
    ready = is_ready(request)
    return response.json({"status": "ok" if ready else "loading"}, status=200 if ready else 503)


def is_ready(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return agent is not None and agent.is_ready()


async def answer(turn: TurnRequest, on_new_message: OnNewMessage) -> HTTPResponse:
    """Run the turn; whatever goes wrong in it is a 500 that tells the caller nothing and the log no words."""
    started = time.perf_counter()
    collector = Collector()
    message = UserMessage(turn.text, collector, turn.sender, input_channel=AisleChannel.name(), metadata=turn.metadata)
    try:
        await on_new_message(message)
    except asyncio.CancelledError:
        logger.warning("turn_abandoned", extra={"turn_id": turn.metadata.get("turn_id")})
        raise
    except Exception:  # the outermost loop of a turn: Rasa may raise anything
        logger.exception("turn_failed", extra={"turn_id": turn.metadata.get("turn_id")})
        return response.json({"error": "turn_failed"}, status=500)
    if not collector.messages:
        logger.error("turn_without_answer", extra={"turn_id": turn.metadata.get("turn_id")})
        return response.json({"error": "turn_failed"}, status=500)
    return response.json(collector.as_answer(total_ms=(time.perf_counter() - started) * 1000))

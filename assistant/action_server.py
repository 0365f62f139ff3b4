"""The private server Rasa calls for its custom actions: loopback only, and a shared secret besides."""

import hmac
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant import tracing
from catalog.stages import Stopwatch

MAX_BODY_BYTES = 8 * 1024 * 1024
UNAUTHENTICATED = partial(JSONResponse, {"error": "unauthenticated"}, status_code=401)

log = structlog.get_logger("aisle.actions")


def create_action_app(executor: ActionExecutor, *, secret: str, figures: CollectorRegistry | None = None) -> Starlette:
    actions = _Actions(executor, secret, figures or CollectorRegistry())
    return Starlette(
        routes=[
            Route("/actions", actions.run, methods=["POST"]),
            Route("/figures", actions.tell_figures, methods=["GET"]),
            Route("/health", _health, methods=["GET"]),
        ],
        middleware=[Middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY_BYTES)],
    )


class _Actions:
    """Answers in rasa-sdk's own statuses, but never with the tracker or the text of an error as rasa-sdk does."""

    def __init__(self, executor: ActionExecutor, secret: str, figures: CollectorRegistry) -> None:
        self._executor = executor
        self._figures = figures
        self._credentials = f"Bearer {secret}".encode()

    async def run(self, request: Request) -> Response:
        if not self._is_one_of_us(request):
            return UNAUTHENTICATED()
        call = _parsed(await request.body())
        if call is None:
            return JSONResponse({"error": "not an action call"}, status_code=400)
        return await self._answer(call)

    async def tell_figures(self, request: Request) -> Response:
        """To the gateway, which tells those of all processes as one."""
        if not self._is_one_of_us(request):
            return UNAUTHENTICATED()
        return Response(generate_latest(self._figures), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _is_one_of_us(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode("latin-1")
        return hmac.compare_digest(given, self._credentials)

    async def _answer(self, call: Mapping[str, Any]) -> Response:
        name = str(call["next_action"])
        try:
            return JSONResponse(await self._measured(call))
        except ActionExecutionRejection as exc:
            return JSONResponse({"error": exc.message, "action_name": exc.action_name}, status_code=400)
        except ActionNotFoundException:
            log.warning("action_unknown", action=name)
            return JSONResponse({"error": "no such action", "action_name": name}, status_code=404)
        except ActionMissingDomainException:
            return JSONResponse({"error": "domain needed", "action_name": name}, status_code=449)
        except Exception:  # the outermost loop of an action call
            log.exception("action_broke", action=name)
            return JSONResponse({"error": "the action failed", "action_name": name}, status_code=500)

    async def _measured(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """The time of the whole action goes back with its own stages, so that the turn's record has it."""
        stopwatch = Stopwatch()
        with tracing.continued(_traceparent(call)), stopwatch.measure("action"):
            result = await self._executor.run(dict(call))
        if result is None:
            return {"events": [], "responses": []}
        _note_action_time(result, stopwatch.ms["action"])
        return result.model_dump()


def _parsed(body: bytes) -> Mapping[str, Any] | None:
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(call, dict) and call.get("next_action") and isinstance(call.get("tracker"), dict):
        return call
    return None


def _traceparent(call: Mapping[str, Any]) -> str | None:
    metadata = (call["tracker"].get("latest_message") or {}).get("metadata") or {}
    parent = metadata.get("traceparent")
    return parent if isinstance(parent, str) else None


def _note_action_time(result: ActionExecutorRunResult, ms: float) -> None:
    for response in result.responses:
        stages = (response.get("custom") or {}).get("stages")
        if isinstance(stages, dict):
            stages.setdefault("action", ms)
            return


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})

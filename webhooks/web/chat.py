"""The chat API: sessions, messages, cart and history."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from shop.turn import Channel, Turn
from webhooks import problems
from webhooks.assistant import Assistant, Carts
from webhooks.limits.limits import Bucket, Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web import stream
from webhooks.web.authenticating import authentication
from webhooks.web.bodies import CartBody, HistoryBody, MessageBody, ReplyBody, SessionBody
from webhooks.web.identity import Identity
from webhooks.web.json_requests import NOT_KEPT, json_only
from webhooks.web.session_rows import Session
from webhooks.web.sessions import Sessions
from webhooks.web.signing_in import add_signing_in

MOST_HISTORY = 200
STREAMED = {**NOT_KEPT, "X-Accel-Buffering": "no"}


def chat_router(
    *, assistant: Assistant, carts: Carts, sessions: Sessions, identity: Identity, turnstile: Turnstile
) -> APIRouter:
    """Credentials are judged before what a body says, so that a stranger who sends JSON learns nothing but 401."""
    router = APIRouter(prefix="/chat", tags=["chat"], responses=problems.documented(503))
    authenticated = Depends(authentication(sessions))
    _add_sessions(router, sessions, authenticated, turnstile)
    add_signing_in(router, identity, authenticated=authenticated, turnstile=turnstile)
    _add_messages(router, assistant, authenticated, turnstile)
    _add_reading(router, carts, sessions, authenticated)
    return router


def _add_sessions(router: APIRouter, sessions: Sessions, authenticated: Any, turnstile: Turnstile) -> None:
    @router.post("/sessions", status_code=201, responses=problems.documented(429))
    async def open_session(request: Request, response: Response) -> SessionBody:
        """Begin a conversation; the token is told here and never again."""
        await turnstile.admit(request, Kind.SESSIONS)
        response.headers.update(NOT_KEPT)
        return SessionBody.model_validate(await sessions.open())

    @router.delete("/sessions/current", status_code=204, responses=problems.documented(401))
    async def end_session(session: Annotated[Session, authenticated]) -> None:
        """End the conversation: the token dies, and what was said, answered and understood is deleted."""
        await sessions.end(session)


def _add_messages(router: APIRouter, assistant: Assistant, authenticated: Any, turnstile: Turnstile) -> None:
    responses: dict[int | str, dict[str, Any]] = {
        200: {"content": {stream.MEDIA_TYPE: {"schema": {"type": "string"}}}, "model": ReplyBody},
        **problems.documented(400, 401, 409, 413, 415, 422, 429),
    }

    @router.post("/messages", response_model=ReplyBody, responses=responses, dependencies=[Depends(json_only)])
    async def say(
        session: Annotated[Session, authenticated],
        message: MessageBody,
        request: Request,
        accept: Annotated[str, Header()] = "",
    ) -> Response:
        """Say something. With `Accept: text/event-stream` the same content comes as events."""
        spoken = Bucket(kind=Kind.MESSAGES, caller=session.conversation_id)
        await turnstile.admit(request, Kind.ADDRESS_MESSAGES, spoken)
        turn = Turn(
            channel=Channel.WEB,
            shopper_id=session.shopper_id,
            conversation_id=session.conversation_id,
            request_id=message.request_id,
            text=message.text,
        )
        if stream.MEDIA_TYPE in accept:
            events = await stream.TurnStream().open(assistant, turn)
            return StreamingResponse(events, media_type=stream.MEDIA_TYPE, headers=STREAMED)
        reply = ReplyBody.model_validate(await assistant.answer(turn))
        return JSONResponse(reply.model_dump(mode="json"), headers=NOT_KEPT)


def _add_reading(router: APIRouter, carts: Carts, sessions: Sessions, authenticated: Any) -> None:
    @router.get("/cart", responses=problems.documented(401))
    async def cart(session: Annotated[Session, authenticated], response: Response) -> CartBody:
        response.headers.update(NOT_KEPT)
        return CartBody.model_validate(await carts.cart_of(session.shopper_id))

    @router.get("/history", responses=problems.documented(401, 422))
    async def history(
        session: Annotated[Session, authenticated],
        response: Response,
        limit: Annotated[int, Query(ge=1, le=MOST_HISTORY)] = MOST_HISTORY,
    ) -> HistoryBody:
        """The last messages of the conversation, oldest first."""
        response.headers.update(NOT_KEPT)
        return HistoryBody.model_validate({"messages": await sessions.history(session, limit=limit)})

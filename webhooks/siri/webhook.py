"""The Siri webhook: a dictated sentence in, an answer to speak out, and every refusal speakable as well."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from shop.reply import Reply
from shop.turn import Buying, Channel, Turn
from webhooks import problems
from webhooks.assistant import Assistant
from webhooks.errors import ChannelError, Unauthenticated
from webhooks.limits.limits import Bucket, Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.siri.bodies import SaidToSiri, SiriAnswer
from webhooks.siri.device_rows import TOKEN_PREFIX
from webhooks.siri.devices import Devices
from webhooks.siri.speech import spoken
from webhooks.web.json_requests import NOT_KEPT, json_only

BEARER = HTTPBearer(auto_error=False, description="The token of POST /chat/devices")
WEB = ("http://", "https://")
SPOKEN = {
    401: "This device isn't linked to the shop. Please make a new token on your account page.",
    404: "I've lost our conversation. Please start again.",
    409: "I'm still busy with what you said before. Please ask again in a moment.",
    422: "Sorry, I didn't get that. Please say it in fewer words.",
    429: "That was a lot at once. Please wait a minute, and ask again.",
    503: "Sorry, the shop can't be reached just now. Please try again in a moment.",
}
SPOKEN_BY_CODE = {"request_id_reused": "Sorry, that didn't get through. Please say it again."}
OTHERWISE = "Sorry, something went wrong. Please try again."
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SpeakableRoute(APIRoute):
    """Who may speak is judged before what is said; and whatever goes wrong is told in words to say aloud."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def speakable(request: Request) -> Response:
            try:
                _refuse_told_tokens(request)
                return await handle(request)
            except (ChannelError, HTTPException, RequestValidationError) as exc:
                return _refusal(exc)

        return speakable


def siri_router(*, assistant: Assistant, devices: Devices, turnstile: Turnstile) -> APIRouter:
    router = APIRouter(tags=["siri"], route_class=SpeakableRoute)
    refusals = problems.documented(400, 401, 404, 409, 413, 415, 422, 429, 503)

    @router.post("/webhooks/siri", responses=refusals, dependencies=[Depends(json_only)])
    async def hear(
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
        said: SaidToSiri,
        request: Request,
        response: Response,
    ) -> SiriAnswer:
        """Say something for the device's customer. No order is ever placed here: what ends in one ends in a link."""
        if credentials is None:
            raise Unauthenticated
        visit = await devices.heard(
            credentials.credentials, request_id=said.request_id, conversation_id=said.conversation_id
        )
        await turnstile.take(request, Bucket(kind=Kind.SIRI, caller=visit.shopper_id))
        turn = Turn(
            channel=Channel.SIRI,
            shopper_id=visit.shopper_id,
            conversation_id=visit.conversation_id,
            request_id=said.request_id,
            text=said.text,
            locale=said.locale,
            buying=Buying.BY_LINK,
        )
        response.headers.update(NOT_KEPT)
        return rendered(await assistant.answer(turn), conversation_id=visit.conversation_id)

    return router


def rendered(reply: Reply, *, conversation_id: str) -> SiriAnswer:
    link = reply.link if reply.link and reply.link.startswith(WEB) else None
    return SiriAnswer(
        speech=spoken(reply.speech),
        display=reply.text,
        expects_reply=reply.expects_reply,
        conversation_id=conversation_id,
        link=link,
    )


def _refuse_told_tokens(request: Request) -> None:
    """An address is written down by every server on the way: what stands in it is a secret no more."""
    if TOKEN_PREFIX in request.url.query or not request.headers.get("authorization"):
        raise Unauthenticated


def _refusal(error: Exception) -> JSONResponse:
    problem = problems.problem_of(error)
    speech = SPOKEN_BY_CODE.get(problem.code) or SPOKEN.get(problem.status, OTHERWISE)
    body = {**problem.body(), "speech": speech}
    headers = {**NOT_KEPT, **problem.headers}
    return JSONResponse(body, status_code=problem.status, headers=headers, media_type=problems.MEDIA_TYPE)

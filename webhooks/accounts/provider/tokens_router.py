"""Serves the clients' side of the provider: tokens for codes, tokens renewed, and tokens given back."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from webhooks.accounts.errors import OAuthRefused
from webhooks.accounts.provider.forms import form_pairs
from webhooks.accounts.provider.metadata import REVOKE, TOKEN
from webhooks.accounts.provider.parameters import read_authorization, read_parameters
from webhooks.accounts.provider.protocol import Answer
from webhooks.accounts.provider.provider import Provider
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile

NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
STATUS = {"invalid_client": 401}


def tokens_router(provider: Provider, turnstile: Turnstile) -> APIRouter:
    """Refused requests alone are counted: a platform renews the tokens of all its customers from a few addresses."""
    router = APIRouter(include_in_schema=False)

    @router.post(TOKEN)
    async def token(request: Request) -> Response:
        try:
            parameters, authorization = await _read(request)
            answer = await provider.token(parameters, authorization=authorization)
        except OAuthRefused as exc:
            answer = _refused(exc)
        return await _told(answer, request, turnstile)

    @router.post(REVOKE)
    async def revoke(request: Request) -> Response:
        try:
            parameters, authorization = await _read(request)
            answer = await provider.revoke(parameters, authorization=authorization)
        except OAuthRefused as exc:
            answer = _refused(exc)
        return await _told(answer, request, turnstile)

    return router


async def _read(request: Request) -> tuple[Mapping[str, str], str | None]:
    parameters = read_parameters(await form_pairs(request))
    return parameters, read_authorization(request.headers.get("authorization"))


async def _told(answer: Answer, request: Request, turnstile: Turnstile) -> Response:
    if answer.status >= 400:
        await turnstile.admit(request, Kind.LOGINS)
    # authlib's own headers say nothing else but what kind of JSON it is.
    extra = {name: value for name, value in answer.headers if name == "WWW-Authenticate"}
    return JSONResponse(dict(answer.body), status_code=answer.status, headers={**NOT_KEPT, **extra})


def _refused(refused: OAuthRefused) -> Answer:
    status = STATUS.get(refused.code, 400)
    headers = [("WWW-Authenticate", "Basic")] if status == 401 else []
    return Answer(status, {"error": refused.code, "error_description": refused.hint}, headers)

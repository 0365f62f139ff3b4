"""The chat API's doors for customers: sign in with the retailer's word for it, or as a customer of the demo shop."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from webhooks import problems
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.bodies import (
    AccessTokenBody,
    AssertionBody,
    CurrentSessionBody,
    DemoCustomersBody,
    DemoSignInBody,
    SessionBody,
    SignedInBody,
)
from webhooks.web.identity import Identity, SignedIn
from webhooks.web.json_requests import NOT_KEPT, json_only
from webhooks.web.session_rows import Session

REFUSALS = (400, 401, 403, 409, 413, 415, 422, 429)


def add_signing_in(router: APIRouter, identity: Identity, *, authenticated: Any, turnstile: Turnstile) -> None:
    _add_customers(router, identity, authenticated, turnstile)
    _add_leaving(router, identity, authenticated, turnstile)
    _add_demo(router, identity, authenticated, turnstile)


def demo_customers_router(identity: Identity) -> APIRouter:
    router = APIRouter(tags=["storefront"], responses=problems.documented(503))

    @router.get("/storefront/demo-customers")
    async def demo_customers(response: Response) -> DemoCustomersBody:
        """Whom a visitor of the demo shop can sign in as; nobody in a retailer's own shop."""
        response.headers.update(NOT_KEPT)
        return DemoCustomersBody.model_validate({"customers": await identity.demo_customers()})

    return router


def _add_customers(router: APIRouter, identity: Identity, authenticated: Any, turnstile: Turnstile) -> None:
    @router.post("/sign-in", responses=problems.documented(*REFUSALS), dependencies=[Depends(json_only)])
    async def sign_in(
        session: Annotated[Session, authenticated],
        body: AssertionBody | AccessTokenBody,
        request: Request,
        response: Response,
    ) -> SignedInBody:
        """Make the session the customer's. The conversation goes on under a new token; the old one is dead at once."""
        await turnstile.admit(request, Kind.SIGN_INS)
        response.headers.update(NOT_KEPT)
        if isinstance(body, AccessTokenBody):
            return _signed_in(await identity.sign_in_by_token(session, body.access_token.get_secret_value()))
        return _signed_in(await identity.sign_in(session, body.assertion.get_secret_value()))

    @router.get("/sessions/current", responses=problems.documented(401))
    async def current_session(session: Annotated[Session, authenticated], response: Response) -> CurrentSessionBody:
        """Whose session it is; `customer` is null while nobody is signed in."""
        response.headers.update(NOT_KEPT)
        name = await identity.name_of(session)
        customer = {"name": name} if name is not None else None
        return CurrentSessionBody.model_validate({"session_id": session.session_id, "customer": customer})


def _add_leaving(router: APIRouter, identity: Identity, authenticated: Any, turnstile: Turnstile) -> None:
    @router.post("/sign-out", responses=problems.documented(401, 429))
    async def sign_out(session: Annotated[Session, authenticated], request: Request, response: Response) -> SessionBody:
        """End the session with all that was said, and begin a stranger's."""
        await turnstile.admit(request, Kind.SESSIONS)
        response.headers.update(NOT_KEPT)
        return SessionBody.model_validate(await identity.sign_out(session))


def _add_demo(router: APIRouter, identity: Identity, authenticated: Any, turnstile: Turnstile) -> None:
    @router.post("/demo-sign-in", responses=problems.documented(404, *REFUSALS), dependencies=[Depends(json_only)])
    async def demo_sign_in(
        session: Annotated[Session, authenticated], body: DemoSignInBody, request: Request, response: Response
    ) -> SignedInBody:
        """Make the session that of a demo customer's copy, lent to this visitor alone."""
        await turnstile.admit(request, Kind.DEMO_SIGN_INS)
        response.headers.update(NOT_KEPT)
        return _signed_in(await identity.demo_sign_in(session, body.customer))


def _signed_in(signed_in: SignedIn) -> SignedInBody:
    return SignedInBody.model_validate(
        {
            "session_id": signed_in.session_id,
            "token": signed_in.token,
            "customer": {"name": signed_in.name},
            "notice": signed_in.notice,
        }
    )

"""Serves the customer's side of the provider: the pages on which an account is linked, or is not."""

from math import ceil

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from shop.shoppers.errors import CustomerUnknown, EmailTaken
from webhooks.accounts.errors import OAuthRefused
from webhooks.accounts.provider.forms import form_pairs
from webhooks.accounts.provider.linking import RETURN, Linking, Question
from webhooks.accounts.provider.metadata import AUTHORIZE
from webhooks.accounts.provider.pages import consent_page, refusal_page
from webhooks.accounts.provider.parameters import read_parameters
from webhooks.accounts.provider.sealing import LIFETIME_S
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.errors import AssertionRefused, SignInOff

ON_THE_WAY = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
NOT_LINKED = "Your account was not linked"
# Told to whoever sits in front of the page: a client's own mistakes are for its developers.
WHY = {
    "stale": "This page has been open for too long, or was opened in another browser. Please begin again there.",
    "no_customer": "Please go back and choose one of the customers.",
}
TOO_OFTEN = "That was a lot at once. Please wait a little, then begin again."
ELSEWHERE = "The app or device that sent you here asked for something that cannot be given. Please begin again there."

log = structlog.get_logger("aisle.accounts")


def linking_router(linking: Linking, turnstile: Turnstile, *, https: bool) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    cookie = BrowserCookie(https=https)
    _ask(router, linking, cookie)
    _return(router, linking, turnstile, cookie)
    _decide(router, linking, turnstile, cookie)
    return router


class BrowserCookie:
    """With https no neighbouring host can set it, by the prefix of its name."""

    def __init__(self, *, https: bool) -> None:
        self._name = "__Host-aisle-linking" if https else "aisle-linking"
        self._https = https

    def of(self, request: Request) -> str:
        return request.cookies.get(self._name, "")

    def put(self, response: Response, browser: str) -> None:
        response.set_cookie(
            self._name, browser, max_age=LIFETIME_S, path="/", secure=self._https, httponly=True, samesite="lax"
        )


def _ask(router: APIRouter, linking: Linking, cookie: BrowserCookie) -> None:
    @router.get(AUTHORIZE)
    async def authorize(request: Request) -> Response:
        """Several pages may be open in one browser, so it keeps its secret."""
        browser = cookie.of(request) or linking.new_browser()
        try:
            parameters = read_parameters(request.query_params.multi_items())
            question = await linking.begin(parameters, browser=browser)
        except OAuthRefused as exc:
            return _refused(exc)
        response = _on_the_way(question) if isinstance(question, str) else _shown(question)
        cookie.put(response, browser)
        return response


def _return(router: APIRouter, linking: Linking, turnstile: Turnstile, cookie: BrowserCookie) -> None:
    @router.get(RETURN)
    async def signed_in(request: Request) -> Response:
        told = request.query_params
        try:
            await turnstile.admit(request, Kind.LOGINS)
            question = await linking.signed_in(
                told.get("request", ""), told.get("assertion", ""), browser=cookie.of(request)
            )
        except (OAuthRefused, TooOften) as exc:
            return _refused(exc)
        except (AssertionRefused, SignInOff, CustomerUnknown, EmailTaken) as exc:
            log.warning("linking_sign_in_refused", reason=getattr(exc, "reason", type(exc).__name__))
            return refusal_page(NOT_LINKED, "The shop could not confirm who you are. Please begin again.", status=403)
        return _shown(question)


def _decide(router: APIRouter, linking: Linking, turnstile: Turnstile, cookie: BrowserCookie) -> None:
    @router.post(AUTHORIZE)
    async def decide(request: Request) -> Response:
        browser = cookie.of(request)
        try:
            await turnstile.admit(request, Kind.LOGINS)
            form = dict(await form_pairs(request))
            sealed = form.get("request", "")
            if form.get("decision") == "allow":
                return _on_the_way(await linking.allow(sealed, customer=form.get("customer", ""), browser=browser))
            return _on_the_way(linking.deny(sealed, browser=browser))
        except (OAuthRefused, TooOften) as exc:
            return _refused(exc)


def _shown(question: Question) -> Response:
    return consent_page(
        client=question.consent.client.name,
        redirect_uri=question.consent.redirect_uri,
        sealed=question.sealed,
        name=question.name,
        choices=question.choices,
    )


def _on_the_way(location: str) -> Response:
    return RedirectResponse(location, status_code=303, headers=ON_THE_WAY)


def _refused(refused: OAuthRefused | TooOften) -> Response:
    if isinstance(refused, TooOften):
        page = refusal_page(NOT_LINKED, TOO_OFTEN, status=429)
        page.headers["Retry-After"] = str(max(1, ceil(refused.wait_s)))
        return page
    log.info("linking_refused", code=refused.code, hint=refused.hint)
    if refused.location is not None:
        return _on_the_way(refused.location)
    return refusal_page(NOT_LINKED, WHY.get(refused.code, ELSEWHERE), status=400)

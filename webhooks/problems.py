"""Which HTTP status and words each error becomes: RFC 9457 problem details, from one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from catalog.errors import CatalogUnavailable
from shop.errors import ShopUnavailable
from shop.shoppers.errors import CustomerUnknown, EmailTaken
from webhooks import errors
from webhooks.admin.errors import OperatorUnknown
from webhooks.google.errors import CallerUnproven, CertificatesUnavailable, EnvelopeUnreadable, SignatureRefused
from webhooks.limits.errors import TooOften
from webhooks.siri.errors import SignInNeeded, TooManyDevices
from webhooks.web.errors import AssertionRefused, SignInOff

MEDIA_TYPE = "application/problem+json"
SOON = {"Retry-After": "2"}
# Nothing more is read from the connection.
LAST = {"Connection": "close"}
TEXT = {"type": "string"}
SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {
            "type": "array",
            "items": {"type": "object", "required": ["pointer", "detail"], "additionalProperties": TEXT},
        },
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    status: int
    code: str
    title: str
    detail: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[Mapping[str, str]] = ()

    def body(self) -> dict[str, Any]:
        """`type` is a name, not an address: nothing has to be served under it."""
        body: dict[str, Any] = {"type": f"urn:aisle:problem:{self.code}", "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = list(self.errors)
        return body

    def response(self) -> JSONResponse:
        headers = {"Cache-Control": "no-store", **self.headers}
        return JSONResponse(self.body(), status_code=self.status, headers=headers, media_type=MEDIA_TYPE)


UNEXPECTED = Problem(status=500, code="unexpected", title="Something went wrong on our side")
OVERDUE = Problem(status=503, code="overdue", title="The answer took too long", headers=SOON)
UNAVAILABLE = Problem(status=503, code="unavailable", title="The shop cannot be reached just now", headers=SOON)
FOREIGN_ORIGIN = Problem(status=403, code="foreign_origin", title="This page may not talk to the shop")
NOT_HERE = Problem(
    status=403,
    code="not_here",
    title="This server is for its own machine only",
    detail="It runs in development mode, and so answers neither to other names nor through a tunnel or proxy.",
)
TOO_SLOW = Problem(status=408, code="too_slow", title="The request did not arrive in time", headers=LAST)
HEADERS_TOO_LARGE = Problem(status=431, code="headers_too_large", title="The headers are too large", headers=LAST)
UNREADABLE = Problem(status=400, code="unreadable", title="The request cannot be read")
TOO_LARGE = Problem(status=413, code="too_large", title="The request is too large")
INVALID = Problem(status=422, code="invalid_request", title="The request is not as the API describes it")

BY_ERROR: dict[type[Exception], Problem] = {
    errors.Unauthenticated: Problem(
        status=401,
        code="unauthenticated",
        title="A valid session token is needed",
        headers={"WWW-Authenticate": "Bearer"},
    ),
    errors.RequestIdReused: Problem(
        status=422, code="request_id_reused", title="This request id was used for another message"
    ),
    errors.TurnInProgress: Problem(
        status=409,
        code="turn_in_progress",
        title="The conversation is still busy with a message",
        headers={"Retry-After": "1"},
    ),
    errors.AssistantUnavailable: UNAVAILABLE,
    OperatorUnknown: Problem(
        status=401,
        code="operator_unknown",
        title="The operator's token is needed",
        headers={"WWW-Authenticate": "Bearer"},
    ),
    errors.NotFound: Problem(status=404, code="not_found", title="There is no such thing here"),
    SignInNeeded: Problem(status=403, code="sign_in_needed", title="Only a signed-in customer can do this"),
    TooManyDevices: Problem(status=409, code="too_many_devices", title="You have as many devices as anybody may"),
    CallerUnproven: Problem(
        status=401, code="caller_unproven", title="Proof is needed of who calls", headers={"WWW-Authenticate": "Bearer"}
    ),
    SignatureRefused: Problem(status=403, code="signature_refused", title="The signature is not one for us"),
    EnvelopeUnreadable: Problem(status=400, code="unreadable", title="The request cannot be read"),
    CertificatesUnavailable: UNAVAILABLE,
    errors.AccessTokenRefused: Problem(
        status=403, code="access_token_refused", title="The access token opens nothing here"
    ),
    SignInOff: Problem(status=403, code="sign_in_off", title="This shop signs nobody in here"),
    AssertionRefused: Problem(status=403, code="assertion_refused", title="The assertion opens nothing"),
    TooOften: Problem(status=429, code="too_often", title="Too much at once; try again a little later"),
    CustomerUnknown: Problem(
        status=422,
        code="customer_unknown",
        title="The shop does not know this customer, and the assertion holds no name and e-mail to make one",
    ),
    EmailTaken: Problem(status=409, code="email_taken", title="This e-mail address belongs to another customer"),
    ShopUnavailable: UNAVAILABLE,
    CatalogUnavailable: UNAVAILABLE,
}

BY_STATUS: dict[int, Problem] = {
    problem.status: problem
    for problem in (
        UNREADABLE,
        BY_ERROR[errors.NotFound],
        Problem(status=405, code="method_not_allowed", title="This cannot be done here"),
        TOO_LARGE,
        Problem(status=415, code="not_json", title="The request has to be JSON"),
        INVALID,
    )
}


def problem_of(error: Exception) -> Problem:
    """What a caller may know of an error; one that nobody expected tells nothing."""
    if isinstance(error, RequestValidationError):
        return replace(INVALID, errors=[_where_and_why(found) for found in error.errors()])
    if isinstance(error, HTTPException):
        known = BY_STATUS.get(error.status_code) or Problem(
            status=error.status_code, code="refused", title="The request is refused"
        )
        return replace(known, headers={**known.headers, **(error.headers or {})})
    if isinstance(error, TooOften):
        return replace(BY_ERROR[TooOften], headers={"Retry-After": str(max(1, ceil(error.wait_s)))})
    return next((BY_ERROR[kind] for kind in type(error).__mro__ if kind in BY_ERROR), UNEXPECTED)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a route that are problems, as OpenAPI wants them."""
    return {status: {"description": "Problem", "content": {MEDIA_TYPE: {"schema": SCHEMA}}} for status in statuses}


def install(app: FastAPI) -> None:
    async def answer(_: Request, error: Exception) -> JSONResponse:
        return problem_of(error).response()

    for kind in (RequestValidationError, HTTPException, Exception, *BY_ERROR):
        app.add_exception_handler(kind, answer)


def _where_and_why(found: Mapping[str, Any]) -> dict[str, str]:
    """Without the input: an error must not repeat what a shopper wrote."""
    return {"pointer": "/" + "/".join(str(part) for part in found["loc"]), "detail": str(found["msg"])}

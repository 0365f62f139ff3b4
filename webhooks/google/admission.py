"""Who may call Google's webhooks: what a request has to bring, compared in constant time."""

import base64
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers

from webhooks.google.certificates import KnownCertificates
from webhooks.google.errors import CallerUnproven, SignatureRefused
from webhooks.google.tokens import Expected, verify
from webhooks.proxies import came_by_trusted_proxy

SIGNATURE = "google-assistant-signature"

Scope = Mapping[str, Any]
Proof = Callable[[Scope], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyCertificate:
    """The header in which the proxy tells whose client certificate it saw, and what it has to tell."""

    header: str
    accepted: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """How Dialogflow proves itself: any one of the first three, and the proxy's word as well where it is set."""

    tokens: Expected | None = None
    bearer: str | None = field(default=None, repr=False)
    basic: str | None = field(default=None, repr=False)
    certificate: ProxyCertificate | None = None

    @property
    def any(self) -> bool:
        return any((self.tokens, self.bearer, self.basic, self.certificate))


def dialogflow_proof(locks: Locks, known: KnownCertificates) -> Proof:
    async def prove(scope: Scope) -> None:
        headers = Headers(scope=dict(scope))
        if locks.certificate is not None:
            _check_certificate(locks.certificate, scope, headers)
        if locks.tokens or locks.bearer or locks.basic:
            await _check_authorization(headers, locks, known)

    return prove


def actions_proof(expected: Expected, known: KnownCertificates) -> Proof:
    async def prove(scope: Scope) -> None:
        try:
            await verify(_only(Headers(scope=dict(scope)), SIGNATURE), expected, known)
        except CallerUnproven as exc:
            raise SignatureRefused(reason=exc.reason) from exc

    return prove


async def _check_authorization(headers: Headers, locks: Locks, known: KnownCertificates) -> None:
    scheme, _, credentials = _only(headers, "authorization").partition(" ")
    scheme, credentials = scheme.lower(), credentials.strip()
    if scheme == "basic" and locks.basic is not None:
        expected = base64.b64encode(locks.basic.encode()).decode()
        if _same(credentials, expected):
            return
    elif scheme == "bearer":
        if locks.bearer is not None and _same(credentials, locks.bearer):
            return
        if locks.tokens is not None:
            await verify(credentials, locks.tokens, known)
            return
    raise CallerUnproven(reason="wrong_credentials")


def _check_certificate(certificate: ProxyCertificate, scope: Scope, headers: Headers) -> None:
    """Anybody can send a header: it counts only from a proxy that overwrites whatever came in under that name."""
    if not came_by_trusted_proxy(scope):
        raise CallerUnproven(reason="not_by_the_proxy")
    told = _fingerprint(_only(headers, certificate.header))
    # Each is compared, so that the time tells nothing of which one it was.
    if not sum(_same(told, _fingerprint(accepted)) for accepted in certificate.accepted):
        raise CallerUnproven(reason="other_client_certificate")


def _only(headers: Headers, name: str) -> str:
    """A header sent twice could be read one way by the proxy and the other by us."""
    sent = headers.getlist(name)
    if len(sent) != 1 or not sent[0].strip():
        raise CallerUnproven(reason="no_credentials")
    return sent[0].strip()


def _fingerprint(told: str) -> str:
    """Proxies write fingerprints with and without colons, in either case."""
    return told.strip().replace(":", "").lower()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())

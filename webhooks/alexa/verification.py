"""Whether a request is Alexa's, of now, and for our skill; told by its bytes as they came.

What costs nothing is looked at first, so that a forged request makes us fetch a certificate as seldom as possible.
"""

import base64
import binascii
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from starlette.datastructures import Headers

from webhooks.alexa.certificate_urls import normalised
from webhooks.alexa.certificates import Certificates
from webhooks.alexa.envelope import Envelope, Request, read
from webhooks.alexa.errors import RequestRefused

URL_HEADER = "SignatureCertChainUrl"
SIGNATURE_HEADER = "Signature-256"
LONGEST_SIGNATURE = 2048
# Of an RSA key of 2048 bits; nothing shorter is worth fetching a certificate for.
SHORTEST_SIGNATURE_BYTES = 256
TOLERANCE = timedelta(seconds=150)
# Events are sent again where they could not be delivered.
EVENT_TOLERANCE = timedelta(seconds=3600)
EVENTS = frozenset(
    f"AlexaSkillEvent.{name}"
    for name in (
        "SkillEnabled",
        "SkillDisabled",
        "SkillPermissionAccepted",
        "SkillPermissionChanged",
        "SkillAccountLinked",
    )
)


class Verification:
    """`skill_ids` are our own skills': a request that Alexa signed for another one is not for us."""

    def __init__(self, certificates: Certificates, *, skill_ids: Collection[str], now: Callable[[], datetime]) -> None:
        self._certificates = certificates
        self._skill_ids = frozenset(skill_ids)
        self._now = now

    async def verified(self, headers: Headers, body: bytes) -> Envelope:
        """Raises RequestRefused."""
        url = normalised(_only(headers, URL_HEADER))
        signature = _decoded(_only(headers, SIGNATURE_HEADER))
        envelope = read(body)
        self._check_time(envelope.request)
        self._check_addressee(envelope)
        signer = await self._certificates.signer(url)
        if not signer.has_signed(body, signature):
            raise RequestRefused(reason="signature")
        return envelope

    def _check_time(self, request: Request) -> None:
        tolerance = EVENT_TOLERANCE if request.type in EVENTS else TOLERANCE
        sent_at = request.sent_at
        if sent_at is None or abs(self._now() - sent_at) > tolerance:
            raise RequestRefused(reason="timestamp")

    def _check_addressee(self, envelope: Envelope) -> None:
        if not envelope.applications or not envelope.applications <= self._skill_ids:
            raise RequestRefused(reason="application")


def _only(headers: Headers, name: str) -> str:
    """Of two headers a proxy may look at one, and we at the other."""
    told = headers.getlist(name)
    if len(told) != 1 or not told[0]:
        raise RequestRefused(reason=f"header_{name.lower()}")
    return told[0]


def _decoded(signature: str) -> bytes:
    if len(signature) > LONGEST_SIGNATURE:
        raise RequestRefused(reason="signature")
    try:
        decoded = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise RequestRefused(reason="signature") from exc
    if len(decoded) < SHORTEST_SIGNATURE_BYTES:
        raise RequestRefused(reason="signature")
    return decoded

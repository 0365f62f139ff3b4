"""A shopper who talks to an open shop as Alexa does: signed by the local authority of development mode."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

from assistant.development import CERTIFICATE_URL, SKILL_ID, Development
from tests.open_shop import OpenShop
from tests.unit.alexa.oracle import said, strictly

LONGEST_S = 20


@dataclass
class AlexaShopper:
    """Keeps what Alexa keeps of a session; each answer is held against Amazon's own model."""

    shop: OpenShop
    user: str = field(default_factory=lambda: f"amzn1.ask.account.{uuid.uuid4().hex}")
    access_token: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_open: bool = False

    def says(self, words: str) -> str:
        """A whole sentence, as it comes while the microphone is open."""
        return said(self.asks(intent("AnswerIntent", answer=words)))

    def built_in(self, name: str) -> dict[str, Any]:
        return self.asks(intent(f"AMAZON.{name}Intent"))

    def asks(self, request: Mapping[str, Any]) -> dict[str, Any]:
        status, content = self.sends(self.written(request))
        assert status == 200, content
        told = strictly(content)
        self.is_open = told["response"].get("shouldEndSession") is False
        self.attributes = told.get("sessionAttributes", {}) if self.is_open else {}
        return told

    def written(self, request: Mapping[str, Any]) -> bytes:
        user = {"userId": self.user, **({"accessToken": self.access_token} if self.access_token else {})}
        application = {"applicationId": SKILL_ID}
        told = {
            "version": "1.0",
            "session": {
                "new": not self.is_open,
                "sessionId": f"amzn1.echo-api.session.{self.user}",
                "application": application,
                "attributes": self.attributes,
                "user": user,
            },
            "context": {"System": {"application": application, "user": user, "device": {"supportedInterfaces": {}}}},
            "request": {
                "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
                "timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "locale": "en-US",
                **request,
            },
        }
        return json.dumps(told).encode()

    def sends(self, body: bytes) -> tuple[int, bytes]:
        headers = {
            "Content-Type": "application/json",
            "SignatureCertChainUrl": CERTIFICATE_URL,
            "Signature-256": Development(self.shop.folder / "development").signature_of(body),
        }
        request = Request(f"{self.shop.address}/webhooks/alexa", body, headers)  # noqa: S310 - our own address
        with urlopen(request, timeout=LONGEST_S) as answer:  # noqa: S310 - as above
            return answer.status, answer.read()


def intent(name: str, **slots: str) -> dict[str, Any]:
    told = {slot: {"name": slot, "value": value} for slot, value in slots.items()}
    return {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE", "slots": told}}

"""Links a demo customer's account as a platform does: the embedded provider's code flow with PKCE."""

import base64
import hashlib
import html
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from assistant.simulators.errors import CallRefused, NoSuchCustomer
from assistant.simulators.memory import Notes
from assistant.simulators.wire import Answered, Wire, why_refused

# The embedded provider knows it in development mode; nobody listens at the address.
CLIENT_ID = "aisle-development"
REDIRECT_URI = "http://127.0.0.1/development"
AUTHORIZE, TOKEN = "/oauth/authorize", "/oauth/token"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SEALED = re.compile(r'name="request" value="([^"]+)"')
RENEWED_BEFORE_S = 60
OK, REDIRECTS = 200, {302, 303}


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """`notes` keep the tokens, so that a customer who was linked once is the same on every channel, and tomorrow."""

    wire: Wire
    notes: Notes
    clock: Callable[[], float] = time.time

    def access_token(self, customer: str) -> str:
        if self.notes.get("ends_at", 0) < self.clock() + RENEWED_BEFORE_S:
            self._keep(self._renewed() or self._linked(customer))
        return str(self.notes["access_token"])

    def _renewed(self) -> Mapping[str, Any] | None:
        if "refresh_token" not in self.notes:
            return None
        try:
            return self._token(grant_type="refresh_token", refresh_token=self.notes["refresh_token"])
        except CallRefused:
            return None

    def _linked(self, customer: str) -> Mapping[str, Any]:
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": REDIRECT_URI,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        page = self._expect({OK}, self.wire.call("GET", f"{AUTHORIZE}?{urlencode(asked)}"))
        sealed = SEALED.search(page.body.decode())
        if sealed is None:
            raise CallRefused(status=page.status, why="the page to link an account at has no form")
        decided = {"request": html.unescape(sealed[1]), "customer": customer, "decision": "allow"}
        cookie = page.headers.get("set-cookie", "").partition(";")[0]
        answered = self._post(AUTHORIZE, decided, cookie=cookie)
        if answered.status not in REDIRECTS:
            raise NoSuchCustomer(customer=customer, address=self.wire.address)
        returned = parse_qs(urlsplit(answered.headers.get("location", "")).query)
        if returned.get("state") != [state] or "code" not in returned:
            raise CallRefused(status=answered.status, why=f"the account of {customer} was not linked")
        return self._token(
            grant_type="authorization_code",
            code=returned["code"][0],
            redirect_uri=REDIRECT_URI,
            code_verifier=verifier,
        )

    def _token(self, **asked: str) -> Mapping[str, Any]:
        answered = self._expect({OK}, self._post(TOKEN, {"client_id": CLIENT_ID, **asked}))
        told: Mapping[str, Any] = answered.json
        return told

    def _post(self, path: str, form: Mapping[str, str], *, cookie: str = "") -> Answered:
        """With the origin that the form's own page would have, and what the page left in the browser."""
        headers = {**FORM, "Origin": self.wire.address, **({"Cookie": cookie} if cookie else {})}
        return self.wire.call("POST", path, body=urlencode(form).encode(), headers=headers)

    def _expect(self, statuses: set[int], answered: Answered) -> Answered:
        if answered.status not in statuses:
            raise CallRefused(status=answered.status, why=why_refused(answered))
        return answered

    def _keep(self, told: Mapping[str, Any]) -> None:
        self.notes.update(
            access_token=told["access_token"],
            refresh_token=told.get("refresh_token"),
            ends_at=self.clock() + told["expires_in"],
        )

"""OAuth as authlib knows it, over what was read beforehand: decides what is answered, and notes what has to be written.

authlib asks its questions synchronously, so everything it may ask for is held in memory, and nothing here does I/O.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationCodeMixin,
    AuthorizationServer,
    InvalidGrantError,
    InvalidRequestError,
    TokenMixin,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload, OAuth2Request
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge

from webhooks.accounts.provider.clients import SHOPPING, Client

METHODS = ["client_secret_basic", "client_secret_post", "none"]
# authlib refuses what does not come by https; behind a proxy that ends TLS every request seems to come by http.
SOMEWHERE = "https://provider.invalid/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(AuthorizationCodeMixin, TokenMixin):  # type: ignore[misc]  # authlib has no types
    """A code or a refresh token that was issued. `is_spent` once it was used; `is_live` until it ends or is revoked.

    `is_just_spent`: so lately that the answer may have been lost on the way to whoever brings it again.
    """

    grant_id: str
    client_id: str
    customer_id: str
    resource: str | None
    is_spent: bool
    is_live: bool
    redirect_uri: str | None = None
    code_challenge: str | None = None
    is_just_spent: bool = False

    def get_redirect_uri(self) -> str | None:
        return self.redirect_uri

    def get_scope(self) -> str:
        return SHOPPING

    def check_client(self, client: Client) -> bool:
        return self.client_id == client.client_id


@dataclass(slots=True)
class Answer:
    """What the client is told; `location` is where the browser is sent."""

    status: int
    body: Mapping[str, Any]
    headers: list[tuple[str, str]]

    @property
    def location(self) -> str | None:
        return dict(self.headers).get("Location")


class Request(OAuth2Request):  # type: ignore[misc]  # authlib has no types
    def __init__(
        self, parameters: Mapping[str, str], *, method: str = "POST", authorization: str | None = None
    ) -> None:
        super().__init__(method, SOMEWHERE, headers={"Authorization": authorization} if authorization else {})
        self.payload = BasicOAuth2Payload(dict(parameters))

    @property
    def form(self) -> Mapping[str, str]:
        told: Mapping[str, str] = self.payload.data
        return told


class Server(AuthorizationServer):  # type: ignore[misc]  # authlib has no types
    """One request's. Afterwards it tells what has to be written: what was spent, issued, or used a second time.

    `is_guessed`: the code is right and the client's own, and the verifier is not, so somebody has the code alone.
    """

    def __init__(
        self,
        clients: Mapping[str, Client],
        *,
        held: Credential | None = None,
        issue: Callable[[Credential], Mapping[str, Any]] | None = None,
    ) -> None:
        super().__init__(scopes_supported=[SHOPPING])
        self.held = held
        self.code: str | None = None
        self.spent: Credential | None = None
        self.revoked: Credential | None = None
        self.is_reused = False
        self.is_guessed = False
        self.token: Mapping[str, Any] | None = None
        self._clients = clients
        self._issue = issue
        self.register_grant(_CodeGrant, [_OnlyS256(required=True)])
        self.register_grant(_RefreshGrant)
        self.register_endpoint(_Revocation)
        self.register_token_generator("default", self._generated)

    def query_client(self, client_id: str) -> Client | None:
        return self._clients.get(client_id)

    def held_for(self, client: Client) -> Credential | None:
        """A second use means that two parties have it, and one of them has stolen it (RFC 9700, 4.14).

        A client that has proved itself by its secret may ask once more right away: no thief could.
        """
        if self.held is None or not self.held.check_client(client):
            return None
        if self.held.is_spent and not (self.held.is_just_spent and client.secret_sha256 is not None):
            self.is_reused = True
            return None
        return self.held if self.held.is_live else None

    def save_token(self, token: Mapping[str, Any], request: Request) -> None:
        del request
        self.token = token

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: Request) -> Request:
        return request

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        return Answer(status, body if isinstance(body, Mapping) else {}, headers)

    def _generated(self, **_: Any) -> Mapping[str, Any]:
        if self._issue is None or self.held is None:
            raise AssertionError("tokens are generated for what was held only")
        return self._issue(self.held)


class _OnlyS256(CodeChallenge):  # type: ignore[misc]  # authlib has no types
    """authlib lets confidential clients go without, and takes a plain challenge: neither protects a stolen code."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        told = grant.request.payload.data
        if not told.get("code_challenge"):
            raise InvalidRequestError("Missing 'code_challenge'")
        if told.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Unsupported 'code_challenge_method'")
        super().validate_code_challenge(grant, redirect_uri)

    def validate_code_verifier(self, grant: Any, result: Any) -> None:
        try:
            super().validate_code_verifier(grant, result)
        except InvalidGrantError:
            grant.server.is_guessed = True
            raise

    def get_authorization_code_challenge_method(self, authorization_code: Credential) -> str:
        del authorization_code
        return "S256"


class _CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def save_authorization_code(self, code: str, request: Request) -> None:
        del request
        self.server.code = code

    def query_authorization_code(self, code: str, client: Client) -> Credential | None:
        del code
        held: Credential | None = self.server.held_for(client)
        return held

    def delete_authorization_code(self, authorization_code: Credential) -> None:
        self.server.spent = authorization_code

    def authenticate_user(self, authorization_code: Credential) -> str:
        return authorization_code.customer_id


class _RefreshGrant(RefreshTokenGrant):  # type: ignore[misc]  # authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Credential | None:
        del refresh_token
        held: Credential | None = self.server.held_for(self.request.client)
        return held

    def authenticate_user(self, refresh_token: Credential) -> str:
        return refresh_token.customer_id

    def revoke_old_credential(self, refresh_token: Credential) -> None:
        self.server.spent = refresh_token


class _Revocation(RevocationEndpoint):  # type: ignore[misc]  # authlib has no types
    CLIENT_AUTH_METHODS = METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> Credential | None:
        del token_string, token_type_hint
        held: Credential | None = self.server.held
        return held

    def revoke_token(self, token: Credential, request: Request) -> None:
        del request
        self.server.revoked = token

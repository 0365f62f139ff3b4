"""Who may ask customers to link their accounts: the clients that the operator has named, and where each is met."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import ClientMixin
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

SHOPPING = "shopping"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
GRANT_TYPES = {"authorization_code", "refresh_token"}
LONGEST_ADDRESS = 2000
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9._~-]+$")]


def _redirect_uri(address: str) -> str:
    """https, this machine for programs that run on it, or an app's own scheme, which has a dot in its name."""
    parts = urlsplit(address)
    is_https = parts.scheme == "https" and bool(parts.hostname)
    is_near = parts.scheme == "http" and parts.hostname in LOOPBACK
    if parts.fragment or parts.username is not None or not (is_https or is_near or "." in parts.scheme):
        raise ValueError("not an address such as https://client.example/callback, without a fragment")
    return address


RedirectUri = Annotated[
    str,
    StringConstraints(max_length=LONGEST_ADDRESS, pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$"),
    AfterValidator(_redirect_uri),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(ClientMixin):  # type: ignore[misc]  # authlib has no types
    """One without a secret is public: all that protects it is its redirect address and PKCE."""

    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    secret_sha256: str | None = None

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:
        return self.redirect_uris[0] if len(self.redirect_uris) == 1 else None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Nothing but shopping can be allowed, so that is what whoever names nothing asks for."""
        asked = (scope or SHOPPING).split()
        return SHOPPING if SHOPPING in asked else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris or any(
            _is_same_but_for_its_port(redirect_uri, known) for known in self.redirect_uris
        )

    def check_client_secret(self, client_secret: str) -> bool:
        told = hashlib.sha256(client_secret.encode(errors="surrogatepass")).hexdigest()
        return self.secret_sha256 is not None and hmac.compare_digest(told, self.secret_sha256)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        del endpoint
        return (method == "none") == (self.secret_sha256 is None)

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in GRANT_TYPES


def _is_same_but_for_its_port(asked: str, known: str) -> bool:
    """A program on the customer's own machine takes whatever port is free (RFC 8252, 7.3)."""
    try:
        mine, theirs = urlsplit(known), urlsplit(asked)
        port = theirs.port
    except ValueError:
        return False
    if mine.scheme != "http" or mine.hostname not in LOOPBACK or mine.port is not None or port is None:
        return False
    return asked == known.replace(mine.netloc, f"{mine.netloc}:{port}", 1)


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: ClientId
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    redirect_uris: Annotated[list[RedirectUri], Field(min_length=1)]
    secret_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    def as_client(self) -> Client:
        return Client(
            client_id=self.client_id,
            name=self.name,
            redirect_uris=tuple(self.redirect_uris),
            secret_sha256=self.secret_sha256,
        )


def read_clients(path: Path) -> Mapping[str, Client]:
    """Raises OSError, pydantic's ValidationError, or ValueError for two of the same name."""
    told = TypeAdapter(list[_Told]).validate_json(path.read_bytes())
    return by_id([each.as_client() for each in told])


def by_id(clients: Sequence[Client]) -> Mapping[str, Client]:
    named = {client.client_id: client for client in clients}
    if len(named) != len(clients):
        raise ValueError("two clients have the same client_id")
    return named

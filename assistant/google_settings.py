"""What an operator can set of Google's door: how Dialogflow and the Assistant prove themselves."""

from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

from webhooks.google.admission import Locks, ProxyCertificate
from webhooks.google.tokens import Expected

SHORTEST_BEARER = 32
SHORTEST_PASSWORD = 16
Several = Annotated[tuple[str, ...], NoDecode]


class GoogleSettings(BaseSettings):
    """A part of the gateway's settings; docs/google.md tells which of these to choose."""

    public_url: str | None = None

    google_service_agents: Several = ()
    google_audiences: Several = ()
    google_bearer_secret: Annotated[SecretStr, Field(min_length=SHORTEST_BEARER)] | None = None
    google_basic_login: SecretStr | None = None
    google_certificate_header: str | None = None
    google_client_certificates: Several = ()
    google_actions_project: str | None = None

    @field_validator("google_service_agents", "google_audiences", "google_client_certificates", mode="before")
    @classmethod
    def _named_one_by_one(cls, given: Any) -> Any:
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("google_basic_login")
    @classmethod
    def _is_a_login(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None:
            user, colon, password = given.get_secret_value().partition(":")
            if not user or not colon or len(password) < SHORTEST_PASSWORD:
                raise ValueError(f"not user:password with at least {SHORTEST_PASSWORD} characters of password")
        return given

    @model_validator(mode="after")
    def _can_be_kept_to(self) -> Self:
        if self.google_service_agents and not (self.google_audiences or self.public_url):
            raise ValueError("google_service_agents needs google_audiences or public_url: whom is a token for?")
        if bool(self.google_certificate_header) != bool(self.google_client_certificates):
            raise ValueError("google_certificate_header and google_client_certificates belong together")
        return self

    def google_locks(self, *, path: str) -> Locks:
        """Of the Dialogflow webhook at `path`; a token is for its address, or for the whole server's."""
        agents, at = self.google_service_agents, (self.public_url or "").rstrip("/")
        audiences = self.google_audiences or (f"{at}{path}", at)
        return Locks(
            tokens=Expected(audiences=audiences, emails=frozenset(agents)) if agents else None,
            bearer=_revealed(self.google_bearer_secret),
            basic=_revealed(self.google_basic_login),
            certificate=self._proxy_certificate(),
        )

    def _proxy_certificate(self) -> ProxyCertificate | None:
        if self.google_certificate_header is None:
            return None
        return ProxyCertificate(header=self.google_certificate_header, accepted=self.google_client_certificates)


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None

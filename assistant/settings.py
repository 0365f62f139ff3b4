"""What an operator can set of the gateway, read from the environment once at its start."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from assistant.door_settings import DoorSettings
from assistant.embedded_postgres import EmbeddedPostgres
from assistant.own_address import is_loopback
from catalog.embedding.choice import BUILT_IN
from catalog.retrieval.fusion import Weights
from webhooks.web.assertions import Trust, trust_in_public_key, trust_in_secret

SHORTEST_SECRET = 32
Port = Annotated[int, Field(ge=1, le=65535)]
Secret = Annotated[SecretStr, Field(min_length=SHORTEST_SECRET)]


class GatewaySettings(DoorSettings):
    """Every name is also an environment variable with AISLE_ in front; docs/configuration.md explains each."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")

    host: str = "127.0.0.1"
    port: Port = 8080
    public_url: str | None = None
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: str = "127.0.0.1"
    max_body_bytes: Annotated[int, Field(ge=1024)] = 65_536

    shop_name: str | None = None
    payment_url: str | None = None
    return_label_url: str | None = None
    cart_url: str | None = None

    database_url: SecretStr | None = None
    state_dir: Path = Path("var")
    embedding_model: str = BUILT_IN
    openai_api_key: SecretStr | None = None
    search_weights: Weights | None = None
    database_connections: Annotated[int, Field(ge=1)] = 12
    record_connections: Annotated[int, Field(ge=1)] = 4

    action_port: Port = 8081
    action_processes: Annotated[int, Field(ge=1, le=64)] = 1
    action_secret: Secret
    dialogue_host: str = "127.0.0.1"
    dialogue_port: Port = 5105
    dialogue_processes: Annotated[int, Field(ge=1, le=64)] = 1
    dialogue_secret: Secret
    sender_secret: Secret

    usual_half_life_days: Annotated[float, Field(gt=0, le=3650)] = 90.0
    usual_threshold: Annotated[float, Field(gt=0, lt=1)] = 0.65

    session_lifetime_days: Annotated[int, Field(ge=1)] = 30
    record_words: bool = False

    customer_secret: Secret | None = None
    customer_public_key: Path | None = None
    customer_audience: str = "aisle"
    demo_sign_in: bool = True

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: str | None = None

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _separated_by_commas(cls, given: Any) -> Any:
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or f"{parts.scheme}://{parts.netloc}" != origin:
                raise ValueError(f"{origin!r} is not an origin such as https://shop.example")
        return origins

    @field_validator("payment_url", "return_label_url")
    @classmethod
    def _leads_by_token(cls, url: str | None) -> str | None:
        if url is not None and (urlsplit(url).scheme != "https" or "{token}" not in url):
            raise ValueError("not an https address with {token} in it, such as https://pay.shop.example/{token}")
        return url

    @property
    def address(self) -> str:
        """Where others reach this server, as far as anybody told."""
        own = f"http://{f'[{self.host}]' if _is_ipv6(self.host) else self.host}:{self.port}"
        return (self.public_url or own).rstrip("/")

    @property
    def cart_page(self) -> str:
        """Where an order is finished that may not be placed by voice: a whole address, because a device opens it."""
        return self.cart_url or f"{self.address}/cart"

    @field_validator("cart_url")
    @classmethod
    def _takes_a_token_behind_it(cls, url: str | None) -> str | None:
        if url is not None and (urlsplit(url).scheme != "https" or "#" in url):
            raise ValueError("not an https address without a #, such as https://shop.example/cart")
        return url

    def payment_link(self, token: str) -> str:
        return self._link(self.payment_url, "pay", token)

    def label_link(self, token: str) -> str:
        return self._link(self.return_label_url, "labels", token)

    def _link(self, url: str | None, page: str, token: str) -> str:
        """Of the retailer's own system, or of this server's page."""
        if url is not None:
            return url.replace("{token}", token)
        return f"{(self.public_url or '').rstrip('/')}/{page}/{token}"

    @property
    def database(self) -> str:
        """The server named by the operator, or the one the supervisor keeps in the state folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return EmbeddedPostgres(self.state_dir / "postgres").url

    @property
    def other_action_addresses(self) -> tuple[str, ...]:
        """Of the processes that run actions and nothing else."""
        return tuple(f"http://127.0.0.1:{self.action_port + number}" for number in range(1, self.action_processes))

    @property
    def dialogue_addresses(self) -> tuple[str, ...]:
        host = f"[{self.dialogue_host}]" if _is_ipv6(self.dialogue_host) else self.dialogue_host
        return tuple(f"http://{host}:{self.dialogue_port + number}" for number in range(self.dialogue_processes))

    @model_validator(mode="after")
    def _is_developed_at_home(self) -> Self:
        """In development mode anybody may be anyone: nobody else may reach such a server."""
        public = urlsplit(self.public_url).hostname if self.public_url else self.host
        if self.development and not (is_loopback(self.host) and is_loopback(public or "")):
            raise ValueError("development is for one's own machine: host and public_url have to be its own, 127.0.0.1")
        return self

    @model_validator(mode="after")
    def _provide_safely(self) -> Self:
        """Codes, tokens and assertions travel to the provider's own address."""
        if self.provider and not (self.https or self.development):
            raise ValueError("provider needs a public_url that begins with https://")
        return self

    @model_validator(mode="after")
    def _believe_one_signer(self) -> Self:
        """Two would let whoever holds either of the keys be any customer."""
        if self.customer_secret is not None and self.customer_public_key is not None:
            raise ValueError("customer_secret and customer_public_key exclude each other")
        return self

    @property
    def trust(self) -> Trust | None:
        """Whose word is taken for who a customer is."""
        if self.customer_public_key is not None:
            return trust_in_public_key(self.customer_public_key.read_bytes(), audience=self.customer_audience)
        if self.customer_secret is not None:
            return trust_in_secret(self.customer_secret.get_secret_value(), audience=self.customer_audience)
        return None

    @property
    def origins(self) -> frozenset[str]:
        own = urlsplit(self.public_url) if self.public_url else None
        return frozenset(self.allowed_origins) | ({f"{own.scheme}://{own.netloc}"} if own else set())

    @property
    def https(self) -> bool:
        return self.public_url is not None and self.public_url.startswith("https://")

    @property
    def session_lifetime(self) -> timedelta:
        return timedelta(days=self.session_lifetime_days)


def _is_ipv6(host: str) -> bool:
    try:
        return ip_address(host).version == 6
    except ValueError:
        return False

"""What an operator can set of how often, how much and how long callers may ask, and who may see the figures."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from webhooks.limits.limits import Kind, Rate


def _read(given: Any) -> Any:
    return Rate.read(given) if isinstance(given, str) else given


Limit = Annotated[Rate, NoDecode, BeforeValidator(_read)]


class LimitSettings(BaseSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    limit_messages: Limit = Rate(burst=70, per_s=2)
    limit_address_messages: Limit = Rate(burst=1000, per_s=50)
    limit_sessions: Limit = Rate(burst=300, per_s=5)
    limit_sign_ins: Limit = Rate(burst=300, per_s=5)
    limit_demo_sign_ins: Limit = Rate(burst=300, per_s=5)
    limit_logins: Limit = Rate(burst=20, per_s=0.2)
    limit_searches: Limit = Rate(burst=300, per_s=20)
    limit_pictures: Limit = Rate(burst=1000, per_s=50)
    limit_voice: Limit = Rate(burst=30, per_s=1)
    limit_siri: Limit = Rate(burst=30, per_s=1)
    limit_mcp: Limit = Rate(burst=120, per_s=5)
    limit_events: Limit = Rate(burst=600, per_s=20)
    limit_admin_logins: Limit = Rate(burst=10, per_s=0.1)

    max_connections: Annotated[int, Field(ge=10)] = 2000
    headers_timeout_s: Annotated[float, Field(gt=0, le=60)] = 10.0
    body_timeout_s: Annotated[float, Field(gt=0, le=60)] = 3.0
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    admin_token: Annotated[SecretStr, Field(min_length=16)] | None = None

    @property
    def rates(self) -> Mapping[Kind, Rate]:
        return {kind: getattr(self, f"limit_{kind.value}") for kind in Kind}

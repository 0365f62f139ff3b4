"""Keeps a shop that wants no external calls from making any: what leads outside is refused by name at the start."""

from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings

from assistant.within import is_within
from catalog.embedding.choice import OPENAI

WITHOUT_HOST = ("file:", "sqlite:")


def leads_outside(address: str) -> bool:
    """Whether there is a host in it, and one beyond the shop's own network; a file has none.

    Without "//" it may still be one, as collectors are named "collector.example:4317".
    """
    is_bare = "//" not in address and not address.startswith(("/", ".", *WITHOUT_HOST))
    host = urlsplit(f"//{address}" if is_bare else address).hostname
    return host is not None and not is_within(host)


def _leads_mlflow_outside(uri: str) -> bool:
    """Databricks is named without its address, which its own environment tells."""
    return uri.startswith("databricks") or leads_outside(uri)


def _is_openai(model: str) -> bool:
    return model.startswith(OPENAI)


# What each setting would have called: the door's platform for its certificates, a collector, a provider of keys.
LEADING_OUTSIDE: Mapping[str, Callable[[Any], bool]] = {
    "llm_url": leads_outside,
    "embedding_model": _is_openai,
    "otlp_endpoint": leads_outside,
    "mlflow_uri": _leads_mlflow_outside,
    "alert_url": leads_outside,
    "openid_issuer": leads_outside,
    "alexa_skill_ids": bool,
    "google_service_agents": bool,
    "google_actions_project": bool,
}


class ExternalCalls(BaseSettings):
    """A part of every process's settings; docs/privacy.md tells what each of these sends."""

    external_calls: bool = True

    @model_validator(mode="after")
    def _stay_within(self) -> Self:
        if self.external_calls:
            return self
        for name, leads in LEADING_OUTSIDE.items():
            given = getattr(self, name, None)
            if given and leads(given.get_secret_value() if isinstance(given, SecretStr) else given):
                raise ValueError(f"external_calls=false forbids {name}: it leads out of this machine and its network")
        return self

"""What an operator can set of whose word is taken for who a customer is at the doors that bring access tokens."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings

from webhooks.accounts.fetching import is_safe
from webhooks.accounts.provider.clients import read_clients
from webhooks.accounts.token_reading import TokenRules

Word = Annotated[str, Field(min_length=1, max_length=500)]


class AccountSettings(BaseSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    development: bool = False

    openid_issuer: Word | None = None
    openid_audience: Word | None = None
    openid_customer_claim: Word = "sub"
    openid_scope: Word | None = None

    provider: bool = False
    provider_clients: Path | None = None
    sign_in_url: Word | None = None

    @model_validator(mode="after")
    def _believe_one_provider(self) -> Self:
        """Two issuers would let either of them say who anybody is."""
        if self.openid_issuer is None:
            return self
        parts = urlsplit(self.openid_issuer)
        if parts.query or parts.fragment or not is_safe(self.openid_issuer, at_home=self.development):
            raise ValueError("openid_issuer is not an https address such as https://login.shop.example")
        if self.openid_audience is None:
            raise ValueError(
                "openid_audience has to be set with openid_issuer: other services' tokens open nothing here"
            )
        if self.provider:
            raise ValueError("openid_issuer and provider exclude each other")
        return self

    @model_validator(mode="after")
    def _sign_in_safely(self) -> Self:
        """The page brings assertions back by the browser."""
        if self.sign_in_url is not None and not is_safe(self.sign_in_url, at_home=self.development):
            raise ValueError("sign_in_url is not an https address such as https://www.shop.example/assistant-sign-in")
        return self

    @field_validator("provider_clients")
    @classmethod
    def _names_clients(cls, path: Path | None) -> Path | None:
        """Read once here, so that a mistake in it stops the start by its place in the file."""
        try:
            if path is not None:
                read_clients(path)
        except ValidationError as exc:
            told = ("/".join(str(part) for part in each["loc"]) + f": {each['msg']}" for each in exc.errors())
            raise ValueError(f"{path} is no list of clients: {'; '.join(told)}") from exc
        except OSError as exc:
            raise ValueError(f"{path} cannot be read") from exc
        return path

    @property
    def has_provider(self) -> bool:
        return self.provider or (self.development and self.openid_issuer is None)

    @property
    def openid_rules(self) -> TokenRules | None:
        if self.openid_issuer is None or self.openid_audience is None:
            return None
        return TokenRules(
            issuer=self.openid_issuer,
            audience=self.openid_audience,
            customer_claim=self.openid_customer_claim,
            scope=self.openid_scope,
        )

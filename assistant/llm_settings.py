"""What an operator can set of the language model: which, for what, for how long and for how much."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from assistant.external_calls import ExternalCalls
from assistant.llm.budget import Limit, Limits
from assistant.llm.port import Use
from assistant.llm.prices import MICROS, Prices
from assistant.within import is_within

# What is left of a turn for everything else: understanding, the database, the way out.
REST_OF_TURN_S = 0.5
LONGEST_NAME = 200
Price = Annotated[Decimal, Field(ge=0, le=100_000)]
Tokens = Annotated[int, Field(ge=0)]


class ModelSettings(ExternalCalls):
    """A part of the gateway's and of the worker's settings; docs/configuration.md explains each."""

    llm_model: Annotated[str, Field(max_length=LONGEST_NAME)] | None = None
    llm_url: str | None = None
    llm_key: SecretStr | None = None
    llm_uses: Annotated[tuple[Use, ...], NoDecode] = (Use.UNDERSTANDING, Use.SPEAKING)
    llm_understanding_s: Annotated[float, Field(ge=0.1, le=8)] = 1.2
    llm_speaking_s: Annotated[float, Field(ge=0.1, le=8)] = 2.0
    llm_ranking_s: Annotated[float, Field(ge=0.1, le=300)] = 20.0
    llm_calls_at_once: Annotated[int, Field(ge=1, le=1000)] = 8

    llm_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    llm_input_price: Price | None = None
    llm_cached_price: Price | None = None
    llm_output_price: Price | None = None
    llm_conversation_tokens: Tokens = 60_000
    llm_conversation_money: Price | None = None
    llm_day_tokens: Tokens = 5_000_000
    llm_day_money: Price | None = None

    @field_validator("llm_uses", mode="before")
    @classmethod
    def _name_uses(cls, given: Any) -> Any:
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("llm_url")
    @classmethod
    def _leads_to_a_model(cls, url: str | None) -> str | None:
        """A key, and what shoppers say, travel to it."""
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
            raise ValueError("not an address such as https://api.shop.example/v1 or http://127.0.0.1:8000/v1")
        if parts.scheme == "http" and not is_within(parts.hostname):
            raise ValueError("an address outside your own network has to begin with https://")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.llm_model is None:
            return self
        if not (self.external_calls or self.asks_within):
            raise ValueError("external_calls=false forbids llm_model at OpenAI: llm_url has to be in your own network")
        if self.llm_url is None and self.llm_key is None:
            raise ValueError("llm_model needs llm_key for OpenAI, or llm_url for a server of your own")
        money = self.llm_conversation_money is not None or self.llm_day_money is not None
        if money and (self.llm_input_price is None or self.llm_output_price is None):
            raise ValueError("a budget in money needs llm_input_price and llm_output_price")
        return self

    @property
    def asks_within(self) -> bool:
        """Whether the model's server is on this machine or in the shop's own network."""
        return self.llm_url is not None and is_within(urlsplit(self.llm_url).hostname or "")

    @property
    def llm_within_s(self) -> Mapping[Use, float]:
        return {
            Use.UNDERSTANDING: self.llm_understanding_s,
            Use.SPEAKING: self.llm_speaking_s,
            Use.RANKING: self.llm_ranking_s,
        }

    @property
    def llm_prices(self) -> Prices:
        return Prices(
            currency=self.llm_currency,
            input=self.llm_input_price or Decimal(0),
            cached=self.llm_cached_price,
            output=self.llm_output_price or Decimal(0),
        )

    @property
    def llm_limits(self) -> Limits:
        return Limits(
            conversation=Limit(tokens=self.llm_conversation_tokens, cost_micros=_micros(self.llm_conversation_money)),
            day=Limit(tokens=self.llm_day_tokens, cost_micros=_micros(self.llm_day_money)),
        )


class TurnModelSettings(ModelSettings):
    """Of whoever answers turns, and has to keep their time."""

    turn_deadline_s: Annotated[float, Field(gt=0.5, le=30)] = 5.0

    @model_validator(mode="after")
    def _leave_room_in_turns(self) -> Self:
        """A turn may ask twice, one after the other: to understand and to speak."""
        if self.llm_model is None:
            return self
        spent = sum(self.llm_within_s[use] for use in {Use.UNDERSTANDING, Use.SPEAKING} & set(self.llm_uses))
        if spent > self.turn_deadline_s - REST_OF_TURN_S:
            raise ValueError(
                f"llm_understanding_s and llm_speaking_s take {spent:g} of turn_deadline_s={self.turn_deadline_s:g}:"
                f" together at most {self.turn_deadline_s - REST_OF_TURN_S:g}"
            )
        return self


class CommandModelSettings(TurnModelSettings):
    """As commands and the doctor read them."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")


def _micros(money: Decimal | None) -> int | None:
    return None if money is None else int(money * MICROS)

"""Reads what Google sends without ever breaking on it: what is unknown passes, what has another type was not sent."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, WrapValidator, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import from_json

from webhooks.google.errors import EnvelopeUnreadable


def otherwise(default: Any) -> WrapValidator:
    def read(given: Any, handler: Any) -> Any:
        try:
            return handler(given)
        except ValidationError:
            return default

    return WrapValidator(read)


Text = Annotated[str, otherwise("")]
Flag = Annotated[bool | None, otherwise(None)]
NO_FACTS: Mapping[str, Any] = {}
Facts = Annotated[Mapping[str, Any], otherwise(NO_FACTS)]


class Part(BaseModel):
    """A part that is no object at all is read as an empty one."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True)

    @model_validator(mode="wrap")
    @classmethod
    def _whatever_comes(cls, given: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(given)
        except ValidationError:
            return handler({})


def document_of(body: bytes) -> Mapping[str, Any]:
    """Raises EnvelopeUnreadable."""
    try:
        document = from_json(body, allow_inf_nan=False)
    except ValueError as exc:
        raise EnvelopeUnreadable(reason="not_json") from exc
    if not isinstance(document, dict):
        raise EnvelopeUnreadable(reason="not_an_object")
    return document

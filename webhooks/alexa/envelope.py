"""What Alexa sends, as far as we look at it; whatever is missing, unknown or of another kind never breaks us."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic.alias_generators import to_camel

from webhooks.alexa.errors import RequestRefused
from webhooks.web.bodies import cleaned

LONGEST_NAME = 1024
LONGEST_TOKEN = 8192


def _mapping(given: Any) -> Any:
    return given if isinstance(given, dict) else {}


Name = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Token = Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_TOKEN)]


class Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)

    @field_validator("*", mode="wrap")
    @classmethod
    def _absent_if_of_another_kind(cls, given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        try:
            return handler(given)
        except ValidationError:
            return cls.model_fields[str(info.field_name)].get_default(call_default_factory=True)


class Application(Part):
    application_id: Name | None = None


class User(Part):
    user_id: Name | None = None
    access_token: Token | None = None


class Device(Part):
    supported_interfaces: Mapping[str, Any] = {}


class System(Part):
    """A recognised voice (`person`) is left out on purpose: it is no proof of who may use the account."""

    application: Application = Application()
    user: User = User()
    device: Device = Device()
    api_endpoint: Name | None = None
    api_access_token: Token | None = None


class Context(Part):
    system: System = Field(default=System(), alias="System")


class Session(Part):
    new: bool = False
    session_id: Name | None = None
    application: Application = Application()
    user: User = User()
    attributes: Mapping[str, Any] = {}


class Value(Part):
    """One that the model knows has a name of its own, whatever word of it was said."""

    name: Name | None = None


class Match(Part):
    value: Value = Value()


class Status(Part):
    code: Name | None = None


class Authority(Part):
    status: Status = Status()
    values: list[Annotated[Match, BeforeValidator(_mapping)]] = []


class Resolutions(Part):
    resolutions_per_authority: list[Annotated[Authority, BeforeValidator(_mapping)]] = []


class Slot(Part):
    value: Name | None = None
    resolutions: Resolutions = Resolutions()

    @property
    def heard(self) -> str | None:
        """What the model knows it as, else as it was said."""
        for authority in self.resolutions.resolutions_per_authority:
            if authority.status.code == "ER_SUCCESS_MATCH" and authority.values:
                return authority.values[0].value.name or self.value
        return self.value


class Intent(Part):
    name: Name | None = None
    slots: dict[str, Annotated[Slot, BeforeValidator(_mapping)]] = {}


class Failure(Part):
    type: Name | None = None


class Request(Part):
    type: Name | None = None
    request_id: Name | None = None
    timestamp: Name | None = None
    locale: Name | None = None
    intent: Intent = Intent()
    reason: Name | None = None
    error: Failure = Failure()
    arguments: list[Any] = []
    token: Name | None = None

    @property
    def sent_at(self) -> datetime | None:
        try:
            moment = datetime.fromisoformat(self.timestamp or "")
        except ValueError:
            return None
        return moment if moment.tzinfo else None


class Envelope(Part):
    session: Session = Session()
    context: Context = Context()
    request: Request = Request()

    @property
    def applications(self) -> frozenset[str]:
        """The skills that it says it is for: told twice, or only once."""
        told = (self.context.system.application.application_id, self.session.application.application_id)
        return frozenset(each for each in told if each)

    @property
    def user(self) -> User:
        told = self.context.system.user
        return told if told.user_id else self.session.user


def read(body: bytes) -> Envelope:
    """Raises RequestRefused for what is no JSON object, or means different things to different readers."""
    try:
        told = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_without_doubles, parse_constant=_no_such_constant
        )
    except (ValueError, RecursionError) as exc:
        raise RequestRefused(reason="body_unreadable") from exc
    if not isinstance(told, dict):
        raise RequestRefused(reason="body_unreadable")
    return Envelope.model_validate(told)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is used twice")
    return found


def _no_such_constant(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")

"""Reads what the Assistant put into Dialogflow ES requests: system intents, their arguments, and the user."""

from typing import Annotated

from pydantic import Field

from webhooks.google.parts import NO_FACTS, Facts, Flag, Part, Text, otherwise
from webhooks.google.said import Kind, words_or_nothing
from webhooks.google.shown import PICKS

SCREEN = "actions.capability.SCREEN_OUTPUT"


class _RawInput(Part):
    query: Text = ""


class _Argument(Part):
    name: Text = ""
    text_value: Text = ""
    bool_value: Flag = None
    extension: Facts = NO_FACTS


class _Input(Part):
    intent: Text = ""
    raw_inputs: Annotated[tuple[_RawInput, ...], otherwise(())] = ()
    arguments: Annotated[tuple[_Argument, ...], otherwise(())] = ()

    @property
    def query(self) -> str:
        return next((raw.query for raw in self.raw_inputs if raw.query), "")

    def argument(self, name: str) -> _Argument:
        return next((argument for argument in self.arguments if argument.name == name), _Argument())


class _User(Part):
    user_id: Text = ""
    locale: Text = ""
    access_token: Text = ""


class _Capability(Part):
    name: Text = ""


class _Surface(Part):
    capabilities: Annotated[tuple[_Capability, ...], otherwise(())] = ()


class AssistantPayload(Part):
    """Of the telephony part only that it is there: the caller's number is not looked at."""

    inputs: Annotated[tuple[_Input, ...], otherwise(())] = ()
    user: _User = _User()
    surface: _Surface = _Surface()
    telephony: Facts = NO_FACTS
    aisle_access_token: Text = Field("", alias="aisle_access_token")


def heard(payload: AssistantPayload, *, fallback: str) -> tuple[Kind, str]:
    """`fallback` is what Dialogflow itself took the words to be."""
    told = payload.inputs[0]
    intent = told.intent.removeprefix("actions.intent.")
    if (kind := _event(intent, told)) is not None:
        return kind, ""
    if intent == "OPTION":
        return _picked(told)
    if intent == "CONFIRMATION":
        return words_or_nothing(told.query, _yes_or_no(told.argument("CONFIRMATION")))
    return words_or_nothing(told.query, told.argument("text").text_value, fallback)


def _event(intent: str, told: _Input) -> Kind | None:
    """What happened without words; a wake-up such as "talk to my test app" is not said to us."""
    found = {
        "MAIN": Kind.HEALTH_CHECK if told.argument("is_health_check").bool_value else Kind.WELCOME,
        "NO_INPUT": Kind.LAST_SILENCE if told.argument("IS_FINAL_REPROMPT").bool_value else Kind.SILENCE,
        "SIGN_IN": Kind.LINKED if told.argument("SIGN_IN").extension.get("status") == "OK" else Kind.NOT_LINKED,
        "CANCEL": Kind.FAREWELL,
    }
    return found.get(intent)


def has_screen(payload: AssistantPayload) -> bool:
    return any(capability.name == SCREEN for capability in payload.surface.capabilities)


def _picked(told: _Input) -> tuple[Kind, str]:
    """The keys of our lists are words; what somebody else's list said is read by the title that was tapped."""
    key = told.argument("OPTION").text_value
    return words_or_nothing(*((key,) if key in PICKS else (told.query, key)))


def _yes_or_no(confirmation: _Argument) -> str:
    if confirmation.bool_value is None:
        return ""
    return "yes" if confirmation.bool_value else "no"

"""Reads answers strictly: Google's own messages for CX and ES, and a model of the public reference for Actions."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from google.cloud import dialogflow_v2, dialogflowcx_v3
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from webhooks.google.door import ACTIONS_PATH, CX_PATH, ES_PATH

MOST_BYTES = 65_536


def parse(path: str, content: bytes) -> None:
    """Raises for any field that the platform does not know, and for any of the wrong type."""
    assert len(content) <= MOST_BYTES
    told = json.loads(content)
    if path == CX_PATH:
        _parse_cx(content.decode(), told)
    elif path == ES_PATH:
        _parse_es(content.decode(), told)
    else:
        assert path == ACTIONS_PATH
        ActionsResponse.model_validate(told)


def _parse_cx(content: str, told: Mapping[str, Any]) -> None:
    dialogflowcx_v3.WebhookResponse.from_json(content, ignore_unknown_fields=False)
    for message in told["fulfillmentResponse"]["messages"]:
        assert len(message) == 1, "a message is of one kind"
        for text in message.get("text", {}).get("text", ()):
            assert 0 < len(text) <= 640
        for group in message.get("payload", {}).get("richContent", ()):
            for element in group:
                RICH_CONTENT[element["type"]].model_validate(element)


def _parse_es(content: str, told: Mapping[str, Any]) -> None:
    dialogflow_v2.WebhookResponse.from_json(content, ignore_unknown_fields=False)
    for message in told["fulfillmentMessages"]:
        for group in message.get("payload", {}).get("richContent", ()):
            for element in group:
                RICH_CONTENT[element["type"]].model_validate(element)
    if "google" in told["payload"]:
        AssistantPayload.model_validate(told["payload"]["google"])


def _is_web(address: str) -> str:
    assert address.startswith(("https://", "http://"))
    return address


def _is_secure(address: str) -> str:
    assert address.startswith("https://")
    return address


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Bubble = Annotated[str, StringConstraints(min_length=1, max_length=640)]
Chip = Annotated[str, StringConstraints(min_length=1, max_length=25)]
Title = Annotated[str, StringConstraints(min_length=1)]
Web = Annotated[str, AfterValidator(_is_web)]
Secure = Annotated[str, AfterValidator(_is_secure)]


class _RawImage(Strict):
    rawUrl: Web  # noqa: N815 - the platform's names, here and below


class _OldImage(Strict):
    src: _RawImage


class _Anchor(Strict):
    href: Web


class _Info(Strict):
    type: Literal["info"]
    title: Title
    subtitle: str
    image: _RawImage | _OldImage | None = None
    anchor: _Anchor | None = None
    actionLink: Web | None = None  # noqa: N815


class _Description(Strict):
    type: Literal["description"]
    title: Title
    text: list[Title]


class _Button(Strict):
    type: Literal["button"]
    text: Title
    anchor: _Anchor | None = None
    link: Web | None = None


class _Option(Strict):
    text: Chip


class _Chips(Strict):
    type: Literal["chips"]
    options: Annotated[list[_Option], Field(min_length=1, max_length=8)]


RICH_CONTENT: dict[str, type[Strict]] = {
    "info": _Info,
    "description": _Description,
    "button": _Button,
    "chips": _Chips,
}


class _SimpleResponse(Strict):
    """Speech is told in one of two ways, never in both."""

    textToSpeech: Bubble | None = None  # noqa: N815
    ssml: str | None = None
    displayText: Bubble | None = None  # noqa: N815

    def model_post_init(self, _: Any) -> None:
        assert (self.textToSpeech is None) != (self.ssml is None)


class _Image(Strict):
    url: Secure
    accessibilityText: Title  # noqa: N815


class _OpenUrl(Strict):
    url: Secure


class _CardButton(Strict):
    title: Title
    openUrlAction: _OpenUrl  # noqa: N815


class _BasicCard(Strict):
    title: Title
    formattedText: Title  # noqa: N815
    image: _Image | None = None
    buttons: Annotated[list[_CardButton], Field(max_length=1)] = []


class _RichItem(Strict):
    simpleResponse: _SimpleResponse | None = None  # noqa: N815
    basicCard: _BasicCard | None = None  # noqa: N815


class _Suggestion(Strict):
    title: Chip


class _LinkOut(Strict):
    destinationName: Title  # noqa: N815
    url: Secure


class _RichResponse(Strict):
    items: Annotated[list[_RichItem], Field(min_length=1, max_length=3)]
    suggestions: Annotated[list[_Suggestion], Field(max_length=8)] = []
    linkOutSuggestion: _LinkOut | None = None  # noqa: N815

    def model_post_init(self, _: Any) -> None:
        assert self.items[0].simpleResponse is not None, "the first item is a simple response"
        assert sum(item.simpleResponse is not None for item in self.items) <= 2


class _SystemIntent(Strict):
    intent: Literal["actions.intent.SIGN_IN", "actions.intent.OPTION"]
    data: dict[str, Any]

    def model_post_init(self, _: Any) -> None:
        spec = "SignInValueSpec" if self.intent.endswith("SIGN_IN") else "OptionValueSpec"
        assert self.data["@type"] == f"type.googleapis.com/google.actions.v2.{spec}"
        items = self.data.get("listSelect", {}).get("items", [])
        titles = [item["title"] for item in items]
        assert self.intent.endswith("SIGN_IN") or 2 <= len(items) <= 30
        assert len(set(titles)) == len(titles), "titles of a list have to differ"


class AssistantPayload(Strict):
    expectUserResponse: bool  # noqa: N815
    richResponse: _RichResponse  # noqa: N815
    noInputPrompts: Annotated[list[_SimpleResponse], Field(max_length=3)] = []  # noqa: N815
    systemIntent: _SystemIntent | None = None  # noqa: N815

    def model_post_init(self, _: Any) -> None:
        assert self.expectUserResponse or not (self.richResponse.suggestions or self.systemIntent)


class _Simple(Strict):
    speech: Title
    text: Bubble | None = None


class _Open(Strict):
    url: Secure


class _Link(Strict):
    name: Title
    open: _Open


class _ActionsImage(Strict):
    url: Secure
    alt: Title


class _Card(Strict):
    title: Title
    text: Title
    image: _ActionsImage | None = None
    button: _Link | None = None


class _Cell(Strict):
    text: str


class _Row(Strict):
    cells: list[_Cell]
    divider: bool


class _Column(Strict):
    header: Title


class _Table(Strict):
    title: Title
    columns: list[_Column]
    rows: Annotated[list[_Row], Field(min_length=1)]


class _Content(Strict):
    card: _Card | None = None
    table: _Table | None = None


class _Prompt(Strict):
    override: bool
    firstSimple: _Simple  # noqa: N815
    lastSimple: _Simple | None = None  # noqa: N815
    content: _Content | None = None
    suggestions: Annotated[list[_Suggestion], Field(max_length=8)] = []
    link: _Link | None = None


class _Next(Strict):
    name: Literal["actions.scene.END_CONVERSATION"]


class _ActionsScene(Strict):
    name: str | None = None
    next: _Next | None = None


class _ActionsSession(Strict):
    id: Title
    params: dict[str, Any]


class ActionsResponse(Strict):
    prompt: _Prompt
    session: _ActionsSession
    scene: _ActionsScene | None = None

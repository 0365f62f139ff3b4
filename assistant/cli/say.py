"""`aisle say`: speaks to an open shop as Alexa, Dialogflow, Siri or the widget would, without an account there."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from assistant.development import Development
from assistant.simulators.alexa import AlexaSpeaker
from assistant.simulators.errors import NobodyToSpeakFor, NotInDevelopment
from assistant.simulators.google import GoogleSpeaker
from assistant.simulators.linking import Linking
from assistant.simulators.memory import Memory, Notes
from assistant.simulators.siri import SiriSpeaker
from assistant.simulators.told import Speaker, Told
from assistant.simulators.web import WebSpeaker
from assistant.simulators.wire import Wire
from assistant.skill_package import known_sentences, learned_sentences
from assistant.supervisor.settings import SupervisorSettings
from webhooks.alexa.skill.hearing import Hearing

GUEST = "guest"


class Platform(StrEnum):
    ALEXA = "alexa"
    GOOGLE = "google"
    GOOGLE_ES = "google-es"
    SIRI = "siri"
    WEB = "web"


def say(  # noqa: PLR0913 - the options of the command
    sentences: Annotated[
        list[str] | None, typer.Argument(help="What is said, one after the other.", show_default="lines of stdin")
    ] = None,
    *,
    channel: Annotated[Platform, typer.Option(help="As whom it is said.")] = Platform.ALEXA,
    request: Annotated[
        list[str] | None, typer.Option(help="Something without words: launch, stop, cancel, yes, no, help, ended …")
    ] = None,
    customer: Annotated[str | None, typer.Option("--as", help="A demo customer, such as maya-okafor.")] = None,
    user: Annotated[
        str | None,
        typer.Option(help="The platform's name for the person.", show_default="guest, or the customer"),
    ] = None,
    session: Annotated[str, typer.Option(help="Goes on with the conversation of this name.")] = "main",
    new: Annotated[bool, typer.Option("--new", help="Begin the conversation anew.")] = False,
    screen: Annotated[bool, typer.Option("--screen", help="On an Alexa device with a screen.")] = False,
    address: Annotated[
        str | None,
        typer.Option(help="A server on this machine, with this state folder.", show_default="of this installation"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the platform's own JSON, one answer a line.")] = False,
) -> None:
    """Say something by one of the channels, to a shop that was opened in development mode.

    A conversation goes on from one call to the next for as long as its microphone stays open.
    """
    settings = SupervisorSettings()
    wire = Wire((address or settings.address).rstrip("/"))
    if not wire.is_in_development:
        raise NotInDevelopment(address=wire.address)
    # A guest who links an account stays the same person to the platform, and keeps the cart.
    person = user or customer or GUEST
    studio = _Studio(wire=wire, settings=settings, channel=channel, customer=customer, user=person, has_screen=screen)
    with studio.speaking(session, new=new) as speaker:
        for kind in request or ():
            _print(f"({kind})", speaker.requests(kind), as_json=as_json)
        for said in _said(sentences, is_needed=not request):
            _print(said, speaker.says(said), as_json=as_json)


class _Studio:
    """Where a speaker of the chosen channel is made, and what it remembers is kept."""

    def __init__(
        self,
        *,
        wire: Wire,
        settings: SupervisorSettings,
        channel: Platform,
        customer: str | None,
        user: str,
        has_screen: bool,
    ) -> None:
        self._wire = wire
        self._channel = channel
        self._customer = customer
        self._user = user
        self._has_screen = has_screen
        self._development = Development(settings.state_folder / "development")

    @contextmanager
    def speaking(self, session: str, *, new: bool) -> Iterator[Speaker]:
        """What was said before something failed is remembered all the same."""
        memory = Memory(self._development.folder / "said.json")
        kept = memory.read()
        name = f"{self._channel} {self._user} {self._customer} {session}"
        notes = kept.setdefault(name, {})
        if new:
            notes.clear()
        account = kept.setdefault(f"account {self._customer}", {})
        try:
            yield self._speaker(notes, account)
        finally:
            memory.write(kept)

    def _speaker(self, notes: Notes, account: Notes) -> Speaker:
        self._development.ensure()
        token = Linking(wire=self._wire, notes=account).access_token(self._customer) if self._customer else None
        if self._channel is Platform.WEB:
            return WebSpeaker(wire=self._wire, notes=notes, access_token=token)
        if self._channel is Platform.SIRI:
            if token is None:
                raise NobodyToSpeakFor(channel="Siri")
            session = account.setdefault("session", {})
            return SiriSpeaker(
                wire=self._wire,
                notes=notes,
                customer=WebSpeaker(wire=self._wire, notes=session, access_token=token),
            )
        if self._channel is Platform.ALEXA:
            return AlexaSpeaker(
                wire=self._wire,
                development=self._development,
                user=f"amzn1.ask.account.{self._user}",
                notes=notes,
                access_token=token,
                has_screen=self._has_screen,
                hearing=Hearing(known=frozenset(known_sentences(learned_sentences()))),
            )
        return GoogleSpeaker(
            wire=self._wire,
            development=self._development,
            notes=notes,
            edition="cx" if self._channel is Platform.GOOGLE else "es",
            access_token=token,
        )


def _said(sentences: list[str] | None, *, is_needed: bool) -> Iterator[str]:
    """Of the command line; where nothing is there, a line of standard input is a sentence."""
    if sentences:
        yield from sentences
    elif is_needed:
        yield from (line.strip() for line in sys.stdin if line.strip())


def _print(said: str, told: Told, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told.raw, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"> {said}", style="bold", markup=False)
    if told.note:
        console.print(f"  {told.note}", style="yellow", markup=False)
    console.print(f"  {told.speech or '(nothing is said)'}", markup=False)
    for line in told.shown:
        console.print(f"    {line}", style="dim", markup=False)
    console.print(f"  [dim]{'the microphone stays open' if told.is_open else 'the microphone is closed'}[/]")

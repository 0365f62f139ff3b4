"""What a request of any of Google's formats comes to: who speaks in which session, and what, if anything, was said."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from webhooks.google.errors import EnvelopeUnreadable
from webhooks.google.shown import Shown
from webhooks.web.bodies import LONGEST_TEXT, cleaned

LONGEST_SESSION = 512
LONGEST_ACCESS_TOKEN = 8192
DEFAULT_LOCALE = "en-US"
_LOCALE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?\b")
_AGENT = re.compile(r"projects/[^/]+(?:/locations/[^/]+)?/(?:agents/[^/]+|agent)(?=/)")

Document = Mapping[str, Any]


class Kind(StrEnum):
    WORDS = "words"
    WELCOME = "welcome"
    SILENCE = "silence"
    LAST_SILENCE = "last_silence"
    FAREWELL = "farewell"
    LINKED = "linked"
    NOT_LINKED = "not_linked"
    HEALTH_CHECK = "health_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`turn` is what the platform sends alike in a retry of the same turn and never otherwise; empty if nothing is.

    `user` is told by the platform itself; whatever an integration or a page can set names nobody. `sees_links` where
    an address can be shown, and the platform has no sign-in of its own.
    """

    kind: Kind
    session: str
    application: str
    turn: str = ""
    words: str = ""
    locale: str = DEFAULT_LOCALE
    user: str | None = None
    access_token: str | None = field(default=None, repr=False)
    sees_links: bool = False

    def request_id(self, *, new_id: Callable[[], str]) -> str:
        """Without anything to tell a retry by, each request is a turn of its own: two times "yes" may be meant.

        Other words are never a retry, whatever they come under.
        """
        if not self.turn:
            return new_id()
        same = (self.application, self.session, self.turn, self.kind, self.words)
        return hashlib.sha256("\n".join(same).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A request of one of the formats, with the way to answer it."""

    said: Said
    render: Callable[[Shown], Document]


def words_or_nothing(*candidates: str) -> tuple[Kind, str]:
    """The first that says something."""
    for candidate in candidates:
        if words := cleaned(candidate)[:LONGEST_TEXT]:
            return Kind.WORDS, words
    return Kind.SILENCE, ""


def session_of(name: str) -> str:
    """Raises EnvelopeUnreadable: without it nobody knows whose conversation goes on."""
    if not name.strip() or len(name) > LONGEST_SESSION:
        raise EnvelopeUnreadable(reason="no_session")
    return name


def application_of(session: str) -> str:
    """The agent that the session is of."""
    found = _AGENT.match(session)
    return found[0] if found else "dialogflow"


def locale_of(*codes: str) -> str:
    """ "en", "en-us" and "en_US" as one language tag; the first code that is one."""
    for code in codes:
        if found := _LOCALE.match(code):
            language, region = found[1].lower(), (found[2] or "").upper()
            return f"{language}-{region}" if region else (DEFAULT_LOCALE if language == "en" else language)
    return DEFAULT_LOCALE


def access_token_of(*candidates: Any) -> str | None:
    """A token proves itself when it is verified, so it does not matter who put it there."""
    return next(
        (given for given in candidates if isinstance(given, str) and 0 < len(given) <= LONGEST_ACCESS_TOKEN), None
    )

"""Who looks at a page, as far as they may be known, and which lists they were given."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import StringConstraints

from rerank.events.event import Actor
from rerank.ranking.stored_lists import ToldList
from rerank.recommending import Visit
from shop.shown import ShownList
from shop.turn import Channel
from webhooks.web.sessions import Sessions

BEARER = HTTPBearer(auto_error=False, description="The token of POST /chat/sessions, if there is one")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
# Beside the token, as one of two ways to ask: the document says so to whoever reads it.
ALSO_WITHOUT: dict[str, Any] = {"security": [{}]}
Device = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9._:-]+$")]
OF_THE_BROWSER = "What the page's beacon calls the browser."
# Signals of the browser by which a shopper says no to all pages at once.
OPT_OUTS = ("sec-gpc", "dnt")


class Visitors:
    """`listed` hears of each list, so that what a page tells of it later is understood.

    A list is one visitor's: no cache may give it to two, who would be taken for one.
    """

    def __init__(self, sessions: Sessions, *, listed: Callable[[ToldList], None], now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._listed = listed
        self._now = now

    async def visit(self, request: Request, bearer: Bearer, *, device: str | None, came_from: str = "") -> Visit:
        """Raises Unauthenticated for a token that opens nothing."""
        session = await self._sessions.of_token(bearer.credentials) if bearer else None
        return Visit(
            shopper_id=session.shopper_id if session else None,
            session_id=session.conversation_id if session else None,
            device_id=None if is_opted_out(request) else device,
            came_from=came_from,
        )

    def given(self, request: Request, visit: Visit, shown: ShownList) -> None:
        """Of a browser that says no nothing is kept."""
        if is_opted_out(request):
            return
        actor = Actor(shopper_id=visit.shopper_id, conversation_id=visit.session_id, device_id=visit.device_id)
        self._listed(ToldList(shown=shown, actor=actor, channel=Channel.WEB, at=self._now()))


def is_opted_out(request: Request) -> bool:
    return any(request.headers.get(name) == "1" for name in OPT_OUTS)

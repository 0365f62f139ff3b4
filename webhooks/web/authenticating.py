"""Whose chat session a request belongs to, by its bearer token."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from webhooks.errors import Unauthenticated
from webhooks.web.session_rows import Session
from webhooks.web.sessions import Sessions

BEARER = HTTPBearer(auto_error=False, description="The token of POST /chat/sessions")
Authenticate = Callable[[HTTPAuthorizationCredentials | None], Awaitable[Session]]


def authentication(sessions: Sessions) -> Authenticate:
    async def authenticate(
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> Session:
        if credentials is None:
            raise Unauthenticated
        return await sessions.of_token(credentials.credentials)

    return authenticate

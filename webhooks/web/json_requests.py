"""What every call of the chat API keeps to: JSON in, and answers that no cache keeps."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

NOT_KEPT = {"Cache-Control": "no-store"}


def json_only(request: Request) -> None:
    """A page of another origin can send text/plain without asking first; nothing is read from it."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415)

"""Where a signing certificate may come from: Amazon's own bucket, by an address that means one thing only."""

import re
from urllib.parse import urlsplit

from webhooks.alexa.errors import RequestRefused

LONGEST = 1024
HOSTS = frozenset({"s3.amazonaws.com", "s3.amazonaws.com:443"})
FOLDER = "/echo.api/"
# Servers and clients read what is left out here in more than one way: escapes, backslashes, queries, other alphabets.
PLAIN = re.compile(r"[A-Za-z0-9:/._~!$&'()*+,;=-]+")


def normalised(url: str) -> str:
    """The address to fetch, with `.` and `..` resolved: it is what is checked, so it has to be what is fetched."""
    if len(url) > LONGEST or not PLAIN.fullmatch(url):
        raise RequestRefused(reason="certificate_url")
    parts = urlsplit(url)
    path = _resolved(parts.path)
    if parts.scheme.lower() != "https" or parts.netloc.lower() not in HOSTS:
        raise RequestRefused(reason="certificate_url")
    if not path.startswith(FOLDER) or path.endswith("/"):
        raise RequestRefused(reason="certificate_url")
    return f"https://s3.amazonaws.com{path}"


def _resolved(path: str) -> str:
    """As RFC 3986 removes dot segments."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    closing = "/" if segments and segments[-1] in {".", ".."} else ""
    return "/" + "/".join(kept) + closing

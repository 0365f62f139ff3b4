"""Addresses of pages and pictures: those of the web only, made whole where the feed leaves the host out."""

import re
from urllib.parse import urljoin, urlsplit

from catalog.intake.fields import Fields, first, name_used
from catalog.intake.problems import Problems

LONGEST = 2000
_UNSAFE = re.compile(r"[\s\x00-\x1f\"<>\\^`{|}]")
# Browsers mend these in addresses that people typed.
_ENCODED = {ord(sign): f"%{ord(sign):02X}" for sign in ' "<>^`{|}'}
_NAMES_WITHIN = ("src", "url", "link", "hi_res", "large", "content_url", "href")


def link(fields: Fields, what: str, problems: Problems, *, base: str) -> str:
    raw = _single(first(fields, what))
    if not raw:
        return ""
    address = _whole(raw.translate(_ENCODED), base)
    if not is_web_address(address):
        problems.warn("bad_url", name_used(fields, what), f"{raw[:60]!r} is not a web address")
        return ""
    return address


def _whole(raw: str, base: str) -> str:
    """Shops leave out the scheme, so that pages take their own."""
    if raw.startswith("//"):
        return f"https:{raw}"
    return urljoin(base, raw) if base and not raw.startswith(("http://", "https://")) else raw


def is_web_address(address: str) -> bool:
    """Of the web, or a path on this server; never of another scheme, which a page might run."""
    if len(address) > LONGEST or _UNSAFE.search(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(host) and ("." in str(host) or host == "localhost" or ":" in str(host))
    return not parts.scheme and not parts.netloc and address.startswith("/")


def _single(raw: object, *, within: int = 4) -> str:
    match raw:
        case str():
            text = raw.strip()
            return text.split(",")[0].split("|")[0].strip() if text.count("://") > 1 else text
        case dict() if within:
            return next((found for name in _NAMES_WITHIN if (found := _single(raw.get(name), within=within - 1))), "")
        case list() if within:
            return next((found for part in raw[:10] if (found := _single(part, within=within - 1))), "")
        case _:
            return ""

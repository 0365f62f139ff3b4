"""Whether a request was made on the machine that the server runs on, by a program that speaks for nobody else."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def is_on_this_machine(connection: HTTPConnection) -> bool:
    """A proxy on the same machine comes from there as well, and says for whom."""
    if connection.client is None or any(name in connection.headers for name in FORWARDED):
        return False
    return _is_loopback(connection.client.host)


def is_asked_of_this_machine(connection: HTTPConnection) -> bool:
    """By its own name: a browser here may have been led here under a stranger's, whose page would read the answer."""
    try:
        name = urlsplit(f"//{connection.headers.get('host', '')}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

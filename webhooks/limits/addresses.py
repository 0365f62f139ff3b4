"""Whose address a request comes from, as limits count it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection

# What one household or office is given: whoever has one address of it has all of them.
PREFIX = 64


def address_of(connection: HTTPConnection) -> str:
    """The server has put the client in front of trusted proxies in its place; what is no address is one caller."""
    return counted_as(connection.client.host if connection.client else "")


def counted_as(host: str) -> str:
    try:
        address: IPv4Address | IPv6Address = ip_address(host.partition("%")[0])
    except ValueError:
        return "nowhere"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((address, PREFIX), strict=False))
        address = address.ipv4_mapped
    return str(address)

"""Tells addresses on this machine and in the shop's own network from those outside."""

import re
from ipaddress import ip_address

# Reserved, by RFC 6762, RFC 8375 and ICANN, for names that no public name server answers for.
OWN_DOMAINS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
# Resolvers read "134744072" and "0x8080808" as 8.8.8.8: a name that ends in a number is an address of some sort.
NUMBER = re.compile(r"\d+|0x[\da-f]*")


def is_within(host: str) -> bool:
    """A private or loopback address, a name without a dot (as containers have), or one of a reserved domain."""
    try:
        address = ip_address(host)
    except ValueError:
        name = host.lower().rstrip(".")
        if NUMBER.fullmatch(name.rpartition(".")[2]):
            return False
        return bool(name) and ("." not in name or name.endswith(OWN_DOMAINS))
    return address.is_loopback or (address.is_private and not address.is_unspecified)

"""The SQL of devices that speak for a customer; their tokens are kept as hashes only."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.connections import Connection

TOKEN_BYTES = 32
# Whoever finds one where it should not be can tell what it is.
TOKEN_PREFIX = "aisle-device-"  # noqa: S105 - the same in front of every token

ISSUE = """
    insert into devices (device_id, customer_id, name, token_sha256)
    values (%(device_id)s, %(customer_id)s, %(name)s, %(token_sha256)s)
    returning issued_at
"""
OF_CUSTOMER = """
    select device_id, name, issued_at, used_at from devices
    where customer_id = %s order by issued_at desc, device_id
"""
REVOKE = "delete from devices where device_id = %s and customer_id = %s"
# One statement, so that of two first requests at once the second waits for the row and finds the conversation that the
# first has begun. A request that is sent again goes to where it was answered, however long ago that was.
HEARD = """
    update devices device
    set used_at = clock_timestamp(),
        conversation_no = conversation_no + case
            when conversation_no = 0 then 1
            when %(is_within)s or used_at > clock_timestamp() - %(quiet)s then 0
            when exists (select from turns
                         where turns.conversation_id = device.device_id || '-' || device.conversation_no
                           and turns.request_id = %(request_id)s) then 0
            else 1
        end
    from shoppers
    where token_sha256 = %(token_sha256)s and shoppers.customer_id = device.customer_id
      and coalesce(used_at, issued_at) > clock_timestamp() - %(lifetime)s
    returning device_id, shopper_id, conversation_no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    device_id: str
    name: str
    issued_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDevice(Device):
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardDevice:
    """`conversation_no` counts the device's conversations; the latest is the one that goes on."""

    device_id: str
    shopper_id: str
    conversation_no: int


async def issue(connection: Connection, *, device_id: str, customer_id: str, name: str) -> IssuedDevice:
    token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    values = {"device_id": device_id, "customer_id": customer_id, "name": name, "token_sha256": _hash(token)}
    row = await (await connection.execute(ISSUE, values)).fetchone()
    if row is None:
        raise AssertionError("an insert that returns always returns a row")
    return IssuedDevice(device_id=device_id, name=name, issued_at=row[0], token=token)


async def of_customer(connection: Connection, customer_id: str) -> Sequence[Device]:
    """Newest first."""
    rows = await (await connection.execute(OF_CUSTOMER, [customer_id])).fetchall()
    return [Device(device_id=row[0], name=row[1], issued_at=row[2], used_at=row[3]) for row in rows]


async def revoke(connection: Connection, device_id: str, *, customer_id: str) -> bool:
    done = await connection.execute(REVOKE, [device_id, customer_id])
    return done.rowcount == 1


async def heard(
    connection: Connection, token: str, *, request_id: str, is_within: bool, quiet: timedelta, lifetime: timedelta
) -> HeardDevice | None:
    """None for a token that opens nothing. `is_within` a conversation that the request names, no other is begun."""
    found = await connection.execute(
        HEARD,
        {
            "token_sha256": _hash(token),
            "request_id": request_id,
            "is_within": is_within,
            "quiet": quiet,
            "lifetime": lifetime,
        },
    )
    row = await found.fetchone()
    return HeardDevice(device_id=row[0], shopper_id=row[1], conversation_no=row[2]) if row else None


def _hash(token: str) -> bytes:
    """The token is 256 random bits: a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode()).digest()

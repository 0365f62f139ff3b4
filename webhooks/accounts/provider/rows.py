"""The SQL of what the provider has issued; codes and refresh tokens are kept as hashes only."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from catalog.connections import Connection
from webhooks.accounts.provider.clients import SHOPPING
from webhooks.accounts.provider.protocol import Credential

# For so long a client that proves itself may bring a refresh token again: its answer may have been lost on the way.
LOST_ANSWER_GRACE = timedelta(seconds=30)

# Locked, so that of two who bring the same one at once the second finds it spent.
CODE = """
    select grant_id, client_id, customer_id, resource, code.used_at is not null,
           expires_at > now() and revoked_at is null, case when is_redirect_told then redirect_uri end, code_challenge
    from provider_codes code join provider_grants using (grant_id) where code_sha256 = %s for update of code
"""
REFRESHING = """
    select grant_id, client_id, customer_id, resource, replaced_at is not null,
           expires_at > now() and revoked_at is null, coalesce(replaced_at > now() - %(grace)s, false)
    from provider_refresh_tokens token join provider_grants using (grant_id)
    where token_sha256 = %(token_sha256)s for update of token
"""
GRANTED = """
    select grant_id, client_id, customer_id, resource, false, revoked_at is null from provider_grants
    where grant_id = %s
"""
GRANT = """
    with granted as (
        insert into provider_grants (grant_id, client_id, customer_id, scopes, resource)
        select %(grant_id)s, %(client_id)s, customer_id, %(scopes)s, %(resource)s from customers
        where customer_id = %(customer_id)s returning grant_id)
    insert into provider_codes (code_sha256, grant_id, redirect_uri, is_redirect_told, code_challenge, expires_at)
    select %(code_sha256)s, grant_id, %(redirect_uri)s, %(is_redirect_told)s, %(code_challenge)s, now() + %(lifetime)s
    from granted
"""
ISSUE = """
    with used as (update provider_grants set used_at = now() where grant_id = %(grant_id)s)
    insert into provider_refresh_tokens (token_sha256, grant_id, expires_at)
    values (%(token_sha256)s, %(grant_id)s, now() + %(lifetime)s)
"""
# A link holds for as long as something of it can still be used.
LINKED = """
    select client_id, min(granted_at), max(grants.used_at) from provider_grants grants
    where customer_id = %s and revoked_at is null
      and exists (select from provider_refresh_tokens token
                  where token.grant_id = grants.grant_id and replaced_at is null and expires_at > now())
    group by client_id order by min(granted_at) desc, client_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """What a customer allows a client, as it was asked for."""

    grant_id: str
    client_id: str
    customer_id: str
    redirect_uri: str
    is_redirect_told: bool
    code_challenge: str
    resource: str | None


async def hold_code(connection: Connection, code: str) -> Credential | None:
    row = await (await connection.execute(CODE, [hash_of(code)])).fetchone()
    if row is None:
        return None
    return Credential(
        grant_id=row[0],
        client_id=row[1],
        customer_id=row[2],
        resource=row[3],
        is_spent=row[4],
        is_live=row[5],
        redirect_uri=row[6],
        code_challenge=row[7],
    )


async def hold_refresh_token(connection: Connection, token: str) -> Credential | None:
    told = {"token_sha256": hash_of(token), "grace": LOST_ANSWER_GRACE}
    row = await (await connection.execute(REFRESHING, told)).fetchone()
    return replace(_credential(row), is_just_spent=row[6]) if row else None


async def granted(connection: Connection, grant_id: str) -> Credential | None:
    row = await (await connection.execute(GRANTED, [grant_id])).fetchone()
    return _credential(row) if row else None


async def add_grant(connection: Connection, granting: Granting, *, code: str, lifetime: timedelta) -> bool:
    """False for a customer who is gone since signing in."""
    done = await connection.execute(
        GRANT,
        {
            "grant_id": granting.grant_id,
            "client_id": granting.client_id,
            "customer_id": granting.customer_id,
            "scopes": [SHOPPING],
            "resource": granting.resource,
            "code_sha256": hash_of(code),
            "redirect_uri": granting.redirect_uri,
            "is_redirect_told": granting.is_redirect_told,
            "code_challenge": granting.code_challenge,
            "lifetime": lifetime,
        },
    )
    return done.rowcount == 1


async def spend_code(connection: Connection, code: str) -> None:
    await connection.execute("update provider_codes set used_at = now() where code_sha256 = %s", [hash_of(code)])


async def spend_refresh_token(connection: Connection, token: str) -> None:
    """Spent again within its grace, it is spent as of the first time."""
    await connection.execute(
        "update provider_refresh_tokens set replaced_at = coalesce(replaced_at, now()) where token_sha256 = %s",
        [hash_of(token)],
    )


async def add_refresh_token(connection: Connection, token: str, *, grant_id: str, lifetime: timedelta) -> None:
    await connection.execute(ISSUE, {"token_sha256": hash_of(token), "grant_id": grant_id, "lifetime": lifetime})


async def revoke(connection: Connection, grant_id: str) -> None:
    """Everything issued for it ends with it."""
    await connection.execute(
        "update provider_grants set revoked_at = now() where grant_id = %s and revoked_at is null", [grant_id]
    )


async def linked(connection: Connection, customer_id: str) -> list[tuple[str, datetime, datetime]]:
    """Clients with when they were linked and last used, newest first."""
    found = await connection.execute(LINKED, [customer_id])
    return [(client_id, linked_at, used_at) for client_id, linked_at, used_at in await found.fetchall()]


async def unlink(connection: Connection, customer_id: str, *, client_id: str) -> bool:
    """False where there was nothing to end."""
    ended = await connection.execute(
        "update provider_grants set revoked_at = now()"
        " where customer_id = %s and client_id = %s and revoked_at is null",
        [customer_id, client_id],
    )
    return ended.rowcount > 0


async def is_live(connection: Connection, grant_id: str) -> bool:
    found = await connection.execute(
        "select from provider_grants where grant_id = %s and revoked_at is null", [grant_id]
    )
    return await found.fetchone() is not None


def hash_of(secret: str) -> bytes:
    """What is hashed here holds 256 random bits or more: a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).digest()


def _credential(row: Sequence[Any]) -> Credential:
    return Credential(
        grant_id=row[0], client_id=row[1], customer_id=row[2], resource=row[3], is_spent=row[4], is_live=row[5]
    )

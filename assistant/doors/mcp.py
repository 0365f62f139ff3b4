"""Wires the agents' door: tools over the same use cases as the dialogue's actions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter

from assistant.doors.kit import DoorKit
from webhooks.mcp.calls import StoredCalls
from webhooks.mcp.door import PATH, AgentDoor, DoorRules, agents_router, hosts_of, sessions_for
from webhooks.mcp.server import agent_server
from webhooks.mcp.tools import Shop, Tools


@asynccontextmanager
async def mcp_door(kit: DoorKit) -> AsyncIterator[APIRouter]:
    settings = kit.settings
    own_issuer = settings.address if settings.has_provider else None
    rules = DoorRules(
        url=f"{settings.address}{PATH}",
        issuer=settings.openid_issuer or own_issuer,
        guests=settings.mcp_guests,
    )
    door = AgentDoor(rules, tokens=kit.access_tokens, callers=kit.callers, turnstile=kit.turnstile)
    server = agent_server(Tools(_shop(kit)))
    here = [f"{name}:{settings.port}" for name in ("127.0.0.1", "localhost", "[::1]")]
    hosts = {*hosts_of(settings.address), *here}
    sessions = sessions_for(server, hosts=sorted(hosts), max_body_bytes=settings.max_body_bytes)
    async with sessions.run():
        yield agents_router(door, sessions, rules)


def _shop(kit: DoorKit) -> Shop:
    actions = kit.actions
    secret = kit.settings.sender_secret.get_secret_value()
    return Shop(
        reader=actions.reader,
        finder=actions.finding,
        products=actions.products,
        carts=actions.carts,
        orders=actions.commerce.orders,
        preferences=actions.preferences,
        continuing=kit.continuing,
        calls=StoredCalls(kit.shop, secret=secret, new_id=kit.new_id),
        called=kit.called,
        new_id=kit.new_id,
        now=kit.now,
    )

"""Opens every door but the web's that the settings ask for; one that is not configured is not there."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter

from assistant.doors.admin import admin_door
from assistant.doors.alexa import alexa_door
from assistant.doors.events import events_door
from assistant.doors.google import google_door
from assistant.doors.kit import DoorKit
from assistant.doors.provider import provider_door
from assistant.doors.siri import siri_door
from webhooks.web.continuing import continuing_router
from webhooks.web.storefront_recommended import recommended_router


@asynccontextmanager
async def open_doors(kit: DoorKit) -> AsyncIterator[Sequence[APIRouter]]:
    """Whatever a door keeps open is closed at the end."""
    routers: list[APIRouter] = [continuing_router(kit.continuing, kit.turnstile), *alexa_door(kit)]
    routers += provider_door(kit)
    routers.append(
        recommended_router(
            recommending=kit.actions.recommending,
            visitors=kit.visitors,
            carts=kit.carts,
            turnstile=kit.turnstile,
        )
    )
    if kit.settings.siri:
        routers += siri_door(kit)
    async with AsyncExitStack() as stack:
        routers.append(await stack.enter_async_context(admin_door(kit)))
        routers += await stack.enter_async_context(google_door(kit))
        if kit.settings.events:
            routers += await stack.enter_async_context(events_door(kit))
        if kit.settings.mcp:
            from assistant.doors.mcp import mcp_door  # noqa: PLC0415 - takes half a second to load, and few shops open it

            routers.append(await stack.enter_async_context(mcp_door(kit)))
        yield routers

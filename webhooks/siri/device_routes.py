"""The chat API's routes by which a signed-in customer keeps the devices that may speak for them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from webhooks import problems
from webhooks.siri.bodies import DeviceBody, DevicesBody, IssuedDeviceBody, NewDeviceBody
from webhooks.siri.devices import Devices
from webhooks.web.authenticating import authentication
from webhooks.web.json_requests import NOT_KEPT, json_only
from webhooks.web.session_rows import Session
from webhooks.web.sessions import Sessions

DeviceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9]+$")]


def devices_router(*, devices: Devices, sessions: Sessions) -> APIRouter:
    """Signing out leaves a device its token: only revoking it does not."""
    router = APIRouter(prefix="/chat", tags=["devices"], responses=problems.documented(401, 403, 503))
    authenticated = Depends(authentication(sessions))

    @router.post(
        "/devices",
        status_code=201,
        responses=problems.documented(400, 409, 413, 415, 422),
        dependencies=[Depends(json_only)],
    )
    async def issue(
        session: Annotated[Session, authenticated], body: NewDeviceBody, response: Response
    ) -> IssuedDeviceBody:
        """Let a device speak for the customer; its token is told here and never again."""
        response.headers.update(NOT_KEPT)
        return IssuedDeviceBody.model_validate(await devices.issue(session.shopper_id, name=body.name))

    @router.get("/devices")
    async def list_devices(session: Annotated[Session, authenticated], response: Response) -> DevicesBody:
        """The customer's devices, newest first."""
        response.headers.update(NOT_KEPT)
        every = [DeviceBody.model_validate(device) for device in await devices.of_shopper(session.shopper_id)]
        return DevicesBody(devices=every)

    @router.delete("/devices/{device_id}", status_code=204, responses=problems.documented(404, 422))
    async def revoke(session: Annotated[Session, authenticated], device_id: DeviceId) -> None:
        """The device's token opens nothing from now on."""
        await devices.revoke(session.shopper_id, device_id)

    return router

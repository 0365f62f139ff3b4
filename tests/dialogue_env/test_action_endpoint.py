"""Which process is asked for an action, and that one which is gone costs no turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from rasa.utils.endpoints import EndpointConfig
from stack import free_ports_in_a_row

from dialogue.action_endpoint import ActionEndpoint


class Processes:
    """Action servers on ports in a row; each tells which it is, once it may."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.asked: list[int] = []
        self.came = asyncio.Semaphore(0)
        self.go_on = asyncio.Event()

    @asynccontextmanager
    async def listening(self, *numbers: int) -> AsyncIterator["Processes"]:
        async with AsyncExitStack() as stack:
            for number in numbers:
                await stack.enter_async_context(self._one(number))
            yield self

    @asynccontextmanager
    async def _one(self, number: int) -> AsyncIterator[None]:
        async def handle(_: web.Request) -> web.Response:
            self.asked.append(number)
            self.came.release()
            await self.go_on.wait()
            return web.json_response({"number": number})

        app = web.Application()
        app.router.add_post("/actions", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self.first + number).start()
            yield
        finally:
            await runner.cleanup()

    @asynccontextmanager
    async def endpoint(self, *, processes: int) -> AsyncIterator[ActionEndpoint]:
        configured = EndpointConfig(url=f"http://127.0.0.1:{self.first}/actions", timeout_s=2)
        endpoint = ActionEndpoint(configured, processes=processes)
        try:
            yield endpoint
        finally:
            await endpoint.close()


def call(listener_port: Any = None) -> dict[str, Any]:
    return {"tracker": {"latest_message": {"metadata": {"listener_port": listener_port}}}}


@pytest.fixture
async def processes() -> Processes:
    return Processes(free_ports_in_a_row(3))


async def test_calls_under_way_are_spread_over_all_processes(processes: Processes):
    async with processes.listening(0, 1, 2), processes.endpoint(processes=3) as endpoint:
        calls = [asyncio.create_task(endpoint.request(json=call())) for _ in range(6)]
        for _ in calls:
            await processes.came.acquire()
        processes.go_on.set()
        await asyncio.gather(*calls)
    assert sorted(processes.asked) == [0, 0, 1, 1, 2, 2]


async def test_single_calls_leave_the_gateway_to_its_shoppers_and_go_to_the_others_in_turns(processes: Processes):
    processes.go_on.set()
    async with processes.listening(0, 1, 2), processes.endpoint(processes=3) as endpoint:
        for _ in range(4):
            await endpoint.request(json=call())
    assert processes.asked == [1, 2, 1, 2]


async def test_a_turn_that_is_listened_to_is_answered_where_its_listener_is(processes: Processes):
    processes.go_on.set()
    async with processes.listening(0, 1), processes.endpoint(processes=2) as endpoint:
        for _ in range(3):
            await endpoint.request(json=call(listener_port=processes.first))
    assert processes.asked == [0, 0, 0]


async def test_no_other_port_is_spoken_to_than_those_of_the_processes(processes: Processes):
    processes.go_on.set()
    async with processes.listening(0, 1, 2), processes.endpoint(processes=2) as endpoint:
        await endpoint.request(json=call(listener_port=processes.first + 2))
    assert processes.asked == [1]


async def test_a_process_that_is_gone_is_passed_over(processes: Processes):
    processes.go_on.set()
    async with processes.listening(0), processes.endpoint(processes=3) as endpoint:
        assert await endpoint.request(json=call()) == {"number": 0}


async def test_where_all_are_gone_rasa_is_told_so(processes: Processes):
    async with processes.endpoint(processes=2) as endpoint:
        with pytest.raises(aiohttp.ClientConnectionError):
            await endpoint.request(json=call())


async def test_a_call_that_was_begun_is_not_made_again_elsewhere(processes: Processes):
    async with processes.listening(0, 1), processes.endpoint(processes=2) as endpoint:
        with pytest.raises(asyncio.TimeoutError):
            await endpoint.request(json={})
    assert processes.asked == [1]

"""Whether the gateway is ready, asked often and answered cheaply."""

import asyncio

from assistant.readiness import Readiness


async def test_checks_run_at_most_once_a_second() -> None:
    now, asked = [100.0], []

    async def check() -> bool:
        asked.append(now[0])
        return len(asked) > 1

    readiness = Readiness({"database": check}, monotonic=lambda: now[0])
    assert await readiness.look() == {"database": False}
    await asyncio.gather(*(readiness.look() for _ in range(10)))
    now[0] += 1.1
    assert await readiness.look() == {"database": True}
    assert asked == [100.0, 101.1]


async def test_check_that_hangs_has_failed() -> None:
    async def hang() -> bool:
        return await asyncio.get_running_loop().create_future()

    async def fine() -> bool:
        return True

    readiness = Readiness({"database": hang, "dialogue": fine}, timeout_s=0.01)
    assert await readiness.look() == {"database": False, "dialogue": True}

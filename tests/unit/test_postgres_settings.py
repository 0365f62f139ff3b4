import pytest

from assistant import ranking, telling
from assistant.postgres_settings import MOST_CONNECTIONS, memory_mb, settings_for
from assistant.settings import GatewaySettings
from assistant.supervisor.machine import MOST_PROCESSES

OF_ADMIN = 2
OF_OTHERS = 50


@pytest.mark.parametrize(
    ("memory", "shared", "work"), [(1024, "128MB", "4MB"), (24_000, "1500MB", "23MB"), (500_000, "4096MB", "32MB")]
)
def test_memory_is_shared_out_within_bounds(memory: int, shared: str, work: str) -> None:
    settings = settings_for(memory)
    assert (settings["shared_buffers"], settings["work_mem"]) == (shared, work)


def test_what_is_taken_leaves_most_of_the_machine_to_others() -> None:
    taken = int(settings_for(memory_mb())["shared_buffers"].removesuffix("MB"))
    assert taken <= max(128, memory_mb() // 8)


def test_as_many_processes_as_pay_find_the_connections_they_may_open() -> None:
    fields = GatewaySettings.model_fields
    own = sum(fields[f"{name}_connections"].default for name in ("database", "record", "event"))
    most = own + ranking.CONNECTIONS + telling.CONNECTIONS + OF_ADMIN
    assert MOST_PROCESSES * most + OF_OTHERS <= MOST_CONNECTIONS

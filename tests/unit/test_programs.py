"""What the programs of an installation are told by their environment."""

from pathlib import Path

import pytest

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.supervisor.errors import PortNotToBeHad
from assistant.supervisor.machine import processes_for
from assistant.supervisor.probes import require_ports_apart
from assistant.supervisor.programs import (
    ACTIONS_ONLY,
    action_programs,
    dialogue_programs,
    environment_of,
    gateway_program,
    postgres_program,
)
from assistant.supervisor.settings import SupervisorSettings

SHELL = {"PATH": "/bin", "AISLE_LLM_KEY": "sk-canary", "OPENAI_API_KEY": "sk-canary", "AISLE_DIALOGUE_SECRET": "old"}
TOLD = {"AISLE_DIALOGUE_SECRET": "new"}


def test_rasa_and_postgres_are_told_no_secret_of_the_gateway(tmp_path: Path) -> None:
    rasa = dialogue_programs(SupervisorSettings(), TOLD)[0].environment_in(SHELL)
    assert rasa["PATH"] == "/bin"
    assert rasa["AISLE_DIALOGUE_SECRET"] == "new"
    assert "sk-canary" not in {
        *rasa.values(),
        *postgres_program(EmbeddedPostgres(tmp_path)).environment_in(SHELL).values(),
    }


def test_the_gateway_keeps_what_the_operator_set() -> None:
    told = gateway_program(SupervisorSettings(), TOLD).environment_in(SHELL)
    assert (told["AISLE_LLM_KEY"], told["AISLE_DIALOGUE_SECRET"]) == ("sk-canary", "new")


def test_each_process_for_actions_has_a_port_of_its_own_and_rasa_knows_how_many_there_are() -> None:
    settings = SupervisorSettings(action_port=9081, action_processes=3)
    environment = environment_of(settings, database_url="postgresql:///shop", secrets={})
    programs = action_programs(settings, environment)
    assert [(program.name, program.environment["AISLE_ACTION_PORT"]) for program in programs] == [
        ("actions 1", "9082"),
        ("actions 2", "9083"),
    ]
    assert all(ACTIONS_ONLY in program.command for program in programs)
    rasa, *_ = dialogue_programs(settings, environment)
    told = rasa.environment_in({})
    assert (told["AISLE_ACTION_PORT"], told["AISLE_ACTION_PROCESSES"]) == ("9081", "3")
    assert ACTIONS_ONLY not in gateway_program(settings, environment).command


@pytest.mark.parametrize(
    ("cores", "memory_mb", "processes"),
    [(1, 16_000, 1), (2, 16_000, 1), (4, 16_000, 2), (4, 4_000, 1), (64, 64_000, 8)],
)
def test_processes_are_as_many_as_cores_and_memory_allow(cores: int, memory_mb: int, processes: int) -> None:
    assert processes_for(cores=cores, memory_mb=memory_mb) == processes


@pytest.mark.parametrize(
    ("port", "action_port", "dialogue_port", "clash"),
    [(8080, 8079, 5105, "AISLE_ACTION_PORT"), (8080, 8081, 8082, "AISLE_DIALOGUE_PORT"), (80, 65535, 5105, "65536")],
)
def test_a_further_process_may_not_want_the_port_of_another_program(
    port: int, action_port: int, dialogue_port: int, clash: str
) -> None:
    settings = SupervisorSettings(
        port=port, action_port=action_port, action_processes=2, dialogue_port=dialogue_port, dialogue_processes=2
    )
    with pytest.raises(PortNotToBeHad, match=clash):
        require_ports_apart(settings.ports)


def test_the_ports_that_are_set_by_nobody_lie_apart() -> None:
    require_ports_apart(SupervisorSettings(action_processes=8, dialogue_processes=8).ports)

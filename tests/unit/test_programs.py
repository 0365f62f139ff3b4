"""What the programs of an installation are told by their environment."""

from pathlib import Path

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.supervisor.programs import dialogue_programs, gateway_program, postgres_program
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

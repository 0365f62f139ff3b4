"""What each program loads before it does anything: nobody waits for packages that only another needs."""

import subprocess
import sys

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from assistant.schema_version import MIGRATIONS, newest_revisions

# To learn, to measure, to serve one of many doors, or to ask a service abroad.
LEARNING = {"xgboost", "sklearn", "pandas", "duckdb", "mlflow", "pyspark"}
REASONING = {"numpy", "scipy", "spacy", "onnx", "onnxruntime", "tokenizers", "ibis"}
SERVING = {"fastapi", "rasa_sdk", "mcp", "openai", "authlib", "google.auth", "aiohttp"}
DATABASE = {"alembic", "sqlalchemy", "procrastinate"}


@pytest.mark.parametrize(
    ("program", "not_loaded"),
    [
        ("assistant.cli.main", LEARNING | REASONING | SERVING | DATABASE),
        # It reads the settings of the gateway before it starts anything, and with them what the doors check by.
        (
            "assistant.cli.up",
            LEARNING | (REASONING - {"numpy"}) | {"fastapi", "rasa_sdk", "mcp", "openai"} | DATABASE,
        ),
        (
            "assistant.preparation",
            LEARNING | {"ibis", "spacy", "scipy", "fastapi", "rasa_sdk", "mcp", "openai", "authlib"},
        ),
        ("assistant.worker", LEARNING | {"spacy", "fastapi", "rasa_sdk", "mcp", "openai", "authlib", "alembic"}),
        ("assistant.serve", LEARNING | {"ibis", "mcp", "openai", "alembic", "sqlalchemy", "procrastinate"}),
    ],
)
def test_a_program_loads_only_what_it_needs(program: str, not_loaded: set[str]) -> None:
    script = f"import sys, {program}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert set(done.stdout.split()) & not_loaded == set()


def test_help_loads_no_command() -> None:
    script = (
        "import sys; from assistant.cli.main import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    loaded = {name for name in done.stdout.split() if name.startswith("assistant.cli.")}
    assert loaded == {"assistant.cli.main", "assistant.cli.commands", "assistant.cli.on_demand"}


def test_the_newest_schema_is_that_of_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert newest_revisions() == frozenset(ScriptDirectory.from_config(config).get_heads())

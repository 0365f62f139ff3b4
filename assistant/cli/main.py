"""The `aisle` command: what an operator and a developer can ask of an installation."""

import sys
from importlib import import_module
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from typer.core import TyperGroup

from assistant import settings_told
from assistant.errors import AssistantError
from assistant.supervisor.errors import StepFailed, SupervisorError
from catalog.embedding.errors import EmbeddingError
from catalog.errors import CatalogError, CatalogUnavailable
from catalog.intake.errors import IntakeError
from rerank.experiments.errors import ExperimentError
from rerank.identity.errors import PeopleError
from rerank.learning.errors import LearningError
from shop.errors import ShopUnavailable

FAILED = 1
CANNOT = 2
ASK_DOCTOR = "`aisle doctor` says what is wrong."
COMMANDS = {
    "up": "assistant.cli.up:commands",
    "shell": "assistant.cli.shell:commands",
    "doctor": "assistant.cli.doctor:commands",
    "catalog": "assistant.cli.catalog:catalog_commands",
    "shop": "assistant.cli.shop:shop_commands",
    "say": "assistant.cli.say:commands",
    "alexa": "assistant.cli.alexa:alexa_commands",
    "google": "assistant.cli.google:google_commands",
    "train": "assistant.cli.training:training_commands",
    "eval": "assistant.cli.evaluation:evaluation_commands",
    "events": "assistant.cli.events:event_commands",
    "features": "assistant.cli.features:feature_commands",
    "identity": "assistant.cli.identity:identity_commands",
    "experiment": "assistant.cli.experiment:experiment_commands",
    "models": "assistant.cli.models:model_commands",
    "simulate": "assistant.cli.simulate:commands",
    "monitor": "assistant.cli.monitor:commands",
    "bench": "assistant.cli.benchmark:benchmark_commands",
}


EXPECTED = (*(AssistantError, CatalogError, EmbeddingError, ExperimentError, IntakeError, LearningError, PeopleError),)


class CommandsOnDemand(TyperGroup):
    """Loads a command only when it is asked for: `aisle up` should not wait for what `aisle bench` needs."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = typer.main.get_command(getattr(import_module(module), name))
        command.name = cmd_name
        return command


app = typer.Typer(cls=CommandsOnDemand, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def aisle() -> None:
    """A voice and chat shopping assistant server."""


def run() -> NoReturn:
    """Expected failures are one readable message; 2 means that it could not even begin."""
    try:
        app()
    except ValidationError as exc:
        reasons = "; ".join(settings_told.told(exc))
        _fail(f"A setting cannot be used. {reasons}", code=CANNOT)
    except StepFailed as exc:
        _fail(str(exc), code=FAILED)
    except SupervisorError as exc:
        _fail(str(exc), code=CANNOT)
    except (CatalogUnavailable, ShopUnavailable):
        _fail(f"The database cannot be reached, or not in time. {ASK_DOCTOR}", code=FAILED)
    except EXPECTED as exc:
        _fail(str(exc) or type(exc).__name__, code=FAILED)
    except OSError as exc:
        _fail(f"{exc.strerror or exc}{f': {exc.filename}' if exc.filename else ''}", code=FAILED)
    sys.exit(0)


def _fail(message: str, *, code: int) -> NoReturn:
    Console(stderr=True).print(message, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    run()

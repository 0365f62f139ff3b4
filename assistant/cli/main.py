"""The `aisle` command: what an operator and a developer can ask of an installation."""

import sys
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from assistant.cli.benchmark import benchmark_commands
from assistant.cli.catalog import catalog_commands
from assistant.cli.doctor import doctor
from assistant.cli.evaluation import evaluation_commands
from assistant.cli.shell import shell
from assistant.cli.training import training_commands
from assistant.errors import AssistantError
from assistant.supervisor.errors import StepFailed, SupervisorError
from assistant.supervisor.running import run_shop
from assistant.supervisor.settings import SupervisorSettings
from catalog.embedding.errors import EmbeddingError
from catalog.errors import CatalogError

FAILED = 1
CANNOT = 2

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(catalog_commands, name="catalog", help="What is sold.")
app.add_typer(training_commands, name="train", help="Make the models.")
app.add_typer(evaluation_commands, name="eval", help="Measure the models.")
app.add_typer(benchmark_commands, name="bench", help="Measure the running product.")
app.command()(shell)
app.command()(doctor)


@app.command()
def up() -> None:
    """Open the shop and keep it open until Ctrl-C."""
    run_shop(SupervisorSettings(), Console())


def run() -> NoReturn:
    """Expected failures are one readable message; 2 means that it could not even begin."""
    try:
        app()
    except ValidationError as exc:
        reasons = "; ".join(f"AISLE_{str(each['loc'][0]).upper()}: {each['msg']}" for each in exc.errors())
        _fail(f"A setting cannot be used. {reasons}", code=CANNOT)
    except StepFailed as exc:
        _fail(str(exc), code=FAILED)
    except SupervisorError as exc:
        _fail(str(exc), code=CANNOT)
    except (AssistantError, CatalogError, EmbeddingError) as exc:
        _fail(str(exc) or type(exc).__name__, code=FAILED)
    except OSError as exc:
        _fail(f"{exc.strerror or exc}{f': {exc.filename}' if exc.filename else ''}", code=FAILED)
    sys.exit(0)


def _fail(message: str, *, code: int) -> NoReturn:
    Console(stderr=True).print(message, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    run()

"""The `aisle` command: what an operator and a developer can ask of an installation."""

import sys
from typing import NoReturn

from pydantic import ValidationError
from rich.console import Console

from assistant import settings_told
from assistant.cli.commands import COMMANDS
from assistant.cli.on_demand import OnDemand
from assistant.errors import AssistantError
from assistant.supervisor.errors import StepFailed, SupervisorError
from catalog.embedding.errors import EmbeddingError
from catalog.errors import CatalogError, CatalogUnavailable
from catalog.intake.errors import IntakeError
from rerank.banners.errors import BannersWrong
from rerank.experiments.errors import ExperimentError
from rerank.identity.errors import PeopleError
from rerank.learning.errors import LearningError
from shop.errors import ShopUnavailable

FAILED = 1
CANNOT = 2
ASK_DOCTOR = "`aisle doctor` says what is wrong."
EXPECTED = (
    *(
        AssistantError,
        BannersWrong,
        CatalogError,
        EmbeddingError,
        ExperimentError,
        IntakeError,
        LearningError,
        PeopleError,
    ),
)

app = OnDemand("aisle", help="A voice and chat shopping assistant server.", commands=COMMANDS)


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
    except UnicodeDecodeError as exc:
        _fail(f"What was given is no text in UTF-8: {exc.reason}, at byte {exc.start:,}.", code=CANNOT)
    except OSError as exc:
        _fail(f"{exc.strerror or exc}{f': {exc.filename}' if exc.filename else ''}", code=FAILED)
    sys.exit(0)


def _fail(message: str, *, code: int) -> NoReturn:
    Console(stderr=True).print(message, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    run()

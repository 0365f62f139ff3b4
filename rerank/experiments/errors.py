"""Why a trial cannot be begun, ended or reckoned.

ExperimentError
├── PlanWrong          what is to be tried cannot be tried like that; `problems` says why
├── ExperimentUnknown  there is no trial of this name
├── NameTaken          there was one before
├── LayerTaken         another trial runs where this one would
├── AlreadyStopped     it has ended before
└── NothingToConclude  an arm is to be put to use, or a model judged, and what was seen does not bear it out
"""

from collections.abc import Sequence


class ExperimentError(Exception):
    """The root of this folder's errors."""


class PlanWrong(ExperimentError):
    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"The trial cannot begin: {'; '.join(problems)}.")
        self.problems = tuple(problems)


class ExperimentUnknown(ExperimentError):
    def __init__(self, *, name: str) -> None:
        super().__init__(f"There is no trial {name}.")
        self.name = name


class NameTaken(ExperimentError):
    def __init__(self, *, name: str) -> None:
        super().__init__(f"There was a trial {name} before: another one needs another name.")
        self.name = name


class LayerTaken(ExperimentError):
    def __init__(self, *, surfaces: Sequence[str]) -> None:
        super().__init__(f"Another trial runs on {', '.join(surfaces)}: stop it first, or name other surfaces.")
        self.surfaces = tuple(surfaces)


class AlreadyStopped(ExperimentError):
    def __init__(self, *, name: str) -> None:
        super().__init__(f"The trial {name} has been stopped before.")
        self.name = name


class NothingToConclude(ExperimentError):
    def __init__(self, why: str) -> None:
        super().__init__(why)

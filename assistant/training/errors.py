"""What can keep a model from being trained.

TrainingError (an AssistantError)
├── PairsUnusable        the file of pairs holds too little, or what it should not
├── TrainingMissing      the packages that training needs are not installed
├── ModelUntrainable     the chosen model has no weights that could be trained
└── SizesUnusable        the records of sizes are too few, or not what they should be
"""

from pathlib import Path

from assistant.errors import AssistantError

INSTALL = ".tools/bin/uv pip install --python .venv/bin/python --require-hashes -r requirements/training.txt"


class TrainingError(AssistantError):
    """The root of this folder's errors."""


class PairsUnusable(TrainingError):
    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be trained on: {reason}")
        self.path = path


class TrainingMissing(TrainingError):
    def __init__(self) -> None:
        super().__init__(f"training needs packages of its own; install them with: {INSTALL}")


class ModelUntrainable(TrainingError):
    def __init__(self, *, name: str) -> None:
        super().__init__(f"{name} cannot be trained: choose the built-in model or a folder with its weights")


class SizesUnusable(TrainingError):
    """`path` is None for the shop's own records."""

    def __init__(self, *, path: Path | None, reason: str) -> None:
        super().__init__(f"{path or 'the records'} cannot be trained on: {reason}")
        self.path = path
        self.reason = reason

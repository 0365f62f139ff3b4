"""What can keep a model from being learned, kept or put to use.

LearningError
├── ModelUnknown      there is no such version
├── ModelUnusable     its network is damaged or was let go of, or asks for features that nobody knows
├── NothingBefore     there is no earlier order to go back to
├── AlreadyLearning   another process is learning at the moment
└── LearningRefused   a model that did not pass was to be put to use
"""


class LearningError(Exception):
    """The root of this folder's errors."""


class ModelUnknown(LearningError):
    def __init__(self, version: str) -> None:
        super().__init__(f"There is no model {version}.")
        self.version = version


class ModelUnusable(LearningError):
    def __init__(self, *, version: str, reason: str) -> None:
        super().__init__(f"Model {version} cannot be used: {reason}.")
        self.version = version
        self.reason = reason


class NothingBefore(LearningError):
    def __init__(self) -> None:
        super().__init__("There is no earlier order to go back to.")


class AlreadyLearning(LearningError):
    def __init__(self) -> None:
        super().__init__("Another process is learning at the moment.")


class LearningRefused(LearningError):
    """Whoever puts such a model to use has to say that they mean it."""

    def __init__(self, version: str) -> None:
        super().__init__(f"Model {version} did not pass: it is put to use only by --force.")
        self.version = version

"""What can keep conversations from being held.

DialogueEvaluationError (an EvaluationError)
├── BrokenScript     a file is not what a script should be
├── ShopNotOpened    the shop to talk to did not open
└── ShopRefused      the shop did not take a call at all
"""

from pathlib import Path

from assistant.evaluation.errors import EvaluationError


class DialogueEvaluationError(EvaluationError):
    """The root of this folder's errors."""


class BrokenScript(DialogueEvaluationError):
    def __init__(self, *, path: Path, name: str, reason: str) -> None:
        super().__init__(f"{path}{f', “{name}”' if name else ''}: {reason}")
        self.path = path


class ShopNotOpened(DialogueEvaluationError):
    def __init__(self, *, told: str) -> None:
        super().__init__(f"the shop to talk to did not open:\n{told}")


class ShopRefused(DialogueEvaluationError):
    def __init__(self, *, call: str, status: int, title: str) -> None:
        super().__init__(f"{call} was answered with {status}: {title}")
        self.status = status

"""What can keep a labelled set from being measured.

EvaluationError (an AssistantError)
├── BrokenLine          a line of a file is not what the file should hold
├── BrokenSet           a file of requests cannot be read
├── NotInThisShop       a question is about products of another shop
└── NothingToMeasure    the files hold no query whose judgments can be held against the catalogue
"""

from pathlib import Path

from assistant.errors import AssistantError

LONGEST_SHOWN = 80


class EvaluationError(AssistantError):
    """The root of this folder's errors."""


class BrokenLine(EvaluationError):
    def __init__(self, *, path: Path, number: int, reason: str, line: str = "") -> None:
        shown = line.strip()
        shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
        super().__init__(f"{path}, line {number}: {reason}{f': {shown}' if shown else ''}")
        self.path = path
        self.number = number


class BrokenSet(EvaluationError):
    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be read: {reason}")
        self.path = path


class NothingToMeasure(EvaluationError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"there is nothing to measure: {reason}")


class NotInThisShop(EvaluationError):
    def __init__(self, *, asked: str) -> None:
        super().__init__(f"The question {asked} is about products that this shop does not have.")
        self.asked = asked

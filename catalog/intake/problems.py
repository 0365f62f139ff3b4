"""What is wrong with a row of a file, as a fact that names the field and says why."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error keeps the row out; with a warning it comes in without what could not be used."""

    code: str
    field: str
    reason: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class Problems:
    """Collects what is found while one row is read."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Problem] = {}

    def error(self, code: str, field: str, reason: str) -> None:
        self._add(Problem(code=code, field=field, reason=reason))

    def warn(self, code: str, field: str, reason: str) -> None:
        self._add(Problem(code=code, field=field, reason=reason, severity=Severity.WARNING))

    def note(self, code: str, field: str, reason: str) -> None:
        self._add(Problem(code=code, field=field, reason=reason, severity=Severity.NOTE))

    def _add(self, problem: Problem) -> None:
        self._found.setdefault((problem.code, problem.field), problem)

    def all(self) -> tuple[Problem, ...]:
        return tuple(self._found.values())

"""What can be wrong with a shop file.

ShopFileWrong   with every problem and the line it is in
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`where` is the path to it in the file; `line` is 0 where the file as a whole is meant."""

    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{f'{self.where}: ' if self.where else ''}{self.reason}"


class ShopFileWrong(AssistantError):
    def __init__(self, *, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

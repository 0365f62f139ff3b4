"""Chance that falls the same way everywhere: every roll follows from the name the dice were made with."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Built on `Random.random` alone, the one method whose sequence Python promises to keep between versions."""

    def __init__(self, *name: object) -> None:
        self._random = Random("/".join(str(part) for part in name))  # noqa: S311 - a demo, not a secret

    def fraction(self) -> float:
        return self._random.random()

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random.random()

    def integer(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self._random.random() * len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        left = list(things)
        return [left.pop(int(self._random.random() * len(left))) for _ in range(len(left))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """`count` different things, in the order they were given."""
        chosen = sorted(self.shuffled(range(len(things)))[:count])
        return [things[position] for position in chosen]

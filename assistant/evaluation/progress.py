"""What long work tells of itself while it goes on; how it is shown is the command's business."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Each = TypeVar("Each")


class Tell(Protocol):
    """What is being done, how far it is, and of how much if that is known."""

    def __call__(self, what: str, done: int, total: int | None) -> None: ...


def unheard(what: str, done: int, total: int | None) -> None:
    """For those who do not listen."""


def told(what: str, each: Sequence[Each], tell: Tell) -> Iterator[Each]:
    tell(what, 0, len(each))
    for done, one in enumerate(each, start=1):
        yield one
        tell(what, done, len(each))


def counting(what: str, total: int, tell: Tell) -> Callable[[int], None]:
    """To be told how many more are done."""
    reached = 0

    def advance(done: int) -> None:
        nonlocal reached
        reached += done
        tell(what, reached, total)

    tell(what, 0, total)
    return advance

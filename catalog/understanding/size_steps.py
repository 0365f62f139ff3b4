"""One size up or down among the sizes a thing is made in."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "3xl", "4xl", "5xl")
_SAME = {"2xl": "xxl", "xxxl": "3xl", "small": "s", "medium": "m", "large": "l", "extra large": "xl"}
HALF = Decimal("0.5")


def stepped(sizes: Sequence[str], made_in: Iterable[str], *, up: bool, by_half: bool) -> tuple[str, ...]:
    """Each size moved by one, or left where the shelf ends; shoe sizes move by a whole number unless half is said."""
    rungs = [(size, rung) for size in made_in if (rung := _rung(size)) is not None]
    return tuple(dict.fromkeys(_next(size, rungs, up=up, by_half=by_half) for size in sizes))


def _next(size: str, rungs: list[tuple[str, tuple[int, Decimal]]], *, up: bool, by_half: bool) -> str:
    here = _rung(size)
    if here is None:
        return size
    kind, height = here
    step = HALF if by_half or kind == 0 else Decimal(1)
    ladder = [(other, value) for other, (of_kind, value) in rungs if of_kind == kind]
    if up:
        beyond = [(value, other) for other, value in ladder if value >= height + step]
        return min(beyond)[1] if beyond else size
    beyond = [(value, other) for other, value in ladder if value <= height - step]
    return max(beyond)[1] if beyond else size


def _rung(size: str) -> tuple[int, Decimal] | None:
    """Which ladder a size stands on, letters or numbers, and how high."""
    said = size.casefold()
    letters = _SAME.get(said, said)
    if letters in _LETTERS:
        return 0, Decimal(_LETTERS.index(letters))
    try:
        value = Decimal(said)
    except InvalidOperation:
        return None
    return (1, value) if value.is_finite() else None

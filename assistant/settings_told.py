"""Tells which settings cannot be used, by the names that an operator gave them."""

from collections.abc import Iterator

from pydantic import ValidationError


def told(error: ValidationError) -> Iterator[str]:
    """Settings that do not go together belong to none of them alone, and are named in the message."""
    for each in error.errors():
        name = f"AISLE_{str(each['loc'][0]).upper()}: " if each["loc"] else ""
        yield f"{name}{each['msg']}"

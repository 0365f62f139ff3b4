"""Tells which settings cannot be used, by the names that an operator gave them."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

OURS = "Value error, "
# Messages name settings as the fields they are; what is quoted, or part of a path, is the operator's own.
FIELD = re.compile(r"(?<![\w/.'-])[a-z]+(?:_[a-z]+)+(?![\w/.'-])")


def told(error: ValidationError) -> Iterator[str]:
    """Settings that do not go together belong to none of them alone, and are named in the message."""
    for each in error.errors(include_input=False, include_url=False):
        name = f"{_variable(str(each['loc'][0]))}: " if each["loc"] else ""
        message = FIELD.sub(lambda field: _variable(field[0]), each["msg"].removeprefix(OURS))
        yield f"{name}{message}"


def _variable(field: str) -> str:
    return f"AISLE_{field.upper()}"

"""Several things asked for in one breath: "milk, eggs and a loaf of bread"."""

import re
from collections.abc import Callable

BETWEEN = re.compile(r",\s*(?:and |plus |also )?|\s+(?:and|plus|as well as|along with)\s+|\s*&\s*")


def things_in(said: str, names_goods: Callable[[str], bool]) -> list[str]:
    """Each part that names goods of its own; "black and white shirt" and "mac and cheese" are one thing."""
    parts = [part.strip(" .!?") for part in BETWEEN.split(said.lower())]
    return [part for part in parts if part and names_goods(part)]

"""The commands of `aisle`: each is listed as it describes itself."""

import pytest

from assistant.cli.commands import COMMANDS
from assistant.cli.on_demand import Place, Shelf, load

PLACES = [
    (name, command, place)
    for name, listed in COMMANDS.items()
    for command, place in (listed.commands.items() if isinstance(listed, Shelf) else [(name, listed)])
    if isinstance(place, Place)
]


@pytest.mark.parametrize(("group", "name", "place"), PLACES, ids=[f"{group} {name}" for group, name, _ in PLACES])
def test_a_command_is_listed_as_it_describes_itself(group: str, name: str, place: Place) -> None:
    described = load(name, place).help
    assert " ".join(described.split("\n\n")[0].split()) == place.help

"""Sets a shop up: each section that is given becomes just what is given, all of them in one transaction."""

from collections.abc import Mapping, Sequence

from catalog.connections import Connection, Connections, connected, take_time
from shop.errors import ShopUnavailable
from shop.setup import rows
from shop.setup.sections import SECTIONS, Changed, Row

Given = Mapping[str, Sequence[Row]]


class ShopSetup:
    """Sections by name; one that is not given stays as it is."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def in_force(self) -> Given:
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            return {section.name: await rows.read_section(connection, section) for section in SECTIONS}

    async def write(self, given: Given, *, only_try: bool = False) -> Mapping[str, Changed]:
        """Tried, all of it is done and undone again: what is told is what would come of it."""
        async with (
            connected(self._connections, lost=ShopUnavailable) as connection,
            connection.transaction(force_rollback=only_try),
        ):
            return await write_sections(connection, given)

    async def unknown_names(
        self, *, categories: Sequence[str], brands: Sequence[str], products: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Those that no goods go by: what kind of name, and which."""
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            await take_time(connection)
            known = await rows.known_names(connection, products)
        asked = (("category", categories, known[0]), ("brand", brands, known[1]))
        unknown = [(kind, name) for kind, names, there in asked for name in names if name.casefold() not in there]
        return [*unknown, *(("product", id_) for id_ in products if id_ not in known[2])]


async def write_sections(connection: Connection, given: Given) -> dict[str, Changed]:
    """Everything is there before the first thing goes: windows are of stores."""
    wanted = [section for section in SECTIONS if section.name in given]
    written = {}
    for section in sorted(wanted, key=lambda each: each.name != "stores"):
        written[section.name] = await rows.write_section(connection, section, given[section.name])
    changes = {}
    for section in wanted:
        added, changed = written[section.name]
        gone = await rows.remove_others(connection, section, given[section.name])
        changes[section.name] = Changed(
            added=added,
            changed=changed,
            unchanged=len(given[section.name]) - len(added) - len(changed),
            removed=gone.removed,
            kept=gone.kept,
        )
    return changes

"""A catalogue counted: every product of a kind tells all that is told of the kind."""

from collections.abc import Mapping

from catalog.understanding.usage import Usage

PRODUCTS_OF_A_KIND = 12


def usage_of(kinds: Mapping[str, Mapping[str, str]], *, told: bool = True, share: float = 1.0) -> Usage:
    """By the feed where `told`, else as read from texts; and by that share of the products."""
    carried = {(kind, name): round(share * PRODUCTS_OF_A_KIND) for kind, values in kinds.items() for name in values}
    colors = {one for values in kinds.values() for one in values.get("color", "").split(", ") if one}
    return Usage(
        kinds=dict.fromkeys(kinds, PRODUCTS_OF_A_KIND),
        carried=carried,
        told=carried if told else {},
        colors=dict.fromkeys(colors, PRODUCTS_OF_A_KIND),
    )

"""Everything the demo shop's catalogue holds: its stores, size charts, policies and products."""

from catalog.contents import Contents, PolicyText, SizeChart, Store
from catalog.demo.products import demo_products
from catalog.demo.vocabulary import read_entries


def demo_contents() -> Contents:
    return Contents(
        stores=demo_stores(), size_charts=demo_size_charts(), policies=demo_policies(), products=demo_products()
    )


def demo_stores() -> tuple[Store, ...]:
    return tuple(
        Store(id=name, name=entry["name"], address=entry["address"], city=entry["city"], opening_hours=entry["hours"])
        for name, entry in read_entries("stores.toml").items()
    )


def demo_size_charts() -> tuple[SizeChart, ...]:
    return tuple(
        SizeChart(id=name, title=entry["title"], rows=tuple(entry["rows"]))
        for name, entry in read_entries("size_charts.toml").items()
    )


def demo_policies() -> tuple[PolicyText, ...]:
    return tuple(
        PolicyText(kind=kind, title=entry["title"], spoken=entry["spoken"], facts=entry["facts"])
        for kind, entry in read_entries("policies.toml").items()
    )

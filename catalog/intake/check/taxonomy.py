"""The tree of categories: names that stand for several places, places that have several names."""

from collections import defaultdict

from catalog.intake.categories import LEVELS
from catalog.intake.check.findings import Findings
from catalog.intake.check.ledger import Ledger, key_of
from catalog.retrieval.analyser import singular

# More different paths than this are no taxonomy any more.
MOST_PATHS = 100_000


def look_at_categories(ledger: Ledger, findings: Findings) -> None:
    if missing := ledger.number("select count(*) from items where path = ''"):
        (place,) = next(ledger.ask("select place from items where path = '' limit 1"))
        findings.add("no_category", f"{place} and others" if missing > 1 else str(place), count=missing)
    paths = {
        tuple(path.split(" > ")): count
        for path, count in ledger.ask(
            "select path, count(*) from items where path <> '' group by path order by 2 desc limit ?", [MOST_PATHS]
        )
    }
    _look_at_leaves(paths, findings)
    _look_at_names(paths, findings)
    _look_at_depths(paths, findings)


def _look_at_leaves(paths: dict[tuple[str, ...], int], findings: Findings) -> None:
    places: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for path, count in paths.items():
        if len(path) > 1:
            places[path[-1]][" > ".join(path[:-1])] = count
    for leaf, parents in places.items():
        if len(parents) > 1:
            where = ", ".join(f"{parent} ({count})" for parent, count in list(parents.items())[:4])
            findings.add("same_leaf", f"{leaf!r} under {where}", count=len(parents) - 1)


def _look_at_names(paths: dict[tuple[str, ...], int], findings: Findings) -> None:
    """`T-Shirts`, `Tshirts` and `T shirt`; counted by products, the rarer spelling after the commoner one."""
    spellings: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for path, count in paths.items():
        for name in path:
            known = spellings[spelling_key(name)]
            known[name] = known.get(name, 0) + count
    for names in spellings.values():
        if len(names) > 1:
            told = sorted(names, key=lambda name: -names[name])
            findings.add(
                "similar_categories", ", ".join(f"{name!r} ({names[name]})" for name in told), count=len(names) - 1
            )


def _look_at_depths(paths: dict[tuple[str, ...], int], findings: Findings) -> None:
    inner = {path[:end] for path in paths for end in range(1, len(path))}
    for path, count in paths.items():
        if path in inner:
            findings.add("mixed_depth", f"{' > '.join(path)} ({count} products)", count=count)
        if len(path) > LEVELS:
            findings.add("deep_category", " > ".join(path), count=count)


def spelling_key(name: str) -> str:
    return "".join(singular(word) for word in key_of(name.replace("&", " and ")).split() if word != "and")

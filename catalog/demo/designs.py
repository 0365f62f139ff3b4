"""What a brand makes of a kind: one design is a build, a line name and the options chosen for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.demo.dice import Dice
from catalog.demo.errors import VocabularyBroken
from catalog.demo.vocabulary import Brand, Build, Kind, Option

_BUILDS_OF_TIER = {1: (0.0, 0.6), 2: (0.0, 1.0), 3: (0.34, 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    kind: Kind
    brand: Brand
    build: Build
    line: str
    options: Mapping[str, Option]

    @property
    def dice(self) -> Dice:
        return Dice("design", self.kind.name, self.brand.name, self.line, *sorted(self.build.words.items()))


def designs(kind: Kind, brands: Mapping[str, Brand]) -> Iterator[Design]:
    """Brand by brand, each with its own builds in turn and a fresh line name for each design."""
    for name in kind.brands:
        if name not in brands:
            raise VocabularyBroken(where=kind.name, what=f"unknown brand {name!r}")
        yield from _designs_of(kind, brands[name])


def _designs_of(kind: Kind, brand: Brand) -> Iterator[Design]:
    dice = Dice("designs", kind.name, brand.name)
    builds = _builds_for(kind, brand)
    lines = dice.shuffled(brand.lines)
    named = "{line}" in kind.title
    count = kind.designs or len(builds)
    if named and count > len(lines):
        raise VocabularyBroken(where=kind.name, what=f"{brand.name} has only {len(lines)} lines for {count} designs")
    if not named:
        count = min(count, len(builds))
    turns = dice.shuffled(builds) if named else dice.some(builds, count)
    for number in range(count):
        yield Design(
            kind=kind,
            brand=brand,
            build=turns[number % len(turns)],
            line=lines[number] if named else "",
            options={name: dice.pick(choices) for name, choices in kind.options.items()},
        )


def _builds_for(kind: Kind, brand: Brand) -> list[Build]:
    """Plain brands leave out the finest builds, fine brands of lined goods the plainest; some belong to a brand."""
    open_to_all = [build for build in kind.builds if not build.brands]
    own = [build for build in kind.builds if brand.name in build.brands]
    if len(open_to_all) > 2:
        low, high = _BUILDS_OF_TIER[brand.tier] if "{line}" in kind.title or brand.tier == 1 else (0.0, 1.0)
        open_to_all = open_to_all[int(low * len(open_to_all)) : max(2, round(high * len(open_to_all)))]
    builds = own + open_to_all
    if not builds:
        raise VocabularyBroken(where=kind.name, what=f"no build for {brand.name}")
    return builds

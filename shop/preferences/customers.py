"""What a retailer noted of a customer, read as preferences: one door for both."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shop.preferences.diets import substance
from shop.preferences.preference import SLOWER, Aim, Kind, Preference, Source, Stance

_SIZES = {
    "shoe_size": "shoes",
    "top_size": "tops",
    "dress_size": "dresses",
    "pants_size": "bottoms",
    "hat_size": "hats",
    "glove_size": "gloves",
    "ring_size": "rings",
}
_LIKED = {"favorite_brand": Kind.BRAND, "favorite_color": Kind.COLOR, "favorite_material": Kind.MATERIAL}


def from_customer(noted: Mapping[str, Any]) -> list[Preference]:
    """What has no place among the kinds stays with the retailer: it is neither applied nor told."""
    return [preference for name, value in noted.items() for one in _values(value) for preference in _read(name, one)]


def without(noted: Mapping[str, Any], aims: Iterable[Aim]) -> dict[str, Any]:
    """The same, less what is to be forgotten."""
    going, left = tuple(aims), {}
    for name, value in noted.items():
        kept = [one for one in _values(value) if not _is_meant(name, one, going)]
        if kept:
            left[name] = kept if isinstance(value, list) else value
    return left


def _is_meant(name: str, value: str, aims: tuple[Aim, ...]) -> bool:
    return any(aim.meets(preference) for preference in _read(name, value) for aim in aims)


def _values(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _read(name: str, value: str) -> Iterator[Preference]:
    if about := _SIZES.get(name):
        yield _noted(Kind.SIZE, value, about=about)
    elif name == "diet":
        yield _noted(Kind.DIET, value)
    elif name in {"avoid", "allergies"}:
        yield _noted(Kind.ALLERGY, substance(value), stance=Stance.AVOIDS)
    elif name in {"favorite_store", "store"}:
        yield _noted(Kind.STORE, value)
    elif kind := _LIKED.get(name):
        yield _noted(kind, value, stance=Stance.LIKES)
    elif name in {"children", "pets"}:
        yield _noted(Kind.HOUSEHOLD, value, about=name)
    elif name == "speech" and value == SLOWER:
        yield _noted(Kind.PACE, value)


def _noted(kind: Kind, value: str, *, about: str = "", stance: Stance = Stance.IS) -> Preference:
    return Preference(kind=kind, value=value, about=about, stance=stance, source=Source.SHOP)

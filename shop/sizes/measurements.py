"""What is known of a body, in centimetres, kilograms and years, and which values no body has."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

# Wide enough for a newborn and for the tallest person who ever lived: beyond it somebody misheard.
PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "height_cm": (40, 250),
    "weight_kg": (2, 350),
    "age": (0, 120),
    "chest_cm": (30, 200),
    "underbust_cm": (30, 180),
    "waist_cm": (30, 200),
    "hips_cm": (30, 220),
    "inseam_cm": (15, 120),
    "foot_cm": (7, 40),
    "hand_cm": (8, 35),
    "head_cm": (30, 75),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    height_cm: float | None = None
    weight_kg: float | None = None
    age: float | None = None
    chest_cm: float | None = None
    underbust_cm: float | None = None
    waist_cm: float | None = None
    hips_cm: float | None = None
    inseam_cm: float | None = None
    foot_cm: float | None = None
    hand_cm: float | None = None
    head_cm: float | None = None

    @property
    def known(self) -> dict[str, float]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    def updated(self, newer: "Measurements") -> "Measurements":
        """What is told now holds; what is not told now stays."""
        return replace(self, **newer.known)


NAMES = tuple(field.name for field in fields(Measurements))


def is_plausible(name: str, value: float) -> bool:
    low, high = PLAUSIBLE[name]
    return low <= value <= high

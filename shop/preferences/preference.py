"""One thing a shopper told of themselves, of a small closed set of kinds, and all of them together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    DIET = "diet"
    ALLERGY = "allergy"
    SIZE = "size"
    BRAND = "brand"
    MATERIAL = "material"
    COLOR = "color"
    GOODS = "goods"
    STORE = "store"
    BUDGET = "budget"
    NAME = "name"
    PACE = "pace"
    HOUSEHOLD = "household"


class Stance(StrEnum):
    IS = "is"
    LIKES = "likes"
    AVOIDS = "avoids"


class Source(StrEnum):
    """`SHOP` is what the retailer knew of a customer before they ever talked."""

    TOLD = "told"
    SHOP = "shop"


LOW_PRICES = "low"
SLOWER = "slower"
# Of these a new one takes the place of the old one.
SINGLE = frozenset({Kind.SIZE, Kind.STORE, Kind.BUDGET, Kind.NAME, Kind.PACE, Kind.HOUSEHOLD})
# Nobody is two of these at once; what else is avoided may come on top.
WAYS_TO_EAT = frozenset({"vegan", "vegetarian", "pescatarian", "everything"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """`about` is what a size or a budget is for, or whose it is: "shoes", "son"; empty for the shopper's own.

    The value of a size is as the catalogue writes it, of a store its id, of a budget minor units and a currency.
    """

    kind: Kind
    value: str
    about: str = ""
    stance: Stance = Stance.IS
    source: Source = Source.TOLD
    told_at: datetime | None = None

    @property
    def key(self) -> tuple[Kind, str, str, Stance]:
        """What it says, whoever told it and when."""
        return self.kind, self.about, self.value, self.stance

    def replaces(self, other: "Preference") -> bool:
        """Whether the two cannot hold at once, so that the newer one counts."""
        if (self.kind, self.about) != (other.kind, other.about):
            return False
        if self.kind in SINGLE or self.value == other.value:
            return True
        return self.kind is Kind.DIET and {self.value, other.value} <= WAYS_TO_EAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be forgotten or shown; with nothing named, all of the kind."""

    kind: Kind
    value: str = ""
    about: str | None = None
    stance: Stance | None = None

    def meets(self, preference: Preference) -> bool:
        return (
            preference.kind is self.kind
            and self.value in {"", preference.value}
            and self.about in {None, preference.about}
            and self.stance in {None, preference.stance}
        )


class Preferences:
    """All that is known of one shopper; what was told wins over what the retailer knew.

    `worn` is for whom goods that are worn were bought, by goods: it is no word of the shopper's, and never told.
    """

    def __init__(
        self,
        every: Iterable[Preference] = (),
        *,
        worn: Mapping[str, str] | None = None,
        is_customer: bool = False,
    ) -> None:
        self.is_customer = is_customer
        self._every = tuple(every)
        self._worn = worn or {}

    def __iter__(self) -> Iterator[Preference]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    def __bool__(self) -> bool:
        return bool(self._every)

    @classmethod
    def of(
        cls,
        *,
        told: Iterable[Preference],
        from_shop: Iterable[Preference],
        worn: Mapping[str, str] | None = None,
        is_customer: bool = False,
    ) -> "Preferences":
        told = tuple(told)
        every = (*told, *(one for one in from_shop if not any(newer.replaces(one) for newer in told)))
        return cls(every, worn=worn, is_customer=is_customer)

    def told(self) -> list[Preference]:
        """Those the shopper told themselves."""
        return [one for one in self._every if one.source is Source.TOLD]

    def of_kind(self, kind: Kind, *, stance: Stance | None = None, about: str | None = None) -> list[Preference]:
        aim = Aim(kind=kind, stance=stance, about=about)
        return [one for one in self._every if aim.meets(one)]

    def meeting(self, aims: Iterable[Aim]) -> list[Preference]:
        aims = tuple(aims)
        return [one for one in self._every if any(aim.meets(one) for aim in aims)]

    def audience_of(self, goods: str) -> str | None:
        """For whom such goods are bought, or all that is worn where none of these were."""
        return self._worn.get(goods) or self._worn.get("")

    def value_of(self, kind: Kind, *, about: str = "") -> str | None:
        return next((one.value for one in self.of_kind(kind, about=about)), None)

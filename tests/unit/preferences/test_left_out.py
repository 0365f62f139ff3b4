"""How it is said what was kept back for a shopper's own sake."""

import pytest

from shop.phrasing.tastes import avoided
from shop.preferences.preference import Kind, Preference, Stance


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (Kind.GOODS, "nut", "nuts"),
        (Kind.GOODS, "milk", "milk"),
        (Kind.MATERIAL, "leather", "leather"),
        (Kind.ALLERGY, "nut", "what has nuts"),
        (Kind.ALLERGY, "latex", "what has latex"),
    ],
)
def test_what_is_counted_is_left_out_as_several(kind: Kind, value: str, said: str) -> None:
    assert avoided(Preference(kind=kind, value=value, stance=Stance.AVOIDS)) == said

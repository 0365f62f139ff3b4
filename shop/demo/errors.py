"""What can be wrong with the demo customers' wishes.

DemoShopError
└── NothingLikeIt    a customer is said to have bought what the catalogue does not hold
"""

from collections.abc import Mapping


class DemoShopError(Exception):
    """The demo customers cannot be made."""


class NothingLikeIt(DemoShopError):
    def __init__(self, *, wanted: Mapping[str, str]) -> None:
        super().__init__(f"no product like {dict(wanted)}")
        self.wanted = wanted

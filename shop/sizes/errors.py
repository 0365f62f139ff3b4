"""What can be wrong with the advice on sizes.

SizesError (a ShopError)
├── SizeModelMissing   none has been trained yet
└── SizeModelBroken    its files are not those that were trained
"""

from pathlib import Path

from shop.errors import ShopError


class SizesError(ShopError):
    """The root of this folder's errors."""


class SizeModelMissing(SizesError):
    def __init__(self, *, folder: Path) -> None:
        super().__init__(f"there is no size model in {folder}: `aisle train sizes` makes one")
        self.folder = folder


class SizeModelBroken(SizesError):
    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be used: {reason}. Make it anew with `aisle train sizes`")
        self.path = path
        self.reason = reason

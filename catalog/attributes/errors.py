"""What can be wrong with labelled products.

AttributesError (a CatalogError)
└── LabelsUnreadable
"""

from pathlib import Path

from catalog.errors import CatalogError


class AttributesError(CatalogError):
    """The root of this folder's errors."""


class LabelsUnreadable(AttributesError):
    """A file of labelled products is not as it should be."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} has lines that are no labelled products.")
        self.file = file

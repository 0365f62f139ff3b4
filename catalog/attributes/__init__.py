"""Attributes the feed lacks, read from titles, texts and categories, each with how sure the reading is."""

from catalog.attributes.assortment import Assortment
from catalog.attributes.completion import completed

__all__ = ["Assortment", "completed"]

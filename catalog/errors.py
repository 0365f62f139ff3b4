"""What can keep the catalogue from answering.

CatalogError
├── CatalogUnavailable   the database cannot be reached, or not in time
│   └── IndexGone        the vector index has been replaced and dropped
└── LexiconBroken        the lexicon of goods says something twice, or of something that it does not name
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolTimeout


class CatalogError(Exception):
    """The root of this folder's errors."""


class CatalogUnavailable(CatalogError):
    """The catalogue cannot be read or written at the moment."""


class IndexGone(CatalogUnavailable):
    """The vector index that was known is no longer there; another one is in use."""


class LexiconBroken(CatalogError):
    """A name in the lexicon of goods stands there twice, or nowhere."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@contextmanager
def translated() -> Iterator[None]:
    """Database errors that are nobody's mistake, as facts of the catalogue."""
    try:
        yield
    except psycopg.errors.UndefinedTable as exc:
        raise IndexGone from exc
    except (psycopg.OperationalError, PoolTimeout) as exc:
        raise CatalogUnavailable from exc

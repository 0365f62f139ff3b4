"""What can keep the catalogue from answering.

CatalogError
└── CatalogUnavailable   the database cannot be reached, or not in time
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolTimeout


class CatalogError(Exception):
    """The root of this folder's errors."""


class CatalogUnavailable(CatalogError):
    """The catalogue cannot be read or written at the moment."""


@contextmanager
def translated() -> Iterator[None]:
    """Database errors that are nobody's mistake, as facts of the catalogue."""
    try:
        yield
    except (psycopg.OperationalError, PoolTimeout) as exc:
        raise CatalogUnavailable from exc

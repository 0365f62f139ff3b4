"""Looks at the database: reachable, fit for us, of the current schema, and complete."""

from collections.abc import Iterable

import psycopg
from psycopg_pool import AsyncConnectionPool

from assistant.doctor.findings import Finding, fine, wrong
from assistant.schema import is_current
from assistant.supervisor.errors import DatabaseUnusable
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.probes import require_fit_database
from assistant.vectors import stale_count
from catalog.embedding.errors import EmbeddingError
from catalog.errors import CatalogUnavailable
from catalog.repository import CatalogRepository


async def look_at_database(url: str, folder: StateFolder) -> Iterable[Finding]:
    try:
        require_fit_database(url)
    except DatabaseUnusable as exc:
        return [wrong("database", str(exc), advice=f"The embedded server's log is {folder.postgres}.log.")]
    findings = [fine("database", "reachable, with pgvector")]
    if not is_current(url):
        advice = "Restart the shop: it migrates the database when it opens."
        return [*findings, wrong("schema", "is not of this version", advice=advice)]
    findings.append(fine("schema", "is current"))
    return [*findings, *await _look_at_catalogue(url, folder)]


async def _look_at_catalogue(url: str, folder: StateFolder) -> Iterable[Finding]:
    async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
        try:
            products = await CatalogRepository(pool).product_count()
            stale = await stale_count(pool, folder.embedding)
        except (CatalogUnavailable, psycopg.Error) as exc:
            reason = str(exc) or type(exc).__name__
            return [wrong("catalogue", f"cannot be read: {reason}", advice="Look at the database's log.")]
        except EmbeddingError as exc:
            return [wrong("vectors", str(exc), advice="Run `aisle catalog embed`.")]
    if not products:
        return [wrong("catalogue", "has no products", advice="Load the demo shop: `aisle catalog demo`.")]
    found = fine("catalogue", f"{products} products")
    if stale:
        advice = "The worker embeds them within minutes; `aisle catalog embed` does it now."
        return [found, wrong("vectors", f"{stale} products have none, or an old one", advice=advice)]
    return [found, fine("vectors", "complete and fresh")]

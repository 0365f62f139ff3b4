"""Looks at the database: reachable, fit for us, of the current schema, and complete."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from assistant.doctor.findings import Finding, fine, wrong
from assistant.doctor.learning import look_at_learning
from assistant.learning_settings import LearningSettings
from assistant.schema import is_current
from assistant.supervisor.errors import DatabaseUnusable
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.probes import require_fit_database
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embedding_models, index_in_use, stale_count
from catalog.embedding.errors import EmbeddingError
from catalog.embedding.models import EmbeddingModels
from catalog.errors import CatalogUnavailable
from catalog.repository import CatalogRepository
from shop.checkout.terms_rows import read_terms
from shop.errors import ShopUnavailable

Pool = AsyncConnectionPool[psycopg.AsyncConnection[Any]]


async def look_at_database(url: str, settings: SupervisorSettings) -> Iterable[Finding]:
    try:
        require_fit_database(url)
    except DatabaseUnusable as exc:
        return [wrong("database", str(exc), advice=_where_to_look(settings))]
    findings = [fine("database", "reachable, with pgvector")]
    if not is_current(url):
        advice = "Restart the shop: it migrates the database when it opens."
        return [*findings, wrong("schema", "is not of this version", advice=advice)]
    findings.append(fine("schema", "is current"))
    return [*findings, *await _look_at_catalogue(url, settings)]


def _where_to_look(settings: SupervisorSettings) -> str:
    if settings.database_url is not None:
        return "It is the server that AISLE_DATABASE_URL names: see whether it runs, and what its own log says."
    return f"The embedded server's log is {StateFolder(settings.state_folder).postgres}.log."


async def _look_at_catalogue(url: str, settings: SupervisorSettings) -> Iterable[Finding]:
    async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
        try:
            products = await CatalogRepository(pool).product_count()
            vectors = await look_at_vectors(pool, embedding_models(settings), products)
            selling = await look_at_selling(pool)
            learning = await look_at_learning(pool, LearningSettings(), now=datetime.now(UTC))
        except (CatalogUnavailable, ShopUnavailable, psycopg.Error) as exc:
            reason = str(exc) or type(exc).__name__
            return [wrong("catalogue", f"cannot be read: {reason}", advice="Look at the database's log.")]
        except EmbeddingError as exc:
            return [wrong("vectors", str(exc), advice="Run `aisle catalog embed`.")]
    if not products:
        return [wrong("catalogue", "has no products", advice="Load the demo shop: `aisle catalog demo`.")]
    return [fine("catalogue", f"{products} products"), vectors, selling, *learning]


async def look_at_selling(pool: Pool) -> Finding:
    """Without a way of getting goods to people, carts fill and nothing can be ordered."""
    async with pool.connection() as connection:
        terms = await read_terms(connection, now=datetime.now(UTC), seller=None)
    if not terms.ways:
        return wrong(
            "selling", "no shipping method is set up: nothing can be ordered", advice="`aisle shop import` sets one up."
        )
    if not terms.home.country:
        return wrong(
            "selling", "the shop has no name and no country, and so no tax", advice="`aisle shop import` brings one."
        )
    ways, windows = " and ".join(terms.ways), len(terms.window_patterns)
    return fine("selling", f"{ways}, {windows} windows a week, {len(terms.promotions)} promotions today")


async def look_at_vectors(pool: Pool, models: EmbeddingModels, products: int) -> Finding:
    """Searches use the index in use, whatever is chosen, until the chosen model has one that is complete."""
    chosen = models.documents().manifest
    in_use, stale = await index_in_use(pool), await stale_count(pool, models)
    advice = "The worker embeds them within minutes; `aisle catalog embed` does it now."
    if in_use is None:
        return wrong(
            "vectors", f"none are in use; {stale} of {products} products have yet to be embedded", advice=advice
        )
    if in_use.index_id != chosen.index_id:
        there = f"of the chosen {chosen.model_id} {products - stale} of {products} are there"
        return wrong("vectors", f"searches use {in_use.model_id}; {there}", advice=advice)
    if stale:
        share = f"{stale} of {products} products ({stale / max(products, 1):.1%})"
        return wrong("vectors", f"{share} have none, or an old one", advice=advice)
    return fine("vectors", f"complete and fresh, of {in_use.model_id}")

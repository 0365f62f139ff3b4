"""The schema that this version of the code works with, told without loading what brings a database to it."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_revisions() -> frozenset[str]:
    """What `alembic_version` holds once this version's migrations have run: each follows the one numbered before it."""
    return frozenset({max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))})

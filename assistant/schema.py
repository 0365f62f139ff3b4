"""Brings a database to the schema this version of the code needs."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from assistant.schema_version import MIGRATIONS, newest_revisions


def migrate(database_url: str) -> None:
    engine = _engine(database_url)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database_url: str) -> bool:
    with _engine(database_url).connect() as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    return frozenset(applied) == newest_revisions()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _engine(database_url: str) -> Engine:
    return create_engine(make_url(database_url).set(drivername="postgresql+psycopg"), poolclass=NullPool)

"""Brings a database to the schema this version of the code needs."""

from typing import TYPE_CHECKING

import psycopg

from assistant.schema_version import MIGRATIONS, newest_revisions

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine


def migrate(database_url: str) -> None:
    if is_current(database_url):
        return
    from alembic import command  # noqa: PLC0415 - most of the time that a command takes, for once in each version

    config = alembic_config()
    with _engine(database_url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def alembic_config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def is_current(database_url: str) -> bool:
    try:
        with psycopg.connect(database_url) as connection:
            applied = connection.execute("select version_num from alembic_version").fetchall()
    except psycopg.errors.UndefinedTable:
        return False
    return frozenset(row[0] for row in applied) == newest_revisions()


def _engine(database_url: str) -> "Engine":
    from sqlalchemy import create_engine, make_url  # noqa: PLC0415 - as above
    from sqlalchemy.pool import NullPool  # noqa: PLC0415 - as above

    return create_engine(make_url(database_url).set(drivername="postgresql+psycopg"), poolclass=NullPool)

"""Runs a migrated embedded Postgres until standard input ends; started by the gateway's Python, which has it."""

import sys
from pathlib import Path

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema import migrate

postgres = EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off", "synchronous_commit": "off"})
with postgres.running() as url:
    migrate(url)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    sys.stdin.read()

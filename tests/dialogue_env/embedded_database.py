"""Runs a migrated embedded Postgres until standard input ends; started by the gateway's Python, which has it."""

import sys
from pathlib import Path

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema import migrate

postgres = EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off", "synchronous_commit": "off"})
postgres.initialise()
process = postgres.start()
try:
    postgres.wait_until_ready()
    migrate(postgres.url)
    sys.stdout.write(f"{postgres.url}\n")
    sys.stdout.flush()
    sys.stdin.read()
finally:
    postgres.stop(process)

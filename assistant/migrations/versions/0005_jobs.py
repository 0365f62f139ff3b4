"""The job queue's tables as procrastinate 3.10 makes them, and what this installation has loaded.

A later procrastinate brings its own migrations, which then become a revision of ours after this one.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0005"
down_revision = "0004"

UP = """
create table installed_parts (
    part text primary key,
    fingerprint text not null,
    installed_at timestamptz not null default now()
);
"""

DOWN = """
drop table installed_parts;
drop table procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers cascade;
do $$
declare leftover record;
begin
    for leftover in select oid::regprocedure as signature from pg_proc
        where pronamespace = current_schema()::regnamespace and proname like 'procrastinate%'
    loop execute format('drop function %s cascade', leftover.signature); end loop;
    for leftover in select oid::regtype as name from pg_type
        where typnamespace = current_schema()::regnamespace and typname like 'procrastinate%' and typtype in ('e', 'c')
    loop execute format('drop type %s cascade', leftover.name); end loop;
end
$$;
"""


def upgrade() -> None:
    op.execute(UP)
    _run_unparsed(SchemaManager.get_schema())


def downgrade() -> None:
    _run_unparsed(DOWN)


def _run_unparsed(sql: str) -> None:
    """Past SQLAlchemy, which would take a colon or a percent sign in a function's body for a parameter."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(sql)
    cursor.close()

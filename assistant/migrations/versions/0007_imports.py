"""Imports of catalogue files: how far each came, the items it has read, and which source brought a product."""

from alembic import op

revision = "0007"
down_revision = "0006"

UP = """
create table import_runs (
    run_id bigint generated always as identity primary key,
    source text not null,
    trial boolean not null,
    fingerprint text not null,
    file_name text not null,
    stage text not null default 'reading' check (stage in ('reading', 'writing', 'removing', 'finished')),
    rows_read bigint not null default 0,
    items_read bigint not null default 0,
    broken text,
    written_to text collate "C" not null default '',
    counts jsonb not null default '{}',
    started_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index one_open_import on import_runs (source, trial) where stage <> 'finished';

create table import_items (
    run_id bigint not null references import_runs on delete cascade,
    item_no bigint not null,
    product_id text collate "C" not null,
    variant_id text collate "C" not null,
    line bigint not null,
    item jsonb,
    primary key (run_id, item_no)
);
create index import_items_product on import_items (run_id, product_id, item_no);

create table import_problems (
    run_id bigint not null references import_runs on delete cascade,
    line bigint not null,
    product_id text not null,
    field text not null,
    severity text not null,
    reason text not null
);
create index import_problems_run on import_problems (run_id, line);

create table product_sources (
    product_id text primary key references products on delete cascade,
    source text not null
);
create index product_sources_source on product_sources (source, product_id);
"""

DOWN = """
drop table product_sources, import_problems, import_items, import_runs;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

"""Measurements and how sizes turned out."""

from alembic import op

revision = "0014"
down_revision = "0013"

# A body's measures are kept for whom they are told of: the shopper, or a son they buy for. They are personal: nothing
# but advice and training reads them, and they go with the shopper.
MEASUREMENTS = """
create table measurements (
    shopper_id text not null references shoppers on delete cascade,
    wearer text not null default '',
    told jsonb not null default '{}' check (jsonb_typeof(told) = 'object'),
    updated_at timestamptz not null default now(),
    primary key (shopper_id, wearer)
);

create table usual_sizes (
    shopper_id text not null references shoppers on delete cascade,
    wearer text not null default '',
    brand text not null default '',
    worn text not null default '',
    size text not null check (size <> ''),
    system text not null default '' check (system in ('', 'us', 'uk', 'eu')),
    told_at timestamptz not null default now(),
    primary key (shopper_id, wearer, brand, worn)
);
"""

# Told by a shopper, or brought along from another system without anybody's name, then with the measures themselves.
OUTCOMES = """
create table size_outcomes (
    outcome_id text primary key,
    shopper_id text references shoppers on delete cascade,
    product_id text,
    brand text not null,
    size_chart_id text,
    size text not null check (size <> ''),
    outcome text not null check (outcome in ('fits', 'too_small', 'too_large')),
    body jsonb not null default '{}' check (jsonb_typeof(body) = 'object'),
    source text not null default 'told' check (source in ('told', 'demo', 'imported')),
    noted_at timestamptz not null default now(),
    check (shopper_id is null or body = '{}'),
    check (shopper_id is not null or source <> 'told')
);
create index size_outcomes_of_shopper on size_outcomes (shopper_id);
create index size_outcomes_of_product on size_outcomes (product_id);
create index size_outcomes_of_chart on size_outcomes (size_chart_id);
create unique index size_outcomes_once on size_outcomes (shopper_id, product_id, size) where shopper_id is not null;
"""

DOWN = "drop table size_outcomes, usual_sizes, measurements;"


def upgrade() -> None:
    op.execute(MEASUREMENTS)
    op.execute(OUTCOMES)


def downgrade() -> None:
    op.execute(DOWN)

"""Trials of one order against another: what is tried, on whom, how long, and what came of it in the end."""

from alembic import op

revision = "0025"
down_revision = "0024"

# A surface is a layer: of two trials in one, each would disturb the other. What an arm is was settled at the start; the
# order in use is written down as what it was then, so that a promotion meanwhile changes no arm.
EXPERIMENTS = """
create table experiments (
    experiment_id text primary key check (experiment_id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    salt text not null,
    unit text not null check (unit in ('person', 'session')),
    traffic double precision not null check (traffic > 0 and traffic <= 1),
    metric text not null check (metric in ('conversion', 'revenue')),
    alpha double precision not null check (alpha > 0 and alpha < 0.5),
    minimum_days integer not null check (minimum_days > 0 and minimum_days % 7 = 0),
    minimum_units integer not null check (minimum_units > 0),
    window_hours integer not null check (window_hours > 0),
    revenue_cap_minor bigint check (revenue_cap_minor > 0),
    started_at timestamptz not null,
    stopped_at timestamptz,
    conclusion jsonb,
    check (stopped_at >= started_at)
);
create index experiments_started on experiments (started_at);

create table experiment_arms (
    experiment_id text not null references experiments on delete cascade,
    position smallint not null,
    arm text not null check (arm ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    model text not null,
    share double precision not null check (share > 0 and share <= 1),
    primary key (experiment_id, position),
    unique (experiment_id, arm)
);

create table experiment_layers (
    experiment_id text not null references experiments on delete cascade,
    surface text not null,
    is_running boolean not null default true,
    primary key (experiment_id, surface)
);
create unique index one_experiment_per_layer on experiment_layers (surface) where is_running;
"""

# An exposure is a list as it was shown: nobody counts who was only assigned to an arm.
EXPOSURES = """
create index shown_lists_of_arm on shown_lists (arm, shown_at) where arm is not null;
"""


def upgrade() -> None:
    op.execute(EXPERIMENTS)
    op.execute(EXPOSURES)


def downgrade() -> None:
    op.execute("drop index shown_lists_of_arm")
    op.execute("drop table experiment_layers, experiment_arms, experiments")

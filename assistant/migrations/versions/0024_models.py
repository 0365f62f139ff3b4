"""Models of the order, and which is in use."""

from alembic import op

revision = "0024"
down_revision = "0023"

# A model is written once, with all that is known of how it came about; what was let go of is its network, never that.
MODELS = """
create table ranking_models (
    version text primary key check (version ~ '^[a-z0-9][a-z0-9-]{0,63}$' and version <> 'baseline'),
    made_at timestamptz not null default now(),
    outcome text not null check (outcome in ('passed', 'refused')),
    is_simulated boolean not null default false,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    network bytea,
    manifest jsonb not null
);
create index ranking_models_made on ranking_models (made_at);
"""

# No version is the built-in order. `change_no` tells followers that something changed, whatever it is.
IN_USE = """
create table ranking_model_in_use (
    only_row boolean primary key default true check (only_row),
    version text references ranking_models,
    before text references ranking_models,
    change_no bigint not null default 0,
    changed_at timestamptz not null default now()
);
insert into ranking_model_in_use default values;

create table ranking_model_changes (
    change_no bigint primary key,
    at timestamptz not null default now(),
    what text not null check (what in ('promoted', 'rolled_back', 'withdrawn')),
    left_version text,
    version text,
    by_whom text not null check (by_whom <> ''),
    why text not null check (why <> '')
);
create function keep_ranking_model_changes() returns trigger language plpgsql as $$
begin
    raise exception 'what changed the order is only ever added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger ranking_model_changes_are_kept before update or delete on ranking_model_changes
    for each row execute function keep_ranking_model_changes();
"""

# One row for each time that learning was tried, also where nothing came of it.
RUNS = """
create table learning_runs (
    run_id text primary key,
    asked_by text not null,
    started_at timestamptz not null default now(),
    heard_at timestamptz not null default now(),
    ended_at timestamptz,
    state text not null default 'running' check (state in ('running', 'ended', 'failed', 'abandoned')),
    stage text not null default '',
    signals bigint not null default 0,
    lists bigint not null default 0,
    outcome text check (outcome in ('promoted', 'passed', 'refused', 'too_little')),
    version text references ranking_models,
    reasons jsonb not null default '[]',
    check ((ended_at is null) = (state = 'running'))
);
create index learning_runs_started on learning_runs (started_at);
"""


def upgrade() -> None:
    for step in (MODELS, IN_USE, RUNS):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop table learning_runs, ranking_model_changes, ranking_model_in_use, ranking_models")
    op.execute("drop function keep_ranking_model_changes")

"""What asking a language model has cost: by day and use, and by conversation, in figures that name nobody."""

from alembic import op

revision = "0028"
down_revision = "0027"

# Each process writes the totals of its own rows, so that a batch written twice counts once; all of them together are
# what was spent. Costs are millionths of the currency's unit: a call costs less than its smallest coin.
BY_DAY = """
create table model_spending (
    spender_id text not null,
    day date not null,
    use text not null,
    model text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    calls bigint not null check (calls >= 0),
    answered bigint not null check (answered >= 0),
    input_tokens bigint not null check (input_tokens >= 0),
    cached_tokens bigint not null check (cached_tokens >= 0),
    output_tokens bigint not null check (output_tokens >= 0),
    cost_micros bigint not null check (cost_micros >= 0),
    primary key (day, spender_id, use, model, currency)
);
"""

# Only its hash says which conversation it is.
BY_CONVERSATION = """
create table model_conversations (
    entry_id text primary key,
    conversation_sha256 bytea not null,
    tokens bigint not null check (tokens >= 0),
    cost_micros bigint not null check (cost_micros >= 0),
    spent_at timestamptz not null
);
create index model_conversations_by_conversation on model_conversations (conversation_sha256);
create index model_conversations_by_time on model_conversations (spent_at);
"""


def upgrade() -> None:
    for step in (BY_DAY, BY_CONVERSATION):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop table model_conversations, model_spending")

"""Chat sessions, the messages a shopper can read again, the record of each turn, and Rasa's conversations."""

from alembic import op

revision = "0004"
down_revision = "0003"

UP = """
create table chat_sessions (
    session_id text primary key,
    token_sha256 bytea not null unique,
    shopper_id text not null references shoppers on delete cascade,
    conversation_id text not null unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index chat_sessions_expiry on chat_sessions (expires_at);
create index chat_sessions_of_shopper on chat_sessions (shopper_id);

create table chat_messages (
    message_no bigint generated always as identity primary key,
    session_id text not null references chat_sessions on delete cascade,
    turn_id text not null,
    who text not null check (who in ('shopper', 'assistant')),
    text text not null,
    reply json,
    said_at timestamptz not null default now(),
    unique (turn_id, who)
);
create index chat_messages_of_session on chat_messages (session_id, message_no);

create table turns (
    turn_id text primary key,
    conversation_id text not null,
    request_id text not null,
    channel text not null,
    shopper_id text not null,
    body_sha256 bytea not null,
    state text not null check (state in ('running', 'answered', 'failed')),
    started_at timestamptz not null,
    finished_at timestamptz,
    intent text,
    confidence real,
    query jsonb,
    shown_ids text[] not null default '{}',
    stages jsonb not null default '{}',
    failure text,
    words text,
    reply json,
    unique (conversation_id, request_id)
);
create index turns_started on turns (started_at);
create unique index one_running_turn on turns (conversation_id) where state = 'running';

create table dialogue_conversations (
    sender_id text primary key,
    state jsonb not null,
    updated_at timestamptz not null default now()
);
"""

DOWN = "drop table dialogue_conversations, turns, chat_messages, chat_sessions;"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

"""Who calls by voice platforms, and what the embedded provider has issued."""

from alembic import op

revision = "0016"
down_revision = "0015"

# Keyed by an HMAC: a platform's name for a person is never kept. A guest's row and each customer's row of the same
# caller are apart, so that nobody gets at a customer's shopper without the customer's token. There is no index on
# `heard_at`: every turn writes it, and only retention ever looks for it.
CALLERS = """
create table callers (
    caller_key bytea primary key,
    shopper_id text not null references shoppers on delete cascade,
    conversation_id text not null unique,
    heard_at timestamptz not null
);
create index callers_of_shopper on callers (shopper_id);
"""

# A grant is what a customer allowed a client; everything issued for it goes with it. The private key is kept encrypted
# under a secret that the database does not hold.
PROVIDER = """
create table provider_keys (
    key_id text primary key,
    encrypted_pem text not null,
    made_at timestamptz not null default now()
);

create table provider_grants (
    grant_id text primary key,
    client_id text not null,
    customer_id text not null references customers on delete cascade,
    scopes text[] not null,
    resource text,
    granted_at timestamptz not null default now(),
    used_at timestamptz not null default now(),
    revoked_at timestamptz
);
create index provider_grants_of_customer on provider_grants (customer_id);

create table provider_codes (
    code_sha256 bytea primary key,
    grant_id text not null references provider_grants on delete cascade,
    redirect_uri text not null,
    is_redirect_told boolean not null,
    code_challenge text not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index provider_codes_of_grant on provider_codes (grant_id);

create table provider_refresh_tokens (
    token_sha256 bytea primary key,
    grant_id text not null references provider_grants on delete cascade,
    expires_at timestamptz not null,
    replaced_at timestamptz
);
create index provider_refresh_tokens_of_grant on provider_refresh_tokens (grant_id);
"""


def upgrade() -> None:
    for step in (CALLERS, PROVIDER):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop table provider_refresh_tokens, provider_codes, provider_grants, provider_keys, callers")

"""Devices that speak for a customer, and links by which a guest's cart goes on elsewhere."""

from alembic import op

revision = "0017"
down_revision = "0016"

# Conversations of a device are named by it and counted, so that none needs a row of its own.
UP = """
create table devices (
    device_id text primary key,
    customer_id text not null references customers on delete cascade,
    name text not null,
    token_sha256 bytea not null unique,
    issued_at timestamptz not null default now(),
    used_at timestamptz,
    conversation_no integer not null default 0
);
create index devices_of_customer on devices (customer_id);

create table continue_links (
    token_sha256 bytea primary key,
    shopper_id text not null references shoppers on delete cascade,
    expires_at timestamptz not null
);
create index continue_links_of_shopper on continue_links (shopper_id);
create index continue_links_expiry on continue_links (expires_at);
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("drop table continue_links, devices")

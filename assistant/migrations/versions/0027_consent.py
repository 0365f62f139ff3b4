"""Who does not want to be learned from, and the changes of a turn found by the turn."""

from alembic import op

revision = "0027"
down_revision = "0026"

# Whoever keeps an event looks here first, in the same transaction. A device is a browser as its page calls it: it goes
# by what was last said of it, and by the shopper on whose word it came here.
REFUSALS = """
create table refusing_shoppers (
    shopper_id text primary key references shoppers on delete cascade,
    refused_at timestamptz not null
);

create table refusing_devices (
    device_id text primary key,
    shopper_id text references shoppers on delete set null,
    refused_at timestamptz not null
);
create index refusing_devices_of_shopper on refusing_devices (shopper_id) where shopper_id is not null;
"""

# What a turn did is told behind it, from the audit trail.
TURNS = "create index audit_of_turn on audit (turn_id)"

# What is known of a browser goes when its shopper says so.
DEVICES = "create index events_of_device on events (device_id, occurred_at) where device_id is not null"


def upgrade() -> None:
    for step in (REFUSALS, TURNS, DEVICES):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop index events_of_device, audit_of_turn")
    op.execute("drop table refusing_devices, refusing_shoppers")

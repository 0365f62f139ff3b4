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
create index refusing_devices_of_shopper on refusing_devices (shopper_id);
"""

# What was ordered is an event of its own kind: a feature of somebody only where they agree.
ORDERS = """
create function leave_out_refused_signal() returns trigger language plpgsql as $$
begin
    if exists (select from refusing_shoppers where shopper_id in (new.shopper_id, new.person_id)) then
        return null;
    end if;
    return new;
end $$;
create trigger refused_signals_are_left_out before insert on signals
    for each row when (new.kind in ('purchase', 'return')) execute function leave_out_refused_signal();
"""

# What a turn did is told behind it, from the audit trail.
TURNS = "create index audit_of_turn on audit (turn_id)"


def upgrade() -> None:
    for step in (REFUSALS, ORDERS, TURNS):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop index audit_of_turn")
    op.execute("drop trigger refused_signals_are_left_out on signals")
    op.execute("drop function leave_out_refused_signal")
    op.execute("drop table refusing_devices, refusing_shoppers")

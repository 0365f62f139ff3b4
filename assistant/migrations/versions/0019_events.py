"""What shoppers did, as it happened: the signals that everything learned begins with."""

from alembic import op

revision = "0019"
down_revision = "0018"

# Who did it is not a foreign key: a day could then be dropped only with a lock on all shoppers. A trigger takes the
# events of a deleted shopper away instead. Days that no table was made for go to the other one, until it is.
EVENTS = """
create table events (
    event_id text not null,
    day date not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    is_time_told boolean not null,
    kind text not null check (kind in ('view', 'search', 'impression', 'click', 'dwell', 'add_to_cart',
        'remove_from_cart', 'purchase', 'return', 'correction', 'rejection')),
    source text not null check (source in ('page', 'turn')),
    channel text not null,
    shopper_id text,
    conversation_id text,
    device_id text,
    visit_id text,
    turn_id text,
    list_id text,
    product_id text,
    variant_id text,
    position integer check (position > 0),
    model text,
    dwell_ms integer check (dwell_ms >= 0),
    quantity integer check (quantity > 0),
    value_minor bigint check (value_minor >= 0),
    currency text,
    query text,
    primary key (event_id, day),
    check (day = (occurred_at at time zone 'UTC')::date),
    check ((value_minor is null) = (currency is null))
) partition by range (day);
create index events_of_shopper on events (shopper_id, occurred_at) where shopper_id is not null;

create table events_other partition of events default;
"""

# How many events came, and what became of them. Several rows for each number: gateways count side by side.
COUNTS = """
create table event_counts (
    day date not null,
    channel text not null,
    outcome text not null,
    slot smallint not null,
    events bigint not null,
    primary key (day, channel, outcome, slot)
);
"""

# An event stays as it was written; whose it is by now is asked of the shoppers.
KNOWN = """
create view known_events as
    select events.*, coalesce(shoppers.merged_into, events.shopper_id) as known_shopper_id
    from events left join shoppers using (shopper_id);
"""

FORGETTING = """
create function forget_events_of_shopper() returns trigger language plpgsql as $$
begin
    delete from events where shopper_id = old.shopper_id;
    return old;
end $$;
create trigger events_go_with_their_shopper before delete on shoppers
    for each row execute function forget_events_of_shopper();
"""


def upgrade() -> None:
    for step in (EVENTS, COUNTS, KNOWN, FORGETTING):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop trigger events_go_with_their_shopper on shoppers")
    op.execute("drop function forget_events_of_shopper")
    op.execute("drop view known_events")
    op.execute("drop table events, event_counts")

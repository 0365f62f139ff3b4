"""Lists as they were shown: what a later order is learned from, and what an earlier one is judged by."""

from alembic import op

revision = "0022"
down_revision = "0021"

# Arrays stand by position: one row for each list is a tenth of the size that a row for each product would have. `seen`
# holds the values of `features` one placement after the other. As with events, whoever it was shown to is no foreign
# key, and a trigger takes the lists of a deleted shopper away.
SHOWN_LISTS = """
create table shown_lists (
    list_id text primary key,
    shown_at timestamptz not null,
    shopper_id text,
    conversation_id text,
    device_id text,
    visit_id text,
    channel text not null,
    surface text not null,
    model text not null,
    arm text,
    product_ids text[] not null check (cardinality(product_ids) > 0),
    variant_ids text[] not null,
    positions smallint[] not null,
    relevances real[] not null,
    scores real[] not null,
    propensities real[] not null,
    explored boolean[] not null,
    features text[] not null default '{}',
    seen real[] not null default '{}',
    check (cardinality(variant_ids) = cardinality(product_ids)),
    check (cardinality(positions) = cardinality(product_ids)),
    check (cardinality(relevances) = cardinality(product_ids)),
    check (cardinality(scores) = cardinality(product_ids)),
    check (cardinality(propensities) = cardinality(product_ids)),
    check (cardinality(explored) = cardinality(product_ids)),
    check (cardinality(seen) = cardinality(features) * cardinality(product_ids))
);
create index shown_lists_by_time on shown_lists (shown_at);
create index shown_lists_of_shopper on shown_lists (shopper_id, shown_at) where shopper_id is not null;
create index shown_lists_of_device on shown_lists (device_id) where device_id is not null;
"""

FORGETTING = """
create function forget_lists_of_shopper() returns trigger language plpgsql as $$
begin
    delete from shown_lists where shopper_id = old.shopper_id;
    return old;
end $$;
create trigger lists_go_with_their_shopper before delete on shoppers
    for each row execute function forget_lists_of_shopper();
"""


def upgrade() -> None:
    op.execute(SHOWN_LISTS)
    op.execute(FORGETTING)


def downgrade() -> None:
    op.execute("drop trigger lists_go_with_their_shopper on shoppers")
    op.execute("drop function forget_lists_of_shopper")
    op.execute("drop table shown_lists")

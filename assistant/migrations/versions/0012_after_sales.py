"""Who may see an order that is not theirs by sign-in, returns, and price match cases."""

from alembic import op

revision = "0012"
down_revision = "0011"

# A guest proves an order with its number and the e-mail it was placed with. Tries that fail are counted per shopper.
PROOFS = """
create index orders_by_plain_number on orders (upper(regexp_replace(number, '[^A-Za-z0-9]', '', 'g')));
create index orders_by_digits on orders (regexp_replace(number, '[^0-9]', '', 'g'));

create table proven_orders (
    shopper_id text not null references shoppers on delete cascade,
    order_id text not null references orders on delete cascade,
    proven_at timestamptz not null default now(),
    primary key (shopper_id, order_id)
);
create index proven_orders_of_order on proven_orders (order_id);

create table failed_proofs (
    shopper_id text not null references shoppers on delete cascade,
    tried_at timestamptz not null default now()
);
create index failed_proofs_of_shopper on failed_proofs (shopper_id, tried_at);
"""

# How many of a line came or are coming back stands in order_lines.returned_quantity, which never exceeds what was
# bought. What is put aside for an exchange has left the stock.
RETURNS = """
create table returns (
    return_id text primary key,
    number text not null unique,
    order_id text not null references orders on delete cascade,
    shopper_id text references shoppers on delete set null,
    state text not null default 'started' check (state in ('started', 'received', 'settled', 'refused', 'cancelled')),
    reason text not null check (reason in
        ('too_small', 'too_big', 'wrong_item', 'damaged', 'faulty', 'not_as_expected', 'changed_mind', 'other')),
    resolution text not null check (resolution in ('refund', 'exchange')),
    refund_minor integer not null check (refund_minor >= 0),
    shipping_minor integer not null check (shipping_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    label_token text not null unique check (length(label_token) >= 32),
    started_at timestamptz not null,
    send_by date,
    check (resolution = 'refund' or refund_minor = 0)
);
create index returns_of_order on returns (order_id);
create index returns_of_shopper on returns (shopper_id);

create table return_lines (
    return_id text not null references returns on delete cascade,
    order_id text not null,
    position smallint not null,
    quantity integer not null check (quantity > 0),
    exchange_variant_id text,
    exchange_store_id text,
    primary key (return_id, position),
    foreign key (order_id, position) references order_lines on delete cascade,
    check ((exchange_variant_id is null) = (exchange_store_id is null))
);
create index return_lines_of_line on return_lines (order_id, position);
"""

PRICE_MATCHES = """
create sequence price_match_numbers start 200001;

create table price_matches (
    case_id text primary key,
    number text not null unique,
    shopper_id text not null references shoppers on delete cascade,
    product_id text not null,
    variant_id text not null,
    title text not null,
    our_minor integer not null check (our_minor >= 0),
    seen_minor integer not null check (seen_minor > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    seller text not null,
    proof_url text check (proof_url ~ '^https?://'),
    outcome text not null check (outcome in ('approved', 'refused', 'case')),
    why text not null,
    valid_until timestamptz,
    order_id text references orders on delete set null,
    claimed_at timestamptz not null,
    check ((outcome = 'approved') = (valid_until is not null)),
    check (outcome <> 'approved' or seen_minor < our_minor)
);
create unique index one_case_per_claim on price_matches (shopper_id, variant_id, seen_minor, currency, lower(seller));
create index price_matches_in_force on price_matches (shopper_id, valid_until) where outcome = 'approved';
create index price_matches_of_order on price_matches (order_id);
"""


def upgrade() -> None:
    for step in (PROOFS, RETURNS, PRICE_MATCHES):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop table price_matches, return_lines, returns, failed_proofs, proven_orders")
    op.execute("drop sequence price_match_numbers")
    op.execute("drop index orders_by_plain_number, orders_by_digits")

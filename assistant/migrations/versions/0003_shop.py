"""Customers, shoppers, carts, orders and shipments."""

from alembic import op

revision = "0003"
down_revision = "0002"

UP = """
create table customers (
    customer_id text primary key,
    name text not null,
    email text not null unique,
    phone text,
    address jsonb not null,
    preferences jsonb not null default '{}',
    created_at timestamptz not null default now()
);

create table shoppers (
    shopper_id text primary key,
    customer_id text references customers on delete set null,
    created_at timestamptz not null default now()
);
create index shoppers_of_customer on shoppers (customer_id);

create table carts (
    cart_id text primary key,
    shopper_id text not null references shoppers on delete cascade,
    state text not null default 'open' check (state in ('open', 'ordered', 'abandoned')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index one_open_cart on carts (shopper_id) where state = 'open';
create index carts_of_shopper on carts (shopper_id);

create table cart_lines (
    line_id text primary key,
    cart_id text not null references carts on delete cascade,
    variant_id text not null references variants on delete cascade,
    quantity integer not null check (quantity between 1 and 99),
    added_at timestamptz not null default now(),
    unique (cart_id, variant_id)
);
create index cart_lines_of_variant on cart_lines (variant_id);

create table cart_changes (
    turn_id text not null,
    change_key text not null,
    cart_id text not null references carts on delete cascade,
    changed_at timestamptz not null default now(),
    primary key (turn_id, change_key)
);
create index cart_changes_of_cart on cart_changes (cart_id);

create table orders (
    order_id text primary key,
    number text not null unique,
    customer_id text not null references customers,
    state text not null check (state in
        ('placed', 'packed', 'shipped', 'delivered', 'partly_returned', 'returned', 'cancelled')),
    placed_at timestamptz not null,
    address jsonb not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    items_minor integer not null check (items_minor >= 0),
    shipping_minor integer not null check (shipping_minor >= 0),
    tax_minor integer not null check (tax_minor >= 0),
    total_minor integer not null,
    check (total_minor = items_minor + shipping_minor + tax_minor)
);
create index orders_of_customer on orders (customer_id, placed_at desc);

create table order_lines (
    order_id text not null references orders on delete cascade,
    position smallint not null,
    product_id text not null,
    variant_id text not null,
    title text not null,
    attributes jsonb not null default '{}',
    quantity integer not null check (quantity > 0),
    returned_quantity integer not null default 0 check (returned_quantity between 0 and quantity),
    unit_price_minor integer not null check (unit_price_minor >= 0),
    primary key (order_id, position)
);

create table shipments (
    shipment_id text primary key,
    order_id text not null references orders on delete cascade,
    carrier text not null,
    tracking_number text not null,
    shipped_at timestamptz not null,
    expected_at timestamptz not null,
    delivered_at timestamptz
);
create index shipments_of_order on shipments (order_id);
"""

DOWN = "drop table shipments, order_lines, orders, cart_changes, cart_lines, carts, shoppers, customers;"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

"""Products, variants, stock per store, size charts and policies."""

from alembic import op

revision = "0001"
down_revision = None

UP = """
create table stores (
    store_id text primary key,
    name text not null,
    address text not null,
    city text not null,
    opening_hours jsonb not null
);

create table size_charts (
    size_chart_id text primary key,
    title text not null,
    rows jsonb not null
);

create table policies (
    kind text primary key,
    title text not null,
    spoken text not null,
    facts jsonb not null
);

create table products (
    product_id text primary key,
    product_no integer generated always as identity unique,
    title text not null check (title <> ''),
    brand text not null,
    department text not null,
    category text[] not null check (cardinality(category) between 1 and 3),
    description text not null,
    attributes jsonb not null default '{}',
    rating real check (rating between 0 and 5),
    rating_count integer not null default 0 check (rating_count >= 0),
    popularity real not null default 0 check (popularity >= 0),
    delivery_days integer not null check (delivery_days >= 0),
    image_url text not null,
    url text not null,
    size_chart_id text references size_charts,
    updated_at timestamptz not null default now()
);
create index products_department on products (department, popularity desc);

create table variants (
    variant_id text primary key,
    product_id text not null references products on delete cascade,
    position smallint not null,
    attributes jsonb not null default '{}',
    color text generated always as (lower(attributes ->> 'color')) stored,
    size text generated always as (lower(attributes ->> 'size')) stored,
    price_minor integer not null check (price_minor > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    unit_price_minor integer check (unit_price_minor > 0),
    unit text,
    image_url text,
    available integer not null default 0 check (available >= 0),
    unique (product_id, position),
    check ((unit_price_minor is null) = (unit is null))
);

create table stock (
    variant_id text not null references variants on delete cascade,
    store_id text not null references stores,
    quantity integer not null check (quantity >= 0),
    primary key (variant_id, store_id)
);

create function count_available() returns trigger language plpgsql as $$
begin
    update variants set available = coalesce(counted.quantity, 0)
    from (select changed.variant_id, sum(stock.quantity)::integer as quantity
          from (select distinct variant_id from changed_stock) changed
          left join stock on stock.variant_id = changed.variant_id
          group by changed.variant_id) counted
    where variants.variant_id = counted.variant_id
      and variants.available is distinct from coalesce(counted.quantity, 0);
    return null;
end
$$;
create trigger stock_added after insert on stock
    referencing new table as changed_stock for each statement execute function count_available();
create trigger stock_changed after update on stock
    referencing new table as changed_stock for each statement execute function count_available();
create trigger stock_removed after delete on stock
    referencing old table as changed_stock for each statement execute function count_available();
"""

DOWN = """
drop table stock, variants, products, policies, size_charts, stores;
drop function count_available();
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

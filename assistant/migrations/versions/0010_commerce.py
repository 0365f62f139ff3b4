"""Checkouts, promotions, reservations, payments and the audit trail."""

from alembic import op

revision = "0010"
down_revision = "0009"

# What a retailer sets up: prices of getting goods there, promotions, tax, and when goods can be had.
TERMS = """
create table shop_terms (
    only_row boolean primary key default true check (only_row),
    seller text not null check (seller <> ''),
    country text not null check (country ~ '^[A-Z]{2}$'),
    region text not null default '',
    order_prefix text not null default '' check (order_prefix ~ '^[A-Z]{0,6}$')
);

-- Where a store is, if not where the shop is: a sale there is taxed there.
alter table stores
    add country text check (country ~ '^[A-Z]{2}$'), add region text not null default '';

create table promotions (
    promotion_id text primary key,
    name text not null check (name <> ''),
    kind text not null check (kind in ('percent', 'buy_get', 'amount', 'free_shipping')),
    percent integer check (percent between 1 and 100),
    buy_quantity integer check (buy_quantity between 1 and 99),
    get_quantity integer check (get_quantity between 1 and 99),
    amount_minor integer check (amount_minor > 0),
    scope text not null default 'all' check (scope in ('all', 'category', 'brand', 'products')),
    scope_values text[] not null default '{}',
    minimum_minor integer not null default 0 check (minimum_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    starts_at timestamptz not null default '-infinity',
    ends_at timestamptz not null default 'infinity',
    check (starts_at < ends_at),
    check ((percent is not null) = (kind = 'percent')),
    check ((buy_quantity is not null and get_quantity is not null) = (kind = 'buy_get')),
    check ((buy_quantity is null) = (get_quantity is null)),
    check ((amount_minor is not null) = (kind = 'amount')),
    check ((scope = 'all') = (cardinality(scope_values) = 0))
);
create index promotions_period on promotions (ends_at, starts_at);

create table tax_rates (
    country text not null check (country ~ '^[A-Z]{2}$'),
    region text not null default '',
    category text not null default '',
    rate_basis_points integer not null check (rate_basis_points between 0 and 10000),
    primary key (country, region, category)
);

create table shipping_methods (
    method_id text primary key,
    how text not null check (how in ('delivery', 'pickup')),
    name text not null check (name <> ''),
    position integer not null default 0,
    country text check (country ~ '^[A-Z]{2}$'),
    region text,
    price_minor integer not null check (price_minor >= 0),
    free_from_minor integer check (free_from_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    check (country is not null or region is null)
);

create table window_patterns (
    pattern_id text primary key,
    how text not null check (how in ('delivery', 'pickup')),
    store_id text references stores on delete cascade,
    weekday smallint not null check (weekday between 1 and 7),
    starts time not null,
    ends time not null,
    timezone text not null,
    capacity integer not null check (capacity >= 0),
    notice_minutes integer not null default 60 check (notice_minutes >= 0),
    check (starts < ends),
    check ((how = 'pickup') = (store_id is not null))
);
create index window_patterns_of_store on window_patterns (store_id);

-- One window of one day. Bookings count themselves, and the check is what makes overbooking impossible.
create table windows (
    window_id text primary key,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    timezone text not null,
    capacity integer not null check (capacity >= 0),
    booked integer not null default 0,
    check (starts_at < ends_at),
    constraint window_is_not_overbooked check (booked between 0 and capacity)
);
"""

CUSTOMERS = """
create table stored_payments (
    stored_payment_id text primary key,
    customer_id text not null references customers on delete cascade,
    label text not null check (label <> '' and label !~ '[0-9]{7}'),
    reference text not null,
    position integer not null default 0
);
create index stored_payments_of_customer on stored_payments (customer_id, position);

create table voice_codes (
    customer_id text primary key references customers on delete cascade,
    salt bytea not null check (octet_length(salt) >= 16),
    scrypt bytea not null check (octet_length(scrypt) >= 32),
    asked_from_minor integer not null default 0 check (asked_from_minor >= 0),
    wrong_tries integer not null default 0 check (wrong_tries between 0 and 3),
    locked_until timestamptz,
    set_at timestamptz not null default now()
);
"""

CHECKOUTS = """
create table checkouts (
    checkout_id text primary key,
    shopper_id text not null references shoppers on delete cascade,
    state text not null default 'open' check (state in ('open', 'placed', 'abandoned')),
    how text check (how in ('delivery', 'pickup')),
    address jsonb,
    store_id text references stores on delete set null,
    window_id text,
    contact text check (contact <> ''),
    payment text,
    updated_at timestamptz not null default now()
);
create unique index one_open_checkout on checkouts (shopper_id) where state = 'open';
create index checkouts_of_shopper on checkouts (shopper_id);
create index checkouts_store on checkouts (store_id);
create index checkouts_updated on checkouts (updated_at);

create table quotes (
    quote_id text primary key,
    checkout_id text not null references checkouts on delete cascade,
    shopper_id text not null references shoppers on delete cascade,
    window_id text,
    terms_sha256 bytea not null check (octet_length(terms_sha256) = 32),
    needs_code boolean not null,
    state text not null default 'open' check (state in ('open', 'placed', 'void')),
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at)
);
create unique index one_open_quote on quotes (shopper_id) where state = 'open';
create index quotes_of_checkout on quotes (checkout_id);
create index quotes_of_shopper on quotes (shopper_id);
create index quotes_window on quotes (window_id, expires_at);

create table reservations (
    variant_id text not null,
    store_id text not null,
    quote_id text not null references quotes on delete cascade,
    quantity integer not null check (quantity > 0),
    expires_at timestamptz not null,
    primary key (variant_id, store_id, quote_id),
    foreign key (variant_id, store_id) references stock on delete cascade
);
create index reservations_of_quote on reservations (quote_id);
create index reservations_expiry on reservations (expires_at);
"""

ORDERS = """
create sequence order_numbers start 400001;

alter table orders
    alter customer_id drop not null, alter address drop not null,
    add shopper_id text references shoppers on delete set null,
    add contact text check (contact <> ''),
    add quote_id text unique, add seller text,
    add how text not null default 'delivery' check (how in ('delivery', 'pickup')),
    add store jsonb,
    add discount_minor integer not null default 0, add discounts jsonb not null default '[]',
    drop constraint orders_check,
    add constraint orders_add_up check (total_minor = items_minor - discount_minor + shipping_minor + tax_minor),
    add constraint orders_discount check (discount_minor between 0 and items_minor),
    add constraint orders_of_somebody check (customer_id is not null or contact is not null),
    add constraint orders_go_somewhere check (
        (how = 'delivery' and address is not null) or (how = 'pickup' and store is not null));
create index orders_of_shopper on orders (shopper_id, placed_at desc);

alter table order_lines
    add discount_minor integer not null default 0 check (discount_minor >= 0),
    add tax_minor integer not null default 0 check (tax_minor >= 0),
    add constraint line_discount check (discount_minor <= quantity::bigint * unit_price_minor);

create table order_line_stock (
    order_id text not null,
    position smallint not null,
    store_id text not null,
    quantity integer not null check (quantity > 0),
    primary key (order_id, position, store_id),
    foreign key (order_id, position) references order_lines on delete cascade
);

create table window_bookings (
    order_id text primary key references orders on delete cascade,
    window_id text not null references windows
);
create index window_bookings_of_window on window_bookings (window_id);

create function count_bookings() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        update windows set booked = booked - 1 where window_id = old.window_id;
    end if;
    if tg_op <> 'DELETE' then
        update windows set booked = booked + 1 where window_id = new.window_id;
    end if;
    return null;
end
$$;
create trigger window_booked after insert or update of window_id or delete on window_bookings
    for each row execute function count_bookings();

-- The token is kept as it is: an order tells its link again and again, and who reads this table reads the order too.
create table payments (
    payment_id text primary key,
    order_id text not null unique references orders on delete cascade,
    method text not null check (method in ('link', 'stored')),
    state text not null default 'requested' check (state in ('requested', 'paid', 'failed', 'cancelled')),
    amount_minor integer not null check (amount_minor >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    label text,
    reference text,
    token text unique check (length(token) >= 32),
    requested_at timestamptz not null,
    settled_at timestamptz,
    check ((token is not null) = (method = 'link')),
    check ((reference is not null) = (method = 'stored')),
    check ((settled_at is null) = (state = 'requested'))
);
"""

CHANGES = """
alter table cart_changes rename to changes;
alter table changes rename constraint cart_changes_pkey to changes_pkey;
alter table changes drop cart_id, add outcome jsonb;
create index changes_changed on changes (changed_at);
"""

AUDIT = """
create table audit (
    audit_no bigint generated always as identity primary key,
    at timestamptz not null default now(),
    shopper_id text not null,
    turn_id text not null,
    what text not null check (what <> ''),
    subject text not null,
    details jsonb not null default '{}'
);
create index audit_of_shopper on audit (shopper_id, audit_no);
create index audit_at on audit (at);

create function keep_audit() returns trigger language plpgsql as $$
begin
    if tg_op <> 'UPDATE' and current_setting('aisle.may_forget_audit', true) = 'yes' then
        return old;
    end if;
    raise exception 'the audit trail is only ever added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_is_kept before update or delete on audit for each row execute function keep_audit();
create trigger audit_is_not_emptied before truncate on audit for each statement execute function keep_audit();
"""

DOWN = """
drop table audit;
drop function keep_audit();
drop index changes_changed;
truncate changes;
alter table changes drop outcome, add cart_id text not null references carts on delete cascade;
alter table changes rename constraint changes_pkey to cart_changes_pkey;
alter table changes rename to cart_changes;
create index cart_changes_of_cart on cart_changes (cart_id);
drop table payments, window_bookings, order_line_stock;
drop function count_bookings();
alter table order_lines drop discount_minor, drop tax_minor;
delete from orders where customer_id is null or address is null or discount_minor > 0;
alter table orders
    drop constraint orders_add_up, drop constraint orders_discount,
    drop constraint orders_of_somebody, drop constraint orders_go_somewhere,
    drop shopper_id, drop contact, drop quote_id, drop seller, drop how, drop store, drop discount_minor,
    drop discounts,
    alter customer_id set not null, alter address set not null,
    add constraint orders_check check (total_minor = items_minor + shipping_minor + tax_minor);
drop sequence order_numbers;
alter table stores drop country, drop region;
drop table reservations, quotes, checkouts, voice_codes, stored_payments, windows, window_patterns,
    shipping_methods, tax_rates, promotions, shop_terms;
"""


def upgrade() -> None:
    for step in (TERMS, CUSTOMERS, CHECKOUTS, ORDERS, CHANGES, AUDIT):
        op.execute(step)


def downgrade() -> None:
    op.execute(DOWN)

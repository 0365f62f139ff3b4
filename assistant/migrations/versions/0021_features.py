"""What features are reckoned from: what people did with which goods, and what goods and categories were like when."""

from alembic import op

revision = "0021"
down_revision = "0020"

# Who did it stands as it was written; the person is whose it is by now. `known_at` is when we heard of it: nothing
# that is reckoned for a moment may use what was known only afterwards. What the goods were like is noted as of then.
SIGNALS = """
create table signals (
    signal_no bigint generated always as identity primary key,
    occurred_at timestamptz not null,
    known_at timestamptz not null,
    price_minor integer,
    list_minor integer,
    price_place real,
    quantity integer not null default 1 check (quantity > 0),
    dwell_ms integer,
    position integer,
    kind text not null check (kind in ('view', 'impression', 'click', 'dwell', 'add_to_cart', 'remove_from_cart',
        'purchase', 'return', 'correction', 'rejection')),
    product_id text not null,
    person_id text,
    shopper_id text,
    device_id text,
    category text,
    brand text,
    size text,
    variant_id text,
    event_id text not null,
    order_id text,
    customer_id text
);
create index signals_of_shopper on signals (shopper_id) where shopper_id is not null;
create index signals_of_device on signals (device_id) where shopper_id is null and device_id is not null;
create index signals_of_order on signals (order_id) where order_id is not null;
create index signals_of_customer on signals (customer_id) where customer_id is not null;
create index signals_by_time on signals using brin (known_at) with (autosummarize = on);
"""

# A person's signals lie far apart in the table: what is read of them stands in the index, and only there once the rows
# are vacuumed, which therefore happens early.
READING = "".join(
    f"""
create index signals_{name} on signals (person_id, occurred_at desc, signal_no desc)
    include (known_at, kind, product_id, category, brand, size, price_minor, list_minor, price_place, quantity,
             dwell_ms)
    where {kinds};
"""
    for name, kinds in (
        ("taken", "kind in ('purchase', 'return')"),
        ("done", "kind not in ('purchase', 'return', 'impression')"),
        ("seen", "kind = 'impression'"),
    )
)
VACUUMED = "alter table signals set (autovacuum_vacuum_insert_scale_factor = 0.02)"

# A row says what holds from then on; there is a new one whenever something has changed. Counts are of the last 30 days,
# or of the last one: `noticed` are views, clicks and things put into a cart.
FACTS = """
create table item_facts (
    product_id text not null,
    product_no integer not null,
    valid_from timestamptz not null,
    category text not null,
    brand text not null,
    price_minor integer,
    list_minor integer,
    price_place real,
    rating real,
    rating_count integer not null,
    added_at timestamptz not null,
    sizes text not null,
    shown integer not null default 0,
    clicked integer not null default 0,
    expected_clicks real not null default 0,
    noticed integer not null default 0,
    noticed_1d integer not null default 0,
    bought integer not null default 0,
    bought_1d integer not null default 0,
    primary key (product_id, valid_from)
);
create index item_facts_by_time on item_facts (valid_from);

create table category_facts (
    category text not null,
    block smallint not null check (block between 0 and 7),
    valid_from timestamptz not null,
    noticed integer not null,
    bought integer not null,
    lift real not null,
    primary key (category, block, valid_from)
);
"""

# People are joined and parted by the graph, which also tells signals whose they are then. A customer who has orders and
# was never here is nobody in the graph: what they bought is their shopper's as soon as there is one.
PEOPLE = """
create function follow_customer() returns trigger language plpgsql as $$
begin
    update signals set customer_id = null, shopper_id = new.shopper_id,
                       person_id = person_of(new.shopper_id, null, occurred_at)
    where customer_id = new.customer_id;
    return null;
end $$;
create trigger signals_follow_their_customer after insert or update of customer_id on shoppers
    for each row when (new.customer_id is not null) execute function follow_customer();

create function forget_signals_of_shopper() returns trigger language plpgsql as $$
begin
    delete from signals where shopper_id = old.shopper_id;
    return old;
end $$;
create trigger signals_go_with_their_shopper before delete on shoppers
    for each row execute function forget_signals_of_shopper();

create function forget_signals_of_customer() returns trigger language plpgsql as $$
begin
    delete from signals where customer_id = old.customer_id;
    return old;
end $$;
create trigger signals_go_with_their_customer before delete on customers
    for each row execute function forget_signals_of_customer();

-- Days of events that are dropped whole take no signals along: those have a time of their own. Ids are looked up
-- in a hash ("is true" keeps the planner from joining), or each event would go through all signals of a busy person.
create function forget_signals_of_events() returns trigger language plpgsql as $$
begin
    delete from signals
    where shopper_id = any(array(select distinct shopper_id from gone where shopper_id is not null))
      and (event_id in (select event_id from gone where shopper_id is not null)) is true;
    delete from signals
    where shopper_id is null and device_id = any(array(
            select distinct device_id from gone where shopper_id is null and device_id is not null))
      and (event_id in (select event_id from gone where shopper_id is null)) is true;
    return null;
end $$;
create trigger signals_go_with_their_events after delete on events
    referencing old table as gone for each statement execute function forget_signals_of_events();
"""

# In the transaction of the events themselves, whoever writes them. What a turn of ours sold or took back is told by the
# orders; a page may tell of sales that were not ours. Goods that the shop does not know say nothing.
EVENTS = """
create function category_path(category text[]) returns text language sql immutable strict parallel safe
    return array_to_string(category, ' / ');

create function note_signals() returns trigger language plpgsql as $$
begin
    insert into signals (occurred_at, known_at, price_minor, list_minor, price_place, quantity, dwell_ms, position,
                         kind, product_id, person_id, shopper_id, device_id, category, brand, size, variant_id,
                         event_id)
    with happened as materialized (
        select e.occurred_at, e.received_at, e.quantity, e.dwell_ms, e.position, e.kind, e.shopper_id, e.device_id,
               e.variant_id, e.event_id, coalesce(e.product_id, v.product_id) as product_id,
               case when v.product_id = coalesce(e.product_id, v.product_id) then v.price_minor end as price_minor,
               case when v.product_id = coalesce(e.product_id, v.product_id) then v.size end as size
        from told e
        left join lateral (
            select product_id, price_minor, size from variants where variant_id = e.variant_id limit 1) v on true
        where e.kind <> 'search' and not (e.source = 'turn' and e.kind in ('purchase', 'return'))),
    shopper_people as materialized (
        select shopper_id, person_of(shopper_id, null, null) as person_id
        from happened where shopper_id is not null group by shopper_id),
    device_people as materialized (
        select device_id, occurred_at, person_of(null, device_id, occurred_at) as person_id
        from happened where shopper_id is null and device_id is not null group by device_id, occurred_at)
    select h.occurred_at, greatest(h.received_at, h.occurred_at), coalesce(h.price_minor, f.price_minor),
           greatest(h.price_minor, f.list_minor), f.price_place, coalesce(h.quantity, 1), h.dwell_ms, h.position,
           h.kind, h.product_id, coalesce(s.person_id, d.person_id), h.shopper_id, h.device_id,
           coalesce(f.category, p.category), coalesce(f.brand, p.brand), h.size, h.variant_id, h.event_id
    from happened h
    left join shopper_people s using (shopper_id)
    left join device_people d on h.shopper_id is null and d.device_id = h.device_id and d.occurred_at = h.occurred_at
    left join lateral (
        select category, brand, price_minor, list_minor, price_place from item_facts
        where product_id = h.product_id and valid_from <= h.received_at order by valid_from desc limit 1) f on true
    left join lateral (
        select category_path(category) as category, brand from products
        where f.category is null and product_id = h.product_id limit 1) p on true
    where coalesce(f.category, p.category) is not null;
    return null;
end $$;
create trigger signals_noted after insert on events
    referencing new table as told for each statement execute function note_signals();
"""

# Purchases and returns of our own are told by the orders, and by nothing else.
ORDERS = """

create function note_purchases(bought order_lines[]) returns void language sql as $$
    with told as (
        select line.*, o.placed_at, coalesce(o.shopper_id, s.shopper_id) as shopper_id, o.customer_id
        from unnest(bought) line join orders o using (order_id) left join shoppers s on s.customer_id = o.customer_id
        where o.state <> 'cancelled'
    ), happened as (
        select 'purchase' as kind, quantity as pieces, placed_at as at, told.* from told
        union all
        -- An order brought along from elsewhere tells that something came back, and not when.
        select 'return', returned_quantity, greatest(placed_at, least(placed_at + interval '14 days', now())), told.*
        from told where returned_quantity > 0
    )
    insert into signals (occurred_at, known_at, price_minor, list_minor, price_place, quantity, kind, product_id,
                         variant_id, person_id, shopper_id, customer_id, category, brand, size, event_id, order_id)
    select h.at, h.at, h.unit_price_minor, greatest(h.unit_price_minor, f.list_minor), f.price_place, h.pieces, h.kind,
           h.product_id, h.variant_id, coalesce(person_of(h.shopper_id, null, h.at), 'customer ' || h.customer_id),
           h.shopper_id, case when h.shopper_id is null then h.customer_id end, category_path(p.category), p.brand,
           lower(h.attributes ->> 'size'), h.kind || ':' || h.order_id || ':' || h.position, h.order_id
    from happened h left join products p using (product_id)
    left join lateral (select list_minor, price_place from item_facts
                       where product_id = h.product_id and valid_from <= h.at
                       order by valid_from desc limit 1) f on true
$$;

create function note_order_lines() returns trigger language plpgsql as $$
begin
    perform note_purchases(array(select added::order_lines from added));
    return null;
end $$;
create trigger purchases_noted after insert on order_lines
    referencing new table as added for each statement execute function note_order_lines();

create function note_return_lines() returns trigger language plpgsql as $$
begin
    insert into signals (occurred_at, known_at, price_minor, list_minor, price_place, quantity, kind, product_id,
                         variant_id, person_id, shopper_id, customer_id, category, brand, size, event_id, order_id)
    select r.started_at, r.started_at, s.price_minor, s.list_minor, s.price_place, added.quantity, 'return',
           s.product_id, s.variant_id, s.person_id, s.shopper_id, s.customer_id, s.category, s.brand, s.size,
           'return:' || added.return_id || ':' || added.position, s.order_id
    from added join returns r using (return_id)
    join signals s on s.order_id = added.order_id and s.kind = 'purchase'
                   and s.event_id = 'purchase:' || added.order_id || ':' || added.position
    where r.state not in ('refused', 'cancelled');
    return null;
end $$;
create trigger returns_noted after insert on return_lines
    referencing new table as added for each statement execute function note_return_lines();

create function unnote_return() returns trigger language plpgsql as $$
begin
    delete from signals where order_id = new.order_id and starts_with(event_id, 'return:' || new.return_id || ':');
    return null;
end $$;
create trigger return_unnoted after update of state on returns
    for each row when (new.state in ('refused', 'cancelled')) execute function unnote_return();

create function unnote_order() returns trigger language plpgsql as $$
begin
    delete from signals where order_id = old.order_id;
    return null;
end $$;
create trigger order_cancelled after update of state on orders
    for each row when (new.state = 'cancelled') execute function unnote_order();
create trigger order_removed after delete on orders for each row execute function unnote_order();

select note_purchases(array(select line from order_lines line));
"""

DOWN = """
drop trigger order_removed on orders;
drop trigger order_cancelled on orders;
drop trigger return_unnoted on returns;
drop trigger returns_noted on return_lines;
drop trigger purchases_noted on order_lines;
drop trigger signals_noted on events;
drop trigger signals_go_with_their_events on events;
drop trigger signals_go_with_their_customer on customers;
drop trigger signals_go_with_their_shopper on shoppers;
drop trigger signals_follow_their_customer on shoppers;
drop function unnote_order(), unnote_return(), note_return_lines(), note_order_lines(), note_purchases(order_lines[]),
    forget_signals_of_events(), forget_signals_of_customer(), forget_signals_of_shopper(), follow_customer(),
    note_signals(), category_path(text[]);
drop table category_facts, item_facts, signals;
"""


def upgrade() -> None:
    for step in (SIGNALS, READING, VACUUMED, FACTS, PEOPLE, EVENTS, ORDERS):
        op.execute(step)


def downgrade() -> None:
    op.execute(DOWN)

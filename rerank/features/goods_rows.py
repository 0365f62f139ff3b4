"""The SQL that notes what goods and categories are like: a row where something has changed, valid from that moment."""

from rerank.features.bounds import BLOCK_S, BLOCKS_PER_DAY

# What is counted: each person once a day for each product, so that nobody makes a thing popular by themselves. Whoever
# gives no name at all could be the same one time and again, and counts only by what they paid for. Each kind is read
# where it is counted: most signals are impressions, and a copy of a month of them would fill a disk.
COUNTED = """
    lately as not materialized (
        select product_id, category, kind, position, occurred_at, coalesce(person_id, order_id) as whoever,
               (occurred_at at time zone 'UTC')::date as day
        from signals
        where known_at >= %(now)s::timestamptz - interval '31 days' and known_at < %(now)s::timestamptz
          and occurred_at >= %(now)s::timestamptz - interval '30 days' and occurred_at < %(now)s::timestamptz
          and coalesce(person_id, order_id) is not null
          -- A visitor of the demo shop brings a copy of the same past along.
          and (order_id is null or not exists (
              select from orders join customers using (customer_id)
              where orders.order_id = signals.order_id and orders.placed_at < customers.copied_at))),
    wanted as materialized (
        select product_id, category, kind = 'purchase' as is_bought, whoever, day, max(occurred_at) as at
        from lately where kind in ('view', 'click', 'add_to_cart', 'purchase') group by 1, 2, 3, 4, 5),
"""
# A place far down a list is clicked less, whatever stands there: what is expected of a product is what its places got.
GOODS = f"""
    with {COUNTED}
    counts as (
        select product_id,
               count(*) filter (where not is_bought) as noticed,
               count(*) filter (where not is_bought and at >= %(now)s::timestamptz - interval '1 day') as noticed_1d,
               count(*) filter (where is_bought) as bought,
               count(*) filter (where is_bought and at >= %(now)s::timestamptz - interval '1 day') as bought_1d
        from wanted group by product_id),
    met as (
        select product_id, min(coalesce(position, 0)) filter (where kind = 'impression') as position,
               bool_or(kind = 'click' and position is not null) as is_clicked
        from lately where kind in ('impression', 'click')
        group by product_id, whoever, day having bool_or(kind = 'impression')),
    shown as (
        select product_id, position, count(*) as shown, count(*) filter (where is_clicked) as clicked
        from met group by 1, 2),
    places as (select position, least(sum(clicked) / nullif(sum(shown), 0), 1) as rate from shown group by position),
    clicks as (
        select product_id, sum(shown) as shown, sum(clicked) as clicked,
               round(sum(shown * coalesce(rate, 0)), 2) as expected
        from shown join places using (position) group by product_id),
    latest as materialized (
        select distinct on (product_id) * from item_facts order by product_id, valid_from desc),
    highest as (
        select product_id, max(price_minor) as price_minor from (
            select product_id, price_minor, lead(valid_from) over (partition by product_id order by valid_from) as until
            from item_facts) held
        where until is null or until > %(now)s::timestamptz - interval '30 days' group by product_id),
    offered as (
        select product_id, coalesce(min(price_minor) filter (where available > 0), min(price_minor)) as price_minor,
               min(currency) as currency,
               coalesce('|' || string_agg(distinct size, '|' order by size) || '|', '') as sizes
        from variants group by product_id),
    now as (
        select p.product_id, p.product_no, category_path(p.category) as category, p.brand, o.price_minor,
               greatest(o.price_minor, h.price_minor) as list_minor,
               round(percent_rank() over (partition by p.category, o.currency order by o.price_minor)::numeric, 3)::real
                   as price_place,
               p.rating, p.rating_count, coalesce(l.added_at, %(now)s::timestamptz) as added_at,
               coalesce(o.sizes, '') as sizes, coalesce(k.shown, 0)::integer as shown,
               coalesce(k.clicked, 0)::integer as clicked, coalesce(k.expected, 0)::real as expected_clicks,
               coalesce(c.noticed, 0)::integer as noticed, coalesce(c.noticed_1d, 0)::integer as noticed_1d,
               coalesce(c.bought, 0)::integer as bought, coalesce(c.bought_1d, 0)::integer as bought_1d
        from products p left join offered o using (product_id) left join highest h using (product_id)
        left join counts c using (product_id) left join clicks k using (product_id)
        left join latest l using (product_id))
    insert into item_facts (product_id, product_no, valid_from, category, brand, price_minor, list_minor, price_place,
        rating, rating_count, added_at, sizes, shown, clicked, expected_clicks, noticed, noticed_1d, bought, bought_1d)
    select n.product_id, n.product_no, %(now)s::timestamptz, n.category, n.brand, n.price_minor, n.list_minor,
           n.price_place, n.rating, n.rating_count, n.added_at, n.sizes, n.shown, n.clicked, n.expected_clicks,
           n.noticed, n.noticed_1d, n.bought, n.bought_1d
    from now n left join latest l using (product_id)
    where l.product_id is null
       or (l.valid_from < %(now)s::timestamptz
           and (n.product_no, n.category, n.brand, n.price_minor, n.list_minor, n.price_place, n.rating, n.rating_count,
                n.sizes, n.shown, n.clicked, n.expected_clicks, n.noticed, n.noticed_1d, n.bought, n.bought_1d)
               is distinct from
               (l.product_no, l.category, l.brand, l.price_minor, l.list_minor, l.price_place, l.rating, l.rating_count,
                l.sizes, l.shown, l.clicked, l.expected_clicks, l.noticed, l.noticed_1d, l.bought, l.bought_1d))
    on conflict do nothing
"""
# Categories move all the time: a row is worth writing when they moved by a twentieth.
CATEGORIES = f"""
    with {COUNTED}
    blocks as (select generate_series(0, {BLOCKS_PER_DAY - 1}) as block),
    counted as (
        select category, (floor(extract(epoch from at) / {BLOCK_S}))::bigint %% {BLOCKS_PER_DAY} as block,
               count(*) filter (where not is_bought) as noticed, count(*) filter (where is_bought) as bought
        from wanted where category is not null group by 1, 2),
    shares as (
        select block, (coalesce(sum(noticed + bought), 0) + 1) / (sum(coalesce(sum(noticed + bought), 0)) over () + 8)
            as share
        from blocks left join counted using (block) group by block),
    totals as (
        select category, coalesce(sum(c.noticed), 0) as noticed, coalesce(sum(c.bought), 0) as bought
        from (select distinct category_path(category) as category from products) named
        left join counted c using (category) group by category),
    now as (
        select t.category, s.block, t.noticed, t.bought,
               round((coalesce(c.noticed + c.bought, 0) + 5 * s.share)
                     / (t.noticed + t.bought + 5) / s.share, 2) as lift
        from totals t cross join shares s left join counted c on c.category = t.category and c.block = s.block),
    latest as (
        select distinct on (category, block) * from category_facts order by category, block, valid_from desc)
    insert into category_facts (category, block, valid_from, noticed, bought, lift)
    select n.category, n.block, %(now)s::timestamptz, n.noticed, n.bought, n.lift
    from now n left join latest l using (category, block)
    where l.category is null
       or (l.valid_from < %(now)s::timestamptz
           and (abs(n.noticed - l.noticed) > 0.05 * l.noticed or abs(n.bought - l.bought) > 0.05 * l.bought
                or abs(n.lift - l.lift::numeric) > 0.05))
    on conflict do nothing
"""
# The newest row that began before the time is what held when it began.
SUPERSEDED = (
    """
    delete from item_facts where ctid = any (array(
        select old.ctid from item_facts old
        where old.valid_from < %(before)s and exists (
            select from item_facts later where later.product_id = old.product_id
            and later.valid_from > old.valid_from and later.valid_from < %(before)s)
        limit %(batch)s))
    """,
    """
    delete from category_facts where ctid = any (array(
        select old.ctid from category_facts old
        where old.valid_from < %(before)s and exists (
            select from category_facts later where later.category = old.category and later.block = old.block
            and later.valid_from > old.valid_from and later.valid_from < %(before)s)
        limit %(batch)s))
    """,
)
# What people bought is told by the orders, and read for as long as it can say something, which is never shorter. By
# itself the time is looked up in an index.
FORGOTTEN = """
    delete from signals where signal_no = any (array(
        select signal_no from signals
        where known_at < %(before)s and (order_id is null or known_at < %(bought_before)s) limit %(batch)s))
"""

"""Fills a catalogue for measuring with people who did things in it: signals, and what goods were like when."""

import psycopg

PEOPLE_PER_SIGNAL = 0.02
# Few do much and many little; the last hour, of which most is asked, is as full as a busy shop's.
SIGNALS = """
    insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, category, brand, price_minor,
                         list_minor, price_place, quantity, dwell_ms, event_id)
    select at, at, kind, p.product_id, person, person, category_path(p.category), p.brand, v.price_minor,
           v.price_minor, roll, 1, case when kind = 'dwell' then (roll * 60000)::integer end, 'bench-' || number
    from (select number, roll, 'bench-' || floor(power(random(), 2) * %(people)s)::integer as person,
                 now() - interval '1 hour' - power(random(), 3) * interval '400 days'
                     + (number %% 50 = 0)::integer * interval '55 minutes' as at,
                 1 + floor(random() * %(products)s)::integer as product_no,
                 case when roll < .7 then 'impression' when roll < .82 then 'view' when roll < .9 then 'click'
                      when roll < .95 then 'dwell' when roll < .98 then 'add_to_cart' else 'purchase' end as kind
          from (select number, random() as roll from generate_series(1, %(signals)s) number) told) made
    join numbered using (product_no)
    join products p using (product_id)
    join lateral (select price_minor from variants where product_id = p.product_id order by position limit 1) v on true
"""
# As if each product had changed a few times.
ITEM_FACTS = """
    insert into item_facts (product_id, product_no, valid_from, category, brand, price_minor, list_minor, price_place,
                            rating, rating_count, added_at, sizes, shown, clicked, expected_clicks, noticed, bought)
    select p.product_id, p.product_no, date_trunc('day', now()) - change * interval '20 days',
           category_path(p.category), p.brand, v.price_minor, v.price_minor, random(), p.rating,
           p.rating_count, now() - interval '1 year', '', (random() * 500)::integer, (random() * 20)::integer,
           random() * 20, (random() * 60)::integer, (random() * 5)::integer
    from products p
    join lateral (select price_minor from variants where product_id = p.product_id order by position limit 1) v on true
    cross join generate_series(0, 4) change
    on conflict do nothing
"""
CATEGORY_FACTS = """
    insert into category_facts (category, block, valid_from, noticed, bought, lift)
    select category, block, date_trunc('day', now()) - change * interval '1 day', (random() * 5000)::integer,
           (random() * 200)::integer, random() * 2
    from (select distinct category_path(category) as category from products) shelves
    cross join generate_series(0, 7) block cross join generate_series(0, 30) change
    on conflict do nothing
"""


def fill_if_needed(url: str, *, signals: int) -> int:
    """How many people there are; those of another number of signals make room."""
    people = max(1, int(signals * PEOPLE_PER_SIGNAL))
    with psycopg.connect(url, autocommit=True) as connection:
        if _counted(connection, "signals") == signals:
            return people
        connection.execute("truncate signals, item_facts, category_facts")
        connection.execute("select setseed(0.5)")
        connection.execute(
            "create temporary table numbered as"
            " select product_id, row_number() over (order by product_id) as product_no from products"
        )
        told = {"signals": signals, "people": people, "products": _counted(connection, "products")}
        connection.execute(SIGNALS, told)
        connection.execute(ITEM_FACTS)
        connection.execute(CATEGORY_FACTS)
        connection.execute("vacuum (analyze) signals, item_facts, category_facts")
    return people


def _counted(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}".encode()).fetchone()
    return int(row[0]) if row else 0

"""A narrow row per product that rules most products out cheaply, and postings whose strongest come first.

Writers beside each other neither deadlock nor overlook what the other wrote. Documents also tell what a product says
it comes without.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

# What a candidate must have is marked by hashes of `name=value`: a mark may rule out, only the text itself rules in.
# Prices are those of the variants that can be bought; marks are those of all variants: stock does not move them.
FACTS = """
create table search_facts (
    product_no integer primary key references products (product_no) on delete cascade,
    product_id text not null,
    cheapest_minor integer,
    dearest_minor integer,
    rating real,
    popularity real not null,
    marks integer[] not null
) with (fillfactor = 85);
alter table search_facts alter marks set statistics 500;
create index search_facts_marks on search_facts using gin (marks) with (fastupdate = off);
create index search_facts_popularity on search_facts (popularity desc);

create function mark_of(fact text) returns integer language sql immutable strict parallel safe
    return ('x' || encode(substr(sha256(convert_to(fact, 'UTF8')), 1, 4), 'hex'))::bit(32)::integer;

create function marks_of(document search_documents) returns integer[] language sql stable as $$
    select array_agg(distinct mark_of(fact) order by mark_of(fact)) from (
        select unnest((document).facets)
        union all select unnest(v.facets) from variants v join products p using (product_id)
                  where p.product_no = (document).product_no
        union all select 'name=' || name from unnest((document).names) as name
        union all select 'shelf=' || shelf from unnest((document).shelves) as shelf
        union all select 'brand=' || lower(p.brand) from products p where p.product_no = (document).product_no
    ) as facts (fact)
$$;

-- The rows are locked before their variants are read: of two writers the second sees what the first wrote.
create function note_facts(changed integer[]) returns void language plpgsql as $$
begin
    perform from search_facts where product_no = any (changed) order by product_no for update;
    insert into search_facts (product_no, product_id, cheapest_minor, dearest_minor, rating, popularity, marks)
    select d.product_no, p.product_id, offered.cheapest, offered.dearest, p.rating, p.popularity,
           coalesce(marks_of(d), '{}')
    from search_documents d join products p using (product_no)
    cross join lateral (
        select min(v.price_minor) as cheapest, max(v.price_minor) as dearest
        from variants v where v.product_id = p.product_id and v.available > 0) offered
    where d.product_no = any (changed)
    order by d.product_no
    on conflict (product_no) do update
    set cheapest_minor = excluded.cheapest_minor, dearest_minor = excluded.dearest_minor, rating = excluded.rating,
        popularity = excluded.popularity, marks = excluded.marks
    where (search_facts.cheapest_minor, search_facts.dearest_minor, search_facts.rating, search_facts.popularity,
           search_facts.marks)
          is distinct from (excluded.cheapest_minor, excluded.dearest_minor, excluded.rating, excluded.popularity,
                            excluded.marks);
end
$$;

create function note_documents() returns trigger language plpgsql as $$
begin
    perform note_facts(array(select product_no from written));
    return null;
end
$$;
create trigger documents_noted_1 after insert on search_documents
    referencing new table as written for each statement execute function note_documents();
create trigger documents_noted_2 after update on search_documents
    referencing new table as written for each statement execute function note_documents();

create function note_variants() returns trigger language plpgsql as $$
begin
    perform note_facts(array(select distinct p.product_no from written join products p using (product_id)));
    return null;
end
$$;
create function note_changed_variants() returns trigger language plpgsql as $$
begin
    perform note_facts(array(
        select distinct p.product_no
        from written join replaced using (variant_id) join products p on p.product_id = written.product_id
        where (written.price_minor, written.available > 0, written.facets)
              is distinct from (replaced.price_minor, replaced.available > 0, replaced.facets)));
    return null;
end
$$;
create trigger variants_noted_1 after insert on variants
    referencing new table as written for each statement execute function note_variants();
create trigger variants_noted_2 after delete on variants
    referencing old table as written for each statement execute function note_variants();
create trigger variants_noted_3 after update on variants
    referencing old table as replaced new table as written for each statement execute function note_changed_variants();

create function note_products() returns trigger language plpgsql as $$
begin
    perform note_facts(array(
        select written.product_no from written join replaced using (product_no)
        where (written.rating, written.popularity, written.brand)
              is distinct from (replaced.rating, replaced.popularity, replaced.brand)));
    return null;
end
$$;
create trigger products_noted after update on products
    referencing old table as replaced new table as written for each statement execute function note_products();

select note_facts(array(select product_no from search_documents));
"""

# Two writers of stock of one variant counted without each other; now the second waits, and then counts anew.
STOCK = """
create or replace function count_available() returns trigger language plpgsql as $$
begin
    perform from variants where variant_id in (select variant_id from changed_stock) order by variant_id for update;
    update variants set available = counted.quantity
    from (select changed.variant_id, coalesce(sum(stock.quantity), 0)::integer as quantity
          from (select distinct variant_id from changed_stock) changed
          left join stock on stock.variant_id = changed.variant_id
          group by changed.variant_id) counted
    where variants.variant_id = counted.variant_id and variants.available <> counted.quantity;
    return null;
end
$$;
"""

# The order within a term is that of BM25 against texts of a usual length. Scores are made of frequency and length as
# they are; the order only decides what of a frequent term is left unread.
POSTINGS = """
drop table search_postings;
create table search_postings (
    term text collate "C" not null,
    impact smallint not null,
    product_no integer not null,
    frequency real not null,
    length real not null,
    primary key (term, impact, product_no) include (frequency, length)
);

create function impact_of(frequency real, length real) returns smallint language sql immutable strict parallel safe
    return (1000 * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / 60)))::smallint;

-- One writer of the index at a time: terms are many, shared, and met by each writer in its own order.
create or replace function add_postings() returns trigger language plpgsql as $$
begin
    perform from search_totals for update;
    insert into search_postings (term, impact, product_no, frequency, length)
    select posting.term, impact_of(posting.frequency, added.length), added.product_no, posting.frequency, added.length
    from added cross join unnest(added.terms, added.frequencies) as posting (term, frequency)
    order by 1, 2, 3;
    insert into search_terms (term, documents)
    select term, count(*) from added cross join unnest(added.terms) as term group by term order by term
    on conflict (term) do update set documents = search_terms.documents + excluded.documents;
    update search_totals set
        documents = search_totals.documents + (select count(*) from added),
        length = search_totals.length + (select coalesce(sum(added.length), 0) from added);
    return null;
end
$$;
create or replace function remove_postings() returns trigger language plpgsql as $$
begin
    perform from search_totals for update;
    delete from search_postings
    using removed cross join unnest(removed.terms, removed.frequencies) as posting (term, frequency)
    where search_postings.term = posting.term
      and search_postings.impact = impact_of(posting.frequency, removed.length)
      and search_postings.product_no = removed.product_no;
    update search_terms set documents = search_terms.documents - counted.documents
    from (select term, count(*) as documents from removed cross join unnest(removed.terms) as term
          group by term) counted
    where search_terms.term = counted.term;
    update search_totals set
        documents = search_totals.documents - (select count(*) from removed),
        length = search_totals.length - (select coalesce(sum(removed.length), 0) from removed);
    return null;
end
$$;

-- The same from nothing, for whoever loaded documents past the triggers.
create function rebuild_postings() returns void language plpgsql as $$
begin
    perform from search_totals for update;
    truncate search_postings, search_terms;
    insert into search_postings (term, impact, product_no, frequency, length)
    select posting.term, impact_of(posting.frequency, d.length), d.product_no, posting.frequency, d.length
    from search_documents d cross join unnest(d.terms, d.frequencies) as posting (term, frequency)
    order by 1, 2, 3;
    insert into search_terms (term, documents)
    select term, count(*) from search_postings group by term;
    update search_totals set documents = counted.documents, length = counted.length
    from (select count(*) as documents, coalesce(sum(length), 0) as length from search_documents) counted;
end
$$;
select rebuild_postings();
"""

DOWN_POSTINGS = """
drop function rebuild_postings();
drop table search_postings;
create table search_postings (
    term text collate "C" not null,
    product_no integer not null,
    frequency real not null,
    length real not null,
    primary key (term, product_no) include (frequency, length)
);
insert into search_postings (term, product_no, frequency, length)
select posting.term, d.product_no, posting.frequency, d.length
from search_documents d cross join unnest(d.terms, d.frequencies) as posting (term, frequency) order by 1, 2;
create or replace function add_postings() returns trigger language plpgsql as $$
begin
    insert into search_postings (term, product_no, frequency, length)
    select posting.term, added.product_no, posting.frequency, added.length
    from added cross join unnest(added.terms, added.frequencies) as posting (term, frequency)
    order by 1, 2;
    insert into search_terms (term, documents)
    select term, count(*) from added cross join unnest(added.terms) as term group by term order by term
    on conflict (term) do update set documents = search_terms.documents + excluded.documents;
    update search_totals set
        documents = search_totals.documents + (select count(*) from added),
        length = search_totals.length + (select coalesce(sum(added.length), 0) from added);
    return null;
end
$$;
create or replace function remove_postings() returns trigger language plpgsql as $$
begin
    delete from search_postings using removed cross join unnest(removed.terms) as posting (term)
    where search_postings.term = posting.term and search_postings.product_no = removed.product_no;
    update search_terms set documents = search_terms.documents - counted.documents
    from (select term, count(*) as documents from removed cross join unnest(removed.terms) as term
          group by term order by term) counted
    where search_terms.term = counted.term;
    update search_totals set
        documents = search_totals.documents - (select count(*) from removed),
        length = search_totals.length - (select coalesce(sum(removed.length), 0) from removed);
    return null;
end
$$;
drop function impact_of(real, real);
"""
# What counts the stock is right for either version, and stays.
DOWN_FACTS = """
drop trigger products_noted on products;
drop trigger variants_noted_1 on variants;
drop trigger variants_noted_2 on variants;
drop trigger variants_noted_3 on variants;
drop trigger documents_noted_1 on search_documents;
drop trigger documents_noted_2 on search_documents;
drop function note_products(), note_changed_variants(), note_variants(), note_documents(), note_facts(integer[]);
drop function marks_of(search_documents), mark_of(text);
drop table search_facts;
"""

# Documents written before are made again by the next indexing, whose recipe is a newer one.
LACKS = "alter table search_documents add column lacks text[] not null default '{}'"
DOWN_LACKS = "alter table search_documents drop column lacks"


def upgrade() -> None:
    for step in (LACKS, STOCK, FACTS, POSTINGS):
        op.execute(step)


def downgrade() -> None:
    for step in (DOWN_POSTINGS, DOWN_FACTS, DOWN_LACKS):
        op.execute(step)

"""What the search knows of the products: facts for filters, lexical postings and vectors."""

from alembic import op

revision = "0002"
down_revision = "0001"

FACTS = """
alter table variants
    add column facets text[] not null default '{}',
    add column terms text[] not null default '{}',
    drop constraint variants_product_id_position_key,
    add constraint variants_product_id_position_key unique (product_id, position) deferrable initially deferred;

create table search_documents (
    product_no integer primary key references products (product_no) on delete cascade,
    sha256 text not null,
    text_sha256 text not null,
    terms text[] collate "C" not null,
    frequencies real[] not null,
    length real not null,
    names text[] not null,
    shelves text[] not null,
    facets text[] not null,
    called text[] not null,
    holds text[] not null,
    check (cardinality(terms) = cardinality(frequencies))
);
create index search_documents_names on search_documents using gin (names) with (fastupdate = off);
create index search_documents_shelves on search_documents using gin (shelves) with (fastupdate = off);
create index search_documents_facets on search_documents using gin (facets) with (fastupdate = off);
create index products_brand on products (lower(brand));
"""

POSTINGS = """
create table search_terms (
    term text collate "C" primary key,
    documents integer not null
);
create table search_postings (
    term text collate "C" not null,
    product_no integer not null,
    frequency real not null,
    length real not null,
    primary key (term, product_no) include (frequency, length)
);
create table search_totals (
    single boolean primary key default true check (single),
    documents bigint not null,
    length double precision not null,
    recipe text not null
);
insert into search_totals (documents, length, recipe) values (0, 0, '');

create function add_postings() returns trigger language plpgsql as $$
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
create function remove_postings() returns trigger language plpgsql as $$
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
create function truncate_postings() returns trigger language plpgsql as $$
begin
    truncate search_postings, search_terms;
    update search_totals set documents = 0, length = 0;
    return null;
end
$$;
create trigger documents_truncated after truncate on search_documents
    for each statement execute function truncate_postings();
create trigger documents_added after insert on search_documents
    referencing new table as added for each statement execute function add_postings();
create trigger documents_removed after delete on search_documents
    referencing old table as removed for each statement execute function remove_postings();
create trigger documents_changed_1 after update on search_documents
    referencing old table as removed for each statement execute function remove_postings();
create trigger documents_changed_2 after update on search_documents
    referencing new table as added for each statement execute function add_postings();
"""

VECTORS = """
create extension if not exists vector;

create table vector_indexes (
    index_id text primary key check (index_id ~ '^[0-9a-f]{16}$'),
    model_id text not null,
    checksum text not null,
    created_at timestamptz not null default now(),
    ready_at timestamptz
);
create table product_vectors (
    index_id text not null references vector_indexes on delete cascade,
    product_no integer not null references products (product_no) on delete cascade,
    text_sha256 text not null,
    vector halfvec(384) not null,
    primary key (product_no, index_id)
) partition by list (index_id);
"""

DOWN = """
drop table product_vectors, vector_indexes, search_totals, search_postings, search_terms, search_documents;
drop function add_postings(), remove_postings(), truncate_postings();
drop extension vector;
drop index products_brand;
alter table variants drop column facets, drop column terms;
"""


def upgrade() -> None:
    for step in (FACTS, POSTINGS, VECTORS):
        op.execute(step)


def downgrade() -> None:
    op.execute(DOWN)

"""Vectors and lexical postings of the products."""

from alembic import op

revision = "0002"
down_revision = "0001"

UP = """
create extension if not exists vector;

create table vector_indexes (
    index_id text primary key,
    model_id text not null,
    dimension integer not null check (dimension > 0),
    checksum text not null,
    active boolean not null default false,
    created_at timestamptz not null default now(),
    unique (model_id, checksum)
);
create unique index one_active_vector_index on vector_indexes (active) where active;

create table product_vectors (
    index_id text not null references vector_indexes on delete cascade,
    product_id text not null references products on delete cascade,
    text_sha256 text not null,
    vector halfvec(384) not null,
    primary key (index_id, product_id)
);
create index product_vectors_hnsw on product_vectors using hnsw (vector halfvec_cosine_ops);
"""

DOWN = """
drop table product_vectors, vector_indexes;
drop extension vector;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

"""Each vector index has a table of its own, of its model's dimension, and exactly one of them is in use.

Vectors made before are dropped: they are made again when the shop opens.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

UP = """
drop table product_vectors, vector_indexes;

create table vector_indexes (
    index_id text primary key check (index_id ~ '^[0-9a-f]{16}$'),
    model_id text not null,
    dimension integer not null check (dimension between 1 and 4000),
    checksum text not null,
    created_at timestamptz not null default now(),
    ready_at timestamptz,
    retired_at timestamptz,
    scale jsonb,
    unique (model_id, dimension, checksum)
);
create table active_vector_index (
    single boolean primary key default true check (single),
    index_id text not null references vector_indexes
);
"""

# The tables with the vectors are named after what the rows of vector_indexes say.
DOWN = """
do $$
declare index_id text;
begin
    for index_id in select i.index_id from vector_indexes i
    loop execute format('drop table if exists %I', 'product_vectors_' || index_id); end loop;
end
$$;
drop table active_vector_index, vector_indexes;

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


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    _run_unparsed(DOWN)


def _run_unparsed(sql: str) -> None:
    """Past SQLAlchemy, which would take a percent sign for a parameter."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(sql)
    cursor.close()

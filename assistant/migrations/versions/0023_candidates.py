"""Candidates made ready ahead of the moment: a book about products, and what customers like a customer buy."""

from alembic import op

revision = "0023"
down_revision = "0022"

# A book is whole in itself and holds nothing of any one shopper; which one is in use changes in one statement.
BOOKS = """
create table candidate_books (
    book_id bigint generated always as identity primary key,
    made_at timestamptz not null,
    is_in_use boolean not null default false,
    content bytea not null,
    figures jsonb not null default '{}'
);
alter table candidate_books alter column content set storage external;
create unique index one_candidate_book_in_use on candidate_books (is_in_use) where is_in_use;
"""

# What customers with a like history bought, likeliest first. It goes with the customer it is for.
KINDRED = """
create table kindred_candidates (
    customer_id text primary key references customers on delete cascade,
    product_ids text[] not null,
    weights real[] not null,
    check (cardinality(product_ids) = cardinality(weights))
);
"""


def upgrade() -> None:
    op.execute(BOOKS)
    op.execute(KINDRED)


def downgrade() -> None:
    op.execute("drop table kindred_candidates, candidate_books")

"""What a language model thinks of products for an intent, lists made ahead, and the shop's banners."""

from alembic import op

revision = "0029"
down_revision = "0028"

# Shared by all shoppers of a segment who are after the same: no row is anybody's. `told_by` is the model that said so,
# or the shop's own demand. What it says holds for one state of the catalogue, and not for long.
FITS = """
create table session_fits (
    segment text not null,
    intent text not null check (intent <> ''),
    catalogue text not null,
    told_by text not null check (told_by <> ''),
    product_ids text[] not null,
    fits real[] not null check (cardinality(fits) = cardinality(product_ids)),
    told_at timestamptz not null,
    primary key (segment, intent, catalogue, told_by)
);
create index session_fits_told on session_fits (told_at);
"""

# `category` is the path that a banner leads to, as `Food / Snacks`, or empty for one of the whole shop; of one campaign
# not everything is shown at once.
BANNERS = """
create table banners (
    banner_id text primary key,
    title text not null check (title <> ''),
    text text not null default '',
    url text not null check (url <> ''),
    image_url text not null default '',
    category text not null default '',
    campaign text not null default '',
    starts_at timestamptz not null default '-infinity',
    ends_at timestamptz not null default 'infinity',
    check (ends_at > starts_at)
);
"""


def upgrade() -> None:
    op.execute(FITS)
    op.execute(BANNERS)


def downgrade() -> None:
    op.execute("drop table banners, session_fits")

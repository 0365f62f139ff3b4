"""Which attributes were read from texts and how surely; all others came with the feed."""

from alembic import op

revision = "0006"
down_revision = "0005"

UP = """
alter table products add column extracted jsonb not null default '{}' check (jsonb_typeof(extracted) = 'object');
alter table variants add column extracted jsonb not null default '{}' check (jsonb_typeof(extracted) = 'object');
"""

DOWN = """
alter table products drop column extracted;
alter table variants drop column extracted;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

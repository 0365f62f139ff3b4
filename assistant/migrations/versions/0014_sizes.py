"""Measurements and how sizes turned out."""

from alembic import op

revision = "0014"
down_revision = "0013"

UP = "select 1"

DOWN = "select 1"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

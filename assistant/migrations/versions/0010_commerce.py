"""Checkouts, promotions, reservations, payments and the audit trail."""

from alembic import op

revision = "0010"
down_revision = "0009"

UP = "select 1"

DOWN = "select 1"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

"""Who a shopper is."""

from alembic import op

revision = "0011"
down_revision = "0010"

UP = "select 1"

DOWN = "select 1"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

"""Returns and price match cases."""

from alembic import op

revision = "0012"
down_revision = "0011"

UP = "select 1"

DOWN = "select 1"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

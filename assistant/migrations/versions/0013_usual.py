"""What shoppers corrected."""

from alembic import op

revision = "0013"
down_revision = "0012"

UP = "select 1"

DOWN = "select 1"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

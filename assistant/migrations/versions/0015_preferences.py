"""What shoppers told of themselves, and what they wait for."""

from alembic import op

revision = "0015"
down_revision = "0014"

UP = "select 1"

DOWN = "select 1"


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)

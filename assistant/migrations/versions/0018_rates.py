"""How often each caller came lately: one moment each, at which it is as if the caller had never come."""

from alembic import op

revision = "0018"
down_revision = "0017"

# A crash may forget it, so it is not logged. Rows change in place: nothing but the key is indexed, and pages have room.
RATES = """
create unlogged table rates (
    kind text not null,
    caller bytea not null,
    full_at timestamptz not null,
    primary key (kind, caller)
) with (fillfactor = 50);
"""


def upgrade() -> None:
    op.execute(RATES)


def downgrade() -> None:
    op.execute("drop table rates")

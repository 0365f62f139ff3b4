"""Candidates made ready ahead of the moment."""

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

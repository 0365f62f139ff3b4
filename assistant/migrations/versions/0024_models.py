"""Models of the order, and which is in use."""

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

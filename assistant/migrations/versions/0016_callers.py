"""Who calls by voice platforms, and what the embedded provider has issued."""

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

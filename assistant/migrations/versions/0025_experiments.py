"""Trials and who was shown which side."""

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

"""What shoppers did, as it happened: the signals that everything learned begins with."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

"""Who is one person: links between shoppers, devices and customers."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

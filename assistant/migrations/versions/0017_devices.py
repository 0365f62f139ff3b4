"""Devices that speak for a customer, and links by which a guest's cart goes on elsewhere."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

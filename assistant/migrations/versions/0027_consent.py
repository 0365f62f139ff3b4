"""Who does not want to be learned from."""

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

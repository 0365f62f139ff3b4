"""What a language model thinks of products for an intent, and lists made ahead."""

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

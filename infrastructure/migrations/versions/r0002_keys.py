"""The keys that callers show, each under the digest of its text."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "api_key",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("scope", _TEXT, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
        sa.Column("made_by", _TEXT, nullable=False),
        sa.Column("expires_at", _TEXT, nullable=False),
        sa.Column("revoked_at", _TEXT),
        sa.Column("revoked_by", _TEXT),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
    )

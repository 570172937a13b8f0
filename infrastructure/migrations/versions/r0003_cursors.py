"""The key with which cursors of pages are signed: drawn with the store, so that all workers have the same."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DRAWN = {
    "sqlite": "randomblob(32)",
    "postgresql": "decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')",
}


def upgrade() -> None:
    """Make the table, and draw the key."""
    op.create_table(
        "cursor_key",
        sa.Column("id", sa.Integer(), sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
    )
    op.execute(f"INSERT INTO cursor_key VALUES (1, {_DRAWN[op.get_bind().dialect.name]})")  # noqa: S608  (no input)

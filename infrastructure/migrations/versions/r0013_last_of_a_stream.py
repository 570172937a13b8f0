"""PostgreSQL finds the last event of a stream in the index alone: no page of the log is read for it.

From this revision on standing rows may have packed facts, which a release of before would not read.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

_KEY = "events_stream_version_key"


def upgrade() -> None:
    """Put the position into the index of streams; that of SQLite has it, being the key of the table."""
    if op.get_bind().dialect.name == "postgresql":
        kept = "UNIQUE (stream, version) INCLUDE (position)"
        op.execute(f"ALTER TABLE events DROP CONSTRAINT {_KEY}, ADD CONSTRAINT {_KEY} {kept}")

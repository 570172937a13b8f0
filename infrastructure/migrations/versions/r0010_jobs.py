"""Jobs that are asked for and wait for whoever works; when workers were last seen; notices that wait, by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Let any number of jobs wait, but for re-projections, of which one is unfinished at a time."""
    for column in (
        sa.Column("asked_by", _TEXT, nullable=False, server_default=""),
        sa.Column("asked_at", _TEXT),
        sa.Column("due_at", _TEXT),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("begun_at", _TEXT),
        sa.Column("begun_done", _POSITION, nullable=False, server_default="0"),
        sa.Column("ended_at", _TEXT),
        sa.Column("because", _TEXT),
        sa.Column("problem", _TEXT),
        sa.Column("asked_as", _TEXT),
        sa.Column("digest", _TEXT),
    ):
        op.add_column("jobs", column)
    op.drop_index("one_at_a_time", "jobs")
    one = sa.text("result IS NULL AND kind = 're-projection'")
    op.create_index("one_at_a_time", "jobs", ["kind"], unique=True, sqlite_where=one, postgresql_where=one)
    unfinished = sa.text("result IS NULL")
    op.create_index("jobs_unfinished", "jobs", ["job"], sqlite_where=unfinished, postgresql_where=unfinished)
    op.create_index("jobs_asked_as", "jobs", ["asked_as"], unique=True)
    op.create_table("workers", sa.Column("name", _TEXT, primary_key=True), sa.Column("seen_at", _TEXT, nullable=False))
    waiting = sa.text("state = 'waiting'")
    op.create_index("errands_waiting", "errands", ["notice"], sqlite_where=waiting, postgresql_where=waiting)

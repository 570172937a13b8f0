"""Generations of standing rows, of which one is live, and the jobs that build one beside it.

The blob comes last in its row: SQLite passes over all that stands before it to reach what stands behind. PostgreSQL
keeps it as it is: packing it would take as long as all else that writing takes, and unpacking as long as reading.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_KEPT = "pathway, known, country, name, sought, relies_on, tracks"


def upgrade() -> None:
    """Make the rows there are the first generation, and the live one; add the jobs."""
    op.add_column("head", sa.Column("generation", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "generations",
        sa.Column("generation", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("known", _POSITION, nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
    )
    op.execute("INSERT INTO generations SELECT 1, position, 1 FROM head")
    op.drop_index("standing_of_a_country", "standing")
    op.drop_index("standing_named", "standing")
    op.rename_table("standing", "standing_before")
    _make_standing()
    op.execute(f"INSERT INTO standing (generation, {_KEPT}) SELECT 1, {_KEPT} FROM standing_before")  # noqa: S608  (no input)
    op.drop_table("standing_before")
    _index_standing()
    _make_jobs()


def _make_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("pathway", _TEXT, nullable=False),
        sa.Column("known", _POSITION, nullable=False),
        sa.Column("country", _TEXT),
        sa.Column("name", _TEXT),
        sa.Column("sought", _TEXT),
        sa.Column("relies_on", _TEXT, nullable=False),
        sa.Column("tracks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "pathway"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE standing ALTER COLUMN tracks SET STORAGE EXTERNAL")


def _index_standing() -> None:
    op.create_index("standing_of_a_country", "standing", ["generation", "country", "pathway"])
    shown = sa.text("sought IS NOT NULL")
    op.create_index(
        "standing_named",
        "standing",
        ["generation", "sought", "country", "pathway", "name"],
        sqlite_where=shown,
        postgresql_where=shown,
    )


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("job", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("asked", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("holder", _TEXT, nullable=False),
        sa.Column("held_until", _TEXT, nullable=False),
        sa.Column("done", _POSITION, nullable=False),
        sa.Column("whole", _POSITION, nullable=False),
        sa.Column("result", _TEXT),
    )
    unfinished = sa.text("result IS NULL")
    op.create_index(
        "one_at_a_time", "jobs", ["kind"], unique=True, sqlite_where=unfinished, postgresql_where=unfinished
    )
    op.create_table(
        "parts",
        sa.Column("job", sa.Integer(), sa.ForeignKey("jobs.job", ondelete="CASCADE"), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("until", _TEXT, nullable=False),
        sa.Column("done", _TEXT, nullable=False),
        sa.Column("tally", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("job", "part"),
    )
    op.create_table(
        "differences",
        sa.Column("job", sa.Integer(), sa.ForeignKey("jobs.job", ondelete="CASCADE"), nullable=False),
        sa.Column("pathway", _TEXT, nullable=False),
        sa.Column("causes", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("job", "pathway"),
    )

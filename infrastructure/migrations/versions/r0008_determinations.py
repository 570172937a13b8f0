"""Determinations, how far the log was followed for them, and on which streams pathways ever relied."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_REFUSALS = {
    "sqlite": [
        """CREATE TRIGGER determinations_refuse_update BEFORE UPDATE ON determinations
        BEGIN SELECT RAISE(ABORT, 'determinations are neither changed nor deleted'); END""",
        """CREATE TRIGGER determinations_refuse_delete BEFORE DELETE ON determinations
        BEGIN SELECT RAISE(ABORT, 'determinations are neither changed nor deleted'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER determinations_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON determinations
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    """Make the tables; nothing is followed yet."""
    op.create_table(
        "determinations",
        sa.Column("position", _POSITION, nullable=False),
        sa.Column("pathway", _TEXT, nullable=False),
        sa.Column("on_day", _TEXT, nullable=False),
        sa.Column("category", _TEXT, nullable=False),
        sa.Column("version", _TEXT, nullable=False),
        sa.Column("programs", _TEXT, nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", "pathway"),
    )
    op.create_index("determinations_of_a_pathway", "determinations", ["pathway", "position"])
    named = sa.text("version <> ''")
    op.create_index(
        "determinations_of_a_version",
        "determinations",
        ["version", "position", "pathway"],
        sqlite_where=named,
        postgresql_where=named,
    )
    op.create_table(
        "reliance",
        sa.Column("stream", _TEXT, nullable=False),
        sa.Column("pathway", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("stream", "pathway"),
    )
    op.create_table(
        "followed",
        sa.Column("id", sa.Integer(), sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("position", _POSITION, nullable=False),
        sa.Column("within", _TEXT, nullable=False),
    )
    op.execute("INSERT INTO followed VALUES (1, 0, '')")
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)

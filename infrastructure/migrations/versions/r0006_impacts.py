"""Impact reports, each under the hash of its content and in compressed parts; none is ever changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_REFUSALS = {
    "sqlite": [
        """CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'impact reports are neither changed nor deleted'); END""",
        """CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'impact reports are neither changed nor deleted'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    """Make the tables: one row for each report with its first and its last line, and its content in parts."""
    op.create_table(
        "impacts",
        sa.Column("hash", _TEXT, primary_key=True),
        sa.Column("draft", _TEXT),
        sa.Column("known", _POSITION, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
        sa.Column("made_by", _TEXT, nullable=False),
        sa.Column("heading", _TEXT, nullable=False),
        sa.Column("ending", _TEXT, nullable=False),
    )
    op.create_index("impacts_of_a_draft", "impacts", ["draft", "known"])
    op.create_table(
        "impact_parts",
        sa.Column("hash", _TEXT, sa.ForeignKey("impacts.hash"), primary_key=True),
        sa.Column("part", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    for table in ("impacts", "impact_parts"):
        for statement in _REFUSALS[op.get_bind().dialect.name]:
            op.execute(statement.format(table=table))

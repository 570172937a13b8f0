"""Jobs that are asked for and wait for whoever works; when workers were last seen; notices that were told, emptied."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_EMPTIED = """
new.says = '' AND new.data = '{}' AND new.id = old.id AND new.kind = old.kind AND new.pathway = old.pathway
AND new.position = old.position AND new.made_at = old.made_at
"""
_REFUSALS = {
    "sqlite": [
        "DROP TRIGGER notices_refuse_update",
        f"""CREATE TRIGGER notices_refuse_update BEFORE UPDATE ON notices WHEN NOT ({_EMPTIED})
        BEGIN SELECT RAISE(ABORT, 'notices are not changed, but emptied when they are old'); END""",
    ],
    "postgresql": [
        "DROP TRIGGER notices_refuse_change ON notices",
        """CREATE TRIGGER notices_refuse_change BEFORE DELETE OR TRUNCATE ON notices
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
        f"""CREATE TRIGGER notices_refuse_update BEFORE UPDATE ON notices
        FOR EACH ROW WHEN (NOT ({_EMPTIED})) EXECUTE FUNCTION refuse_change()""",
    ],
}


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
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)
    waiting = sa.text("state = 'waiting'")
    op.create_index("errands_waiting", "errands", ["notice"], sqlite_where=waiting, postgresql_where=waiting)

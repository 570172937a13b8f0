"""Notices, who subscribed to them, how far each has come on its way, and the log of what was attempted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFUSALS = {
    "sqlite": [
        """CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'notices and deliveries are neither changed nor deleted'); END""",
        """CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'notices and deliveries are neither changed nor deleted'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    """Make the tables. An errand is a notice on its way to one subscriber; what waits is found by its index."""
    op.create_table(
        "notices",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("pathway", _TEXT, nullable=False),
        sa.Column("says", _TEXT, nullable=False),
        sa.Column("data", _TEXT, nullable=False),
        sa.Column("position", _POSITION, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
    )
    op.create_index("notices_of_a_pathway", "notices", ["pathway", "made_at"])
    op.create_table(
        "subscriptions",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("way", _TEXT, nullable=False),
        sa.Column("address", _TEXT, nullable=False),
        sa.Column("kinds", _TEXT, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
        sa.Column("made_by", _TEXT, nullable=False),
        sa.Column("ended_at", _TEXT),
        sa.Column("ended_because", _TEXT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", _TEXT),
        sa.Column("secret", _TEXT),
    )
    op.create_table(
        "errands",
        sa.Column("notice", _TEXT, primary_key=True),
        sa.Column("subscription", _TEXT, primary_key=True),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _TEXT),
    )
    op.create_index("errands_of_a_subscription", "errands", ["subscription", "state", "due_at", "notice"])
    op.create_table(
        "deliveries",
        sa.Column("number", _POSITION, primary_key=True, autoincrement=True),
        sa.Column("notice", _TEXT, nullable=False),
        sa.Column("subscription", _TEXT, nullable=False),
        sa.Column("address", _TEXT, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("begun_at", _TEXT, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("outcome", _TEXT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("answer", _TEXT, nullable=False),
    )
    op.create_index("deliveries_to_a_subscription", "deliveries", ["subscription", "number"])
    for table in ("notices", "deliveries"):
        for statement in _REFUSALS[op.get_bind().dialect.name]:
            op.execute(statement.format(table=table))

"""The log of events and its head, idempotency keys, standing rows, and the positions that processes are at."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_REFUSALS = {
    "sqlite": [
        """CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'recorded events are neither changed nor deleted'); END""",
        """CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'recorded events are neither changed nor deleted'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'recorded events are neither changed nor deleted'; END $$""",
        """CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    """Make the tables, and the triggers by which a recorded event stays as it is."""
    op.create_table(
        "events",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("event_id", _TEXT, sa.Computed("stream || '@' || CAST(version AS text)", persisted=True)),
        sa.Column("stream", _TEXT, nullable=False),
        sa.Column("version", _POSITION, nullable=False),
        sa.Column("topic", _TEXT, nullable=False),
        sa.Column("recorded_at", _TEXT, nullable=False),
        sa.Column("actor", _TEXT, nullable=False),
        sa.Column("command_id", _TEXT, nullable=False),
        sa.Column("cause", _TEXT),
        sa.Column("reason", _TEXT),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("stream", "version"),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("position", _POSITION, nullable=False),
        sa.Column("recorded_at", _TEXT, nullable=False),
        sa.Column("shared_position", _POSITION, nullable=False),
        sa.Column("policy_position", _POSITION, nullable=False),
    )
    op.execute("INSERT INTO head VALUES (1, 0, '', 0, 0)")
    op.create_table(
        "idempotency",
        sa.Column("key", _TEXT, primary_key=True),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("first_position", _POSITION, nullable=False),
        sa.Column("last_position", _POSITION, nullable=False),
    )
    op.create_table(
        "standing",
        sa.Column("pathway", _TEXT, primary_key=True),
        sa.Column("known", _POSITION, nullable=False),
        sa.Column("relies_on", _TEXT, nullable=False),
        sa.Column("tracks", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "tracking",
        sa.Column("application_name", _TEXT, primary_key=True),
        sa.Column("notification_id", _POSITION, nullable=False),
    )
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)

"""The ledger: tiles of the tree over the log, checkpoints that were signed, by which keys, and for whom they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_REFUSALS = {
    "sqlite": [
        """CREATE TRIGGER checkpoints_refuse_update BEFORE UPDATE ON checkpoints
        BEGIN SELECT RAISE(ABORT, 'checkpoints are neither changed nor deleted'); END""",
        """CREATE TRIGGER checkpoints_refuse_delete BEFORE DELETE ON checkpoints
        BEGIN SELECT RAISE(ABORT, 'checkpoints are neither changed nor deleted'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER checkpoints_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    """Make the tables; the log has no name yet, and nothing is signed."""
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("origin", _TEXT, nullable=False),
        sa.Column("size", _POSITION, nullable=False),
    )
    op.execute("INSERT INTO ledger VALUES (1, '', 0)")
    op.create_table(
        "tiles",
        sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
    )
    op.create_table(
        "cosignatures",
        sa.Column("size", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("line", _TEXT, nullable=False),
        sa.Column("made_at", _TEXT, nullable=False),
    )
    op.create_table(
        "ledger_keys",
        sa.Column("verifier", _TEXT, primary_key=True),
        sa.Column("since", _TEXT, nullable=False),
        sa.Column("until", _TEXT),
    )
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)

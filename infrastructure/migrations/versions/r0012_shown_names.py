"""Names that are shown in the public register, in a table of their own: few bytes go with one that is forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of the names that the live rows show, and take the names out of the rows."""
    op.create_table(
        "shown_names",
        sa.Column("pathway", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("sought", _TEXT, nullable=False),
    )
    op.execute(
        "INSERT INTO shown_names SELECT pathway, name, sought FROM standing "
        "WHERE sought IS NOT NULL AND generation = (SELECT generation FROM head)"
    )
    op.drop_index("standing_named", "standing")
    for name in ("name", "sought"):
        op.drop_column("standing", name)

"""What a pathway is found by in the public register, beside its standing: the country, and the name it shows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_COUNTRY = {
    "sqlite": "json_extract(CAST(payload AS TEXT), '$.country')",
    "postgresql": "convert_from(payload, 'UTF8')::json ->> 'country'",
}


def upgrade() -> None:
    """Add the columns and their indexes, and fill in the countries; no wish to be listed named anybody before."""
    for name in ("country", "name", "sought"):
        op.add_column("standing", sa.Column(name, _TEXT))
    country = _COUNTRY[op.get_bind().dialect.name]
    op.execute(
        f"""UPDATE standing SET country = (
        SELECT {country} FROM events WHERE stream = 'pathway/' || standing.pathway AND version = 1)"""  # noqa: S608  (no input)
    )
    op.create_index("standing_of_a_country", "standing", ["country", "pathway"])
    shown = sa.text("sought IS NOT NULL")
    op.create_index(
        "standing_named",
        "standing",
        ["sought", "country", "pathway", "name"],
        sqlite_where=shown,
        postgresql_where=shown,
    )

"""Up to where the live rows were all true, in the table of positions, and the streams on which pathways rely."""

from infrastructure.database import Database, only

_BATCH = 5_000
_PATHWAY = "substr(stream, 1, 8) = 'pathway/'"
"""Places of the text are asked about, so that the log is read from a position on, and not by its streams."""
_NAME = "SELECT 'renewed/' || CAST(generation AS text) FROM head"
_REACHED = f"""
SELECT t.notification_id FROM tracking AS t JOIN head AS h ON h.policy_position <= t.notification_id
WHERE t.application_name = ({_NAME})
"""  # noqa: S608  (no input)
_REACH = f"""
INSERT INTO tracking (application_name, notification_id) VALUES (({_NAME}), ?)
ON CONFLICT (application_name) DO UPDATE SET notification_id = excluded.notification_id
WHERE tracking.notification_id < excluded.notification_id RETURNING notification_id
"""  # noqa: S608  (no input)
_MOVED = f"""
SELECT substr(stream, 9) AS pathway FROM events WHERE position > ? AND position <= ? AND {_PATHWAY}
UNION
SELECT pathway FROM reliance WHERE stream IN (
    SELECT stream FROM events WHERE position > ? AND position <= ? AND NOT {_PATHWAY})
ORDER BY 1
"""  # noqa: S608  (no input)
_RELY = """
INSERT INTO reliance (stream, pathway)
SELECT r.value, s.pathway FROM standing AS s, {relied} WHERE s.generation = (SELECT generation FROM head) AND {which}
ON CONFLICT (stream, pathway) DO NOTHING RETURNING pathway
"""
_OF_MOVED = f"""
s.pathway IN (SELECT substr(stream, 9) FROM events WHERE position > ? AND position <= ? AND {_PATHWAY})
"""  # noqa: S608  (no input)
_BETWEEN = "s.pathway > ? AND s.pathway <= ?"
_PATHWAYS = """
SELECT pathway FROM standing WHERE generation = (SELECT generation FROM head) AND pathway > ? ORDER BY pathway LIMIT ?
"""
_RELIED = {
    "sqlite": "json_each(s.relies_on) AS r",
    "postgresql": "json_array_elements_text(s.relies_on::json) AS r(value)",
}


class SqlRenewals:
    """What a database remembers of renewals."""

    def __init__(self, database: Database) -> None:
        self._database = database
        relied = _RELIED[database.dialect]
        self._rely_moved = _RELY.format(relied=relied, which=_OF_MOVED)
        self._rely_between = _RELY.format(relied=relied, which=_BETWEEN)

    def reached(self) -> int | None:
        """Return a position of which all live rows were true, None if there is none or the rulebook moved since."""
        with self._database.reading() as transaction:
            position: int | None = only(transaction.rows(_REACHED))
        return position

    def moved(self, since: int, until: int) -> list[str]:
        """Return the pathways that events after one position, up to another, may have moved, in order."""
        with self._database.reading() as transaction:
            return [pathway for (pathway,) in transaction.rows(_MOVED, (since, until, since, until))]

    def reach(self, since: int | None, until: int) -> None:
        """Remember a position of which all live rows were true, and on what those rely that were moved before it."""
        if since is None:
            self._rely_all()
        with self._database.writing() as transaction:
            if since is not None:
                transaction.rows(self._rely_moved, (since, until))
            transaction.rows(_REACH, (until,))

    def _rely_all(self) -> None:
        after, names = "", [""]
        while names:
            with self._database.reading() as transaction:
                names = [pathway for (pathway,) in transaction.rows(_PATHWAYS, (after, _BATCH))]
            if names:
                with self._database.writing() as transaction:
                    transaction.rows(self._rely_between, (after, names[-1]))
                after = names[-1]

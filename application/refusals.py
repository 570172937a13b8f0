"""Why a file is not imported: each row that cannot be recorded, with its line, its column and the reason."""

from collections.abc import Iterable

from domain.refusal import Refusal

MOST_ROWS_NAMED = 1000
"""How many rows that cannot be recorded are told to a program."""


class RowRefused(Refusal):
    """A row, or one of its columns, that cannot be recorded, and why."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        super().__init__(f"line {line}{f', {column}' if column else ''}: {reason}")
        self.line = line
        self.column = column
        self.reason = reason


class RowRecordedBefore(RowRefused):
    """A row says, word for word, what its stream says already."""

    def __init__(self, line: int, event_id: str) -> None:
        super().__init__(line, "", f"this is recorded already, word for word, as {event_id}")


class RowTwice(RowRefused):
    """A row says, word for word, what a row above it says."""

    def __init__(self, line: int, above: int) -> None:
        super().__init__(line, "", f"this stands in line {above} already, word for word")


class FileRefused(Refusal):
    """A file with rows that cannot be recorded; nothing of it was."""

    def __init__(self, refused: Iterable[RowRefused]) -> None:
        self.refused = tuple(sorted(refused, key=lambda row: row.line))
        super().__init__("\n".join(str(row) for row in self.refused))

    @property
    def errors(self) -> list[dict[str, str | int]]:
        """The first of them, each with its line, its column and the reason."""
        return [
            {"line": row.line, "column": row.column, "detail": row.reason} for row in self.refused[:MOST_ROWS_NAMED]
        ]


class FileEmpty(Refusal):
    """There is nothing to record in the file."""

    sentence = (
        "the file has no rows: expected an object of JSON on each line, or a table below the names of its columns"
    )


class RowsMiscounted(Refusal):
    """The file has another number of rows than it was said to have."""

    sentence = "the file has {1} rows, and was said to have {0}: it may have been cut"

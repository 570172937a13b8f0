"""Why a file is not recorded."""

from application.refusals import FileEmpty, FileRefused
from web.file_types import FileOfAnotherType
from web.problem import Problem

REFUSED: dict[type[Exception], Problem] = {
    FileOfAnotherType: Problem(
        name="file-of-another-type",
        status=422,
        title="The file is not what it was sent as",
        text="`Content-Type` names another type than the file begins as: a workbook begins as a ZIP archive, lines of "
        "JSON with a brace, anything else is taken for CSV. Nothing was recorded. Send the file under its own type.",
    ),
    FileRefused: Problem(
        name="rows-refused",
        status=422,
        title="Rows of the file cannot be recorded",
        text="Nothing of the file was recorded. `errors` names each row that cannot be, the first thousand of them, by "
        "its `line`, its `column` (empty if it is the whole row) and the reason. Mend them and bring the file again.",
        members=("errors",),
    ),
    FileEmpty: Problem(
        name="file-empty",
        status=422,
        title="The file has no rows",
        text="There is nothing to record in it: lines of JSON are expected, or a table below the names of its columns.",
    ),
}

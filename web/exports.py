"""Tables that staff take with them, as files: given as they are worked out."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from marshmallow import RAISE, fields, validate

from application.assessing import Coordinates
from application.desks.desks import Desks
from application.table_files import as_csv, as_json_lines
from application.tables import KINDS, Table
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import Day, KnownQuery, TimelineQuery
from web.problems import READING
from web.problems_of_requests import QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN
from web.reading import telling

MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMAT: dict[str, Any] = {
    "load_default": "csv",
    "validate": validate.OneOf(tuple(MEDIA_TYPES)),
    "metadata": {"description": "The kind of file; csv, if left out."},
}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_PROBLEMS = (*READING.values(), QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN)

View = Callable[..., Response]


class EvidenceTable(KnownQuery):
    """What a table of evidence is asked with."""

    format = fields.String(**_FORMAT)


class StandingsTable(TimelineQuery):
    """What a table of standings is asked with."""

    on = Day(metadata={"description": "The day asked about; today in UTC, if left out."})
    format = fields.String(**_FORMAT)


def exports(desks: Callable[[], Desks], today: Callable[[], date]) -> Resources:
    """Return the resources of tables; `today` gives the day asked about where a query names none."""
    resources = Resources("exports", __name__, url_prefix="/v1/exports", description="Tables to take along.")

    def given(name: str, table: Table, format: str) -> Response:  # noqa: A002  (as the query has it)
        write = {"csv": as_csv, "jsonl": as_json_lines, "xlsx": as_workbook}[format]
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}.{format}"',
        }
        return Response(write(table), mimetype=MEDIA_TYPES[format], headers=headers)

    def as_workbook(table: Table) -> Any:  # noqa: ANN401  (pieces)
        return desks().exports.workbook(table.columns, table.rows)

    def evidence(name: str) -> View:
        def view(query: dict[str, Any]) -> Response:
            return given(name, desks().exports.evidence(caller(), name, query.get("known")), query["format"])

        view.__doc__ = f"""All evidence of the kind `{KINDS[name]}`, one row each, as corrections leave it.

        Private text is left out, and so is what was retracted as if never recorded.
        """
        return view

    for name in KINDS:
        _gives_a_file(resources, name, EvidenceTable)(evidence(name))

    @_gives_a_file(resources, "standings", StandingsTable)
    def standings(query: dict[str, Any]) -> Response:
        """Where everybody stands, one row each, without the reasons."""
        kind = query.pop("format")
        at = Coordinates(query.pop("on", None) or today(), **query)
        return given("standings", desks().exports.standings(caller(), at), kind)

    return resources


def _gives_a_file(resources: Resources, name: str, query: type[KnownQuery]) -> Callable[[View], View]:
    others = {"200": {"description": "The table.", "content": dict.fromkeys(MEDIA_TYPES.values(), _FILE)}}

    def made(view: View) -> View:
        documented = resources.doc(responses=others)(telling(resources, _PROBLEMS)(view))
        documented = resources.response(200, _FILE["schema"], content_type=MEDIA_TYPES["csv"])(documented)
        documented = resources.arguments(
            query, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status
        )(documented)
        resources.route(f"/{name}", endpoint=name)(documented)
        return view

    return made

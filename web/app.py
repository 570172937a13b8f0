"""The HTTP face put together, over whatever assessor it is given."""

from collections.abc import Callable
from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter

from application.access import ANYONE, Caller
from application.assessing import Assessor
from application.desks.desks import Desks
from application.translations import Translations
from web.answer_reads import answer_reads
from web.coordinates import Day, Knowledge
from web.events import schema_of_event
from web.pathway_reads import pathway_reads
from web.pathway_writes import pathway_writes
from web.pathways import pathways
from web.reference import reference
from web.refusals import RefusingApi, answer_errors
from web.request_id import identify_requests, numbered
from web.schemas import components, problem_schema
from web.schemas_of_bodies import schemas_of_bodies


class PathwayId(BaseConverter):
    """The id of a pathway: up to 200 characters, none of them a slash or a control character."""

    regex = r"[^/\x00-\x1f\x7f]{1,200}"


class Ref(BaseConverter):
    """The name of evidence within its pathway: up to 200 characters, none of them a slash or a control character."""

    regex = PathwayId.regex


class AnswerText(BaseConverter):
    """The id of an answer."""

    regex = r"[A-Za-z0-9_-]{1,2000}"


def create_app(
    assessor: Callable[[], Assessor],
    today: Callable[[], date],
    translations: Translations | None = None,
    *,
    desks: Callable[[], Desks] | None = None,
    caller: Callable[[], Caller] = lambda: ANYONE,
    draw: Callable[[], str] | None = None,
) -> Flask:
    """Return the service; making it reads nothing.

    `assessor` is called at every question, and raises StoreUnusable while there is no store to ask; so does `desks`,
    without which nothing can be recorded. `today` gives the day asked about where a query names none. `translations`
    are the languages in which an answer may be asked for. `caller` says who asks, and `draw` draws ids of requests.
    """
    app = Flask("milepost", static_folder=None)
    app.config.update(
        API_TITLE="Milepost",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.1",
        OPENAPI_URL_PREFIX="/",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.merge_slashes = False
    app.url_map.converters |= {"pathway": PathwayId, "ref": Ref, "answer": AnswerText}
    identify_requests(app, draw or numbered())
    api = RefusingApi(app)
    api.ma_plugin.converter.add_attribute_function(schema_of_event)
    for converter in (PathwayId, Ref):
        api.register_converter(converter, lambda _: {"type": "string", "minLength": 1, "maxLength": 200})
    api.register_converter(AnswerText, lambda _: {"type": "string", "pattern": f"^{AnswerText.regex}$"})
    api.register_field(Day, "string", "date")
    api.register_field(Knowledge, "string", None)
    for name, schema in {**components(), **schemas_of_bodies(), "Problem": problem_schema()}.items():
        api.spec.components.schema(name, schema)
    api.register_blueprint(pathways(assessor, today, translations or Translations()))
    if desks is not None:
        api.register_blueprint(pathway_reads(desks, caller))
        api.register_blueprint(pathway_writes(desks, caller))
        api.register_blueprint(answer_reads(desks, caller, today))
    app.register_blueprint(reference())
    answer_errors(app)
    return app

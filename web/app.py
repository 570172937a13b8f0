"""The HTTP face put together, over whatever assessor it is given."""

from collections.abc import Callable
from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter

from application.assessing import Assessor
from application.translations import Translations
from web.coordinates import Day, Knowledge
from web.pathways import pathways
from web.reference import reference
from web.refusals import RefusingApi, answer_errors
from web.schemas import components, problem_schema


class PathwayId(BaseConverter):
    """The id of a pathway: up to 200 characters, none of them a slash or a control character."""

    regex = r"[^/\x00-\x1f\x7f]{1,200}"


def create_app(
    assessor: Callable[[], Assessor], today: Callable[[], date], translations: Translations | None = None
) -> Flask:
    """Return the service; making it reads nothing.

    `assessor` is called at every question, and raises StoreUnusable while there is no store to ask. `today` gives the
    day asked about where a query names none. `translations` are the languages in which an answer may be asked for.
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
    app.url_map.converters["pathway"] = PathwayId
    api = RefusingApi(app)
    api.register_converter(PathwayId, lambda _: {"type": "string", "minLength": 1, "maxLength": 200})
    api.register_field(Day, "string", "date")
    api.register_field(Knowledge, "string", None)
    for name, schema in {**components(), "Problem": problem_schema()}.items():
        api.spec.components.schema(name, schema)
    api.register_blueprint(pathways(assessor, today, translations or Translations()))
    app.register_blueprint(reference())
    answer_errors(app)
    return app

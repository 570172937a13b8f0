"""The HTTP face put together, over whatever assessor it is given."""

from collections.abc import Callable
from datetime import date

from flask import Flask

from application.desks.desks import Desks
from web.addresses import describe_addresses, read_addresses
from web.announcements import announcements
from web.answer_reads import answer_reads
from web.authentication import NEEDED, SCHEME, Authenticate, identify_callers
from web.consultations import consultation_reads, consultation_writes
from web.coordinates import Day, Knowledge
from web.determinations import determinations
from web.dossiers import dossiers
from web.events import schema_of_event
from web.exports import exports
from web.impacts import impacts
from web.jobs import jobs
from web.ledger import ledger
from web.operation import Operation, operate
from web.pages import Cursors
from web.pathway_reads import pathway_reads
from web.pathway_writes import pathway_writes
from web.pathways import pathways
from web.persons import persons
from web.policies import policies
from web.programs import programs, registers
from web.public_register import public_register
from web.reading import refusals_of_any_request
from web.receipts import receipts
from web.reference import reference
from web.reference_page import reference_page
from web.refusals import RefusingApi, answer_errors, answer_unread
from web.reprojection import reprojection
from web.request_id import numbered
from web.request_log import Service
from web.schemas import components, problem_schema
from web.schemas_of_bodies import schemas_of_bodies
from web.standings import describe_standings, standings
from web.subscriptions import subscriptions
from web.uploads import uploads


def create_app(
    desks: Callable[[], Desks],
    today: Callable[[], date],
    *,
    authenticate: Authenticate,
    cursor_key: Callable[[], bytes],
    draw: Callable[[], str] | None = None,
    operation: Operation | None = None,
) -> Flask:
    """Return the service; making it reads nothing.

    `desks` is called at every request, and raises StoreUnusable while there is no store to ask; so does `authenticate`,
    which says whose a credential is. `today` gives the day asked about where a query names none. `cursor_key` is
    that of the store, asked for when the first cursor is signed. `draw` draws ids of requests.
    `operation` is how the service is run.
    """
    app = Service("milepost", static_folder=None)
    app.config.update(
        API_TITLE="Milepost",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.1",
        API_SPEC_OPTIONS={"security": NEEDED},
        PROPAGATE_EXCEPTIONS=False,
    )
    read_addresses(app)
    operate(app, operation or Operation(), draw or numbered())
    answer_unread(app)
    identify_callers(app, authenticate)
    api = RefusingApi(app)
    api.ma_plugin.converter.add_attribute_function(schema_of_event)
    describe_addresses(api)
    api.register_field(Day, "string", "date")
    api.register_field(Knowledge, "string", None)
    for name, schema in {**components(), **schemas_of_bodies(), "Problem": problem_schema()}.items():
        api.spec.components.schema(name, schema)
    for name, response in refusals_of_any_request().items():
        api.spec.components.response(name, response)
    api.spec.components.security_scheme("bearer", SCHEME)
    cursors = Cursors(cursor_key)
    for resources in (
        pathways(desks, today, cursors),
        pathway_reads(desks, cursors),
        pathway_writes(desks),
        persons(desks, cursors),
        answer_reads(desks, today),
        standings(desks, today),
        programs(desks, cursors),
        registers(desks, cursors),
        policies(desks),
        impacts(desks),
        consultation_reads(desks, cursors),
        consultation_writes(desks),
        announcements(desks, cursors),
        public_register(desks, today, cursors),
        uploads(desks),
        exports(desks, today),
        subscriptions(desks, cursors),
        reprojection(desks),
        jobs(desks, cursors),
        determinations(desks, cursors),
        ledger(desks, cursors),
        dossiers(desks, today),
        receipts(desks, today),
    ):
        api.register_blueprint(resources)
    describe_standings(api)
    app.register_blueprint(reference(api.spec.to_dict))
    app.register_blueprint(reference_page())
    answer_errors(app)
    return app

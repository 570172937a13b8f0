"""What is wrong with a request before anything is asked of the service: with its address, query, headers or body."""

from web.exceeded import TOO_MANY_REQUESTS
from web.problem import Problem

QUERY_INVALID = Problem(
    name="query-invalid",
    status=400,
    title="The query cannot be read",
    text="A query parameter is unknown, is given twice, or has a value that cannot be read. `errors` names each "
    "parameter and what it takes. In a query, `+` has to be written `%2B`.",
    members=("errors",),
)
CURSOR_REFUSED = Problem(
    name="cursor-refused",
    status=422,
    title="The cursor is of another collection",
    text="The cursor was not given for this collection with these parameters, or was changed. Begin without one.",
)
RESOURCE_UNKNOWN = Problem(
    name="resource-unknown",
    status=404,
    title="There is nothing at this address",
    text="No resource has this address. `/openapi.json` lists those that there are. A pathway's id has up to 200 "
    "characters, none of them a slash or a control character. An address is UTF-8, percent-encoded.",
)
METHOD_NOT_ALLOWED = Problem(
    name="method-not-allowed",
    status=405,
    title="The resource does not take this method",
    text="The header `Allow` of the response lists the methods that the resource takes.",
)
UNFORESEEN = Problem(
    name="unforeseen",
    status=500,
    title="Something unforeseen happened",
    text="The service failed in a way that it has no name for. Nothing was recorded. The service's log says what "
    "happened; tell whoever runs it when and at which address.",
    detail="The service failed in a way that it has no name for; its log says more.",
)
BODY_INVALID = Problem(
    name="body-invalid",
    status=400,
    title="The body cannot be read",
    text="The body is not the JSON that the resource takes: it is no JSON, or no UTF-8, or a member is unknown, "
    "missing, given twice or of another type. `errors` names what, each at its JSON pointer (RFC 6901). "
    "`/openapi.json` has the schema of the body.",
    members=("errors",),
)
BODY_TOO_LARGE = Problem(
    name="body-too-large",
    status=413,
    title="The body is too large",
    text="The body is longer than the resource takes: 256 KiB, for a text of a rulebook 1,000,000 bytes, for a "
    "file of rows 8 MiB; or longer than whoever runs the service lets any body be.",
)
MEDIA_TYPE_UNKNOWN = Problem(
    name="media-type-unknown",
    status=415,
    title="The body is of another media type",
    text="The body has to be, without any `Content-Encoding` and in UTF-8, `application/json`, a text of a rulebook "
    "`application/yaml`, and a file of rows `text/csv`, `application/jsonl`, `application/x-ndjson` or the media type "
    "of XLSX. A `charset` is UTF-8, or left out.",
)

OF_STATUS = {
    problem.status: problem
    for problem in (
        RESOURCE_UNKNOWN,
        METHOD_NOT_ALLOWED,
        BODY_TOO_LARGE,
        MEDIA_TYPE_UNKNOWN,
        TOO_MANY_REQUESTS,
        UNFORESEEN,
    )
}

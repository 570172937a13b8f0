"""The problems of a request that is more, or slower, than the service takes, or is none at all."""

from web.problem import Problem

REQUEST_MALFORMED = Problem(
    name="request-malformed",
    status=400,
    title="This is not a request",
    text="What was sent cannot be read as a request of HTTP/1.1, its headers contradict each other, or it ended before "
    "as many bytes of its body came as `Content-Length` says. Nothing was recorded. The connection ends.",
)
REQUEST_TOO_SLOW = Problem(
    name="request-too-slow",
    status=408,
    title="The request took too long to arrive",
    text="The whole of a request, its body included, has to arrive within some seconds; whoever runs the service sets "
    "how many. Nothing was recorded. Send it again over a better connection, or less at a time.",
)
ADDRESS_TOO_LONG = Problem(
    name="address-too-long",
    status=414,
    title="The address is too long",
    text="The first line of the request has more than 4,094 bytes. Leave parameters out.",
)
TOO_MANY_REQUESTS = Problem(
    name="too-many-requests",
    status=429,
    title="Too many requests",
    text="More requests came from this address than the service takes in a while. Nothing was recorded. Wait for the "
    "seconds that the header `Retry-After` names; ask for many standings in one request.",
)
HEADERS_TOO_LARGE = Problem(
    name="headers-too-large",
    status=431,
    title="The headers are too large",
    text="There are more than 100 headers, or one of them has more than 8,190 bytes.",
)

EXCEEDED = (REQUEST_MALFORMED, REQUEST_TOO_SLOW, ADDRESS_TOO_LONG, TOO_MANY_REQUESTS, HEADERS_TOO_LARGE)

UNREAD = "milepost.unread"
"""Where a WSGI environment has the problem for which the rest of a request was not read."""

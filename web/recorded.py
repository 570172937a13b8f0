"""What is given back for a write: the event in its envelope, and nothing that was not recorded with it."""

from typing import Literal

import msgspec
from flask import Response

from application.store import Recorded
from web.history import Enveloped, enveloped
from web.preferences import as_preferred


class Entry(msgspec.Struct, frozen=True):
    """What was recorded, as the log has it; `version` is that of its stream from now on."""

    format: Literal["milepost.recorded/v1"]
    version: int
    event: Enveloped


def entered(recorded: Recorded, location: str) -> Response:
    """Return the response to a write; the same for the same event, whenever it is given."""
    entry = Entry("milepost.recorded/v1", recorded.version, enveloped(recorded))
    response = Response(msgspec.json.encode(entry), 201, mimetype="application/json")
    response.set_etag(str(recorded.version))
    response.location = location
    response.autocorrect_location_header = False
    response.cache_control.no_store = True
    return as_preferred(response)

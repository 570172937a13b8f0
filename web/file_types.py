"""Files of rows by their media types: each has to be what it is sent as, whatever it could be read as besides."""

from codecs import BOM_UTF8

from domain.refusal import Refusal

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_LINES = "application/jsonl"
MEDIA_TYPES = (CSV, XLSX, JSON_LINES, "application/x-ndjson")

_ZIPPED = b"PK\x03\x04"


class FileOfAnotherType(Refusal):
    """The file is not of the media type as which it was sent."""

    sentence = "the file was sent as {0}, and it is not: it begins as {1} does"


def require_as_declared(content: bytes, media_type: str) -> None:
    """Raise FileOfAnotherType if the file begins as one of another media type does; an empty one begins as any."""
    found = _begins_as(content)
    declared = JSON_LINES if media_type == "application/x-ndjson" else media_type
    if found not in {None, declared}:
        raise FileOfAnotherType(media_type, found)


def _begins_as(content: bytes) -> str | None:
    if content.startswith(_ZIPPED):
        return XLSX
    first = content.removeprefix(BOM_UTF8).lstrip()[:1]
    if not first:
        return None
    return JSON_LINES if first in b"{[" else CSV

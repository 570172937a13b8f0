"""What is drawn for texts that the description only names the form of, and for bodies that are no JSON."""

from datetime import UTC, date, datetime

import schemathesis
from hypothesis import strategies as st

from tests.web.examples import COURSES
from tests.web.policy_texts import AMENDMENT, SCENARIOS
from tests.web.sample import RULEBOOKS

OF_IMI = [*(RULEBOOKS / "imi" / "consultations").glob("*.yaml"), *(RULEBOOKS / "imi" / "announcements").glob("*.yaml")]
LINES = b'{"event": "learning recorded", "pathway": "ada", "ref": "l-8", "category": "talk", "held_on": "2021-03-02"}\n'

decimals = st.one_of(
    st.integers(0, 100).map(str),
    st.decimals(0, 1000, places=2, allow_nan=False).map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
)
days = st.one_of(st.dates(date(1995, 1, 1), date(2022, 12, 31)), st.dates()).map(str)
instants = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)  # noqa: DTZ001  (hypothesis adds the zone)


def typed(text: str) -> st.SearchStrategy[bytes]:
    """A text as somebody types it: with lines left out, given twice or changed."""
    return st.lists(_changes(text.splitlines()), max_size=3).map(lambda changes: _changed(text.splitlines(), changes))


def _changes(lines: list[str]) -> st.SearchStrategy[tuple[int, list[str]]]:
    line = st.one_of(st.sampled_from(lines), st.text(max_size=40))
    return st.tuples(st.integers(0, len(lines) - 1), st.lists(line, max_size=2))


def _changed(lines: list[str], changes: list[tuple[int, list[str]]]) -> bytes:
    for place, instead in changes:
        lines[place : place + 1] = instead
    return "\n".join([*lines, ""]).encode()


PUBLISHED = (AMENDMENT, SCENARIOS.format(level="none"), *(file.read_text() for file in sorted(OF_IMI)))
DOCUMENTS = st.one_of(*map(typed, PUBLISHED), st.text(max_size=300).map(str.encode))
FILES = {
    "text/csv": typed(COURSES.decode()),
    "application/jsonl": typed(LINES.decode()),
    "application/x-ndjson": typed(LINES.decode()),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": st.just(b""),
}


def register() -> None:
    """Let schemathesis draw from them."""
    schemathesis.openapi.format("decimal", decimals)
    schemathesis.openapi.format("date", days)
    schemathesis.openapi.format("date-time", instants)
    schemathesis.openapi.media_type("application/yaml", DOCUMENTS)
    for kind, files in FILES.items():
        schemathesis.openapi.media_type(kind, st.one_of(files, st.binary(max_size=300)))

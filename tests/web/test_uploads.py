"""Files of rows over HTTP: tried, recorded, refused by line and column."""

from itertools import count
from typing import Any

import pytest
from werkzeug.test import TestResponse

from infrastructure.workbooks import workbook_of
from tests.web.office import Office

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ["event", "pathway", "ref", "program", "format", "ended_on", "hours", "result"]
ROW = ["course completed", "dora", "course-1", "basic", "face to face", "2021-03-01", "40", "passed"]
CSV = f"{','.join(HEADER)}\n{','.join(ROW)}\n".encode()
RECORD = "/v1/uploads?open=true&reason=the%20list%20of%20March"

_KEYS = count(1)


def sent(office: Office, address: str, content: bytes, media_type: str = "text/csv", key: str = "") -> TestResponse:
    headers = {"Idempotency-Key": key or f"upload-{next(_KEYS)}"}
    return office.client.post(address, data=content, content_type=media_type, headers=headers)


def told(response: TestResponse) -> dict[str, Any]:
    assert response.json
    return dict(response.json)


def test_a_file_is_tried_and_nothing_recorded(office: Office) -> None:
    head = office.store.head()
    response = sent(office, "/v1/uploads/checks?open=true", CSV)

    assert response.status_code == 200
    assert told(response) == {
        "format": "milepost.upload-check/v1",
        "events": 2,
        "recorded_before": 0,
        "pathways": [
            {
                "pathway": "dora",
                "before": None,
                "after": {"level": "qualified", "standing": "good", "listing": "unlisted"},
            }
        ],
    }
    assert office.store.head() == head


@pytest.mark.parametrize(("content", "media_type"), [(CSV, "text/csv"), (workbook_of(HEADER, [ROW]), XLSX)])
def test_a_file_is_recorded_once(office: Office, content: bytes, media_type: str) -> None:
    head = office.store.head()
    first = sent(office, RECORD, content, media_type, key="march")
    again = sent(office, RECORD, content, media_type, key="march")
    other = sent(office, RECORD, content, media_type)
    minimal = office.client.post(
        RECORD,
        data=content,
        content_type=media_type,
        headers={"Idempotency-Key": "m", "Prefer": "return=minimal"},
    )

    assert (first.status_code, again.data) == (201, first.data)
    assert told(first) == {
        "format": "milepost.upload/v1",
        "recorded": 2,
        "first_position": head + 1,
        "last_position": head + 2,
        "events": ["pathway/dora@1", "pathway/dora@2"],
    }
    assert told(other)["recorded"] == 0
    assert (minimal.status_code, minimal.data) == (204, b"")
    assert office.store.head() == head + 2
    assert office.store.stream("pathway/dora")[1].reason == "the list of March"


def test_rows_that_cannot_be_recorded_are_named_by_line_and_column(office: Office) -> None:
    head = office.store.head()
    response = sent(office, RECORD, CSV + CSV.splitlines()[1].replace(b"40", b"many") + b"\n")

    assert response.status_code == 422
    assert told(response)["type"] == "/problems/rows-refused"
    assert told(response)["errors"] == [
        {"line": 3, "column": "hours", "detail": "expected a number such as 12.5, found 'many'"}
    ]
    assert office.store.head() == head


@pytest.mark.parametrize(
    ("address", "content", "media_type", "status", "problem"),
    [
        (RECORD, b"", "text/csv", 422, "file-empty"),
        (RECORD, CSV, "application/pdf", 415, "media-type-unknown"),
        (RECORD, b"x" * (8 * 1024 * 1024 + 1), "text/csv", 413, "body-too-large"),
        ("/v1/uploads", CSV, "text/csv", 400, "query-invalid"),
        ("/v1/uploads?reason=r&open=perhaps", CSV, "text/csv", 400, "query-invalid"),
        (RECORD, b"PK\x03\x04", XLSX, 422, "rows-refused"),
        (RECORD, b"\xff\xfe", "text/csv", 422, "rows-refused"),
        (RECORD, b"\xef\xbb\xbf [1]", "application/x-ndjson", 422, "rows-refused"),
        (RECORD, b"", XLSX, 422, "file-empty"),
        (RECORD, CSV, XLSX, 422, "file-of-another-type"),
        (RECORD, CSV, "application/jsonl", 422, "file-of-another-type"),
        (RECORD, workbook_of(HEADER, [ROW]), "text/csv", 422, "file-of-another-type"),
        (RECORD, b"\xef\xbb\xbf{}", "text/csv", 422, "file-of-another-type"),
        ("/v1/uploads/checks", CSV, XLSX, 422, "file-of-another-type"),
    ],
)
def test_a_file_that_is_none_is_refused(
    office: Office, address: str, content: bytes, media_type: str, status: int, problem: str
) -> None:
    response = sent(office, address, content, media_type)
    assert (response.status_code, told(response)["type"]) == (status, f"/problems/{problem}")


def test_a_file_that_is_sent_again_as_another_type_is_refused(office: Office) -> None:
    assert sent(office, RECORD, CSV, key="march").status_code == 201

    assert sent(office, RECORD, CSV, XLSX, key="march").status_code == 422
    assert told(sent(office, RECORD, CSV, "text/csv; charset=utf-8", key="march"))["recorded"] == 2


def test_a_file_needs_a_key(office: Office) -> None:
    response = office.client.post(RECORD, data=CSV, content_type="text/csv")
    assert (response.status_code, told(response)["type"]) == (400, "/problems/idempotency-key-missing")

"""The metrics of all workers together, at an address of their own; docs/operation.md tells of each."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.running import BY_COMMAND, Running, running

PAGE = (Path(__file__).parents[2] / "docs" / "operation.md").read_text()
ADA = "/v1/pathways/ada/standing"
ROUTE = "/v1/pathways/<pathway:pathway>/standing"


@pytest.fixture(scope="module")
def counted(url: str) -> Iterator[tuple[Running, Running]]:
    """The service, and the address of its metrics; two workers that are replaced as they go."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings = {"MILEPOST_METRICS_BIND": f"127.0.0.1:{port}", "MILEPOST_RECYCLE_AFTER": "15"}
    with running(BY_COMMAND, url, settings=settings) as service:
        yield service, Running(service.process, port)


def samples(at: Running) -> dict[tuple[str, str], float]:
    """Return the values by name and route or problem."""
    page = at.ask("/metrics").body.decode()
    return {
        (sample.name, sample.labels.get("route", sample.labels.get("problem", ""))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if "le" not in sample.labels
    }


def test_the_requests_of_all_workers_are_counted_also_of_those_that_made_way(counted: tuple[Running, Running]) -> None:
    service, metrics = counted
    assert {service.ask(ADA).status for _ in range(40)} == {200}

    found = samples(metrics)

    assert found["milepost_request_seconds_count", ROUTE] == 40
    assert found["milepost_requests_in_flight", ""] == 0
    assert found["milepost_log_position", ""] == found["milepost_log_position", ""] > 0


def test_metrics_are_at_no_other_address_and_nothing_else_is_at_theirs(counted: tuple[Running, Running]) -> None:
    service, metrics = counted

    assert service.ask("/metrics").status == 404
    assert b"milepost_log_position" in metrics.ask(ADA).body


def test_every_metric_is_described_and_every_one_described_exists(counted: tuple[Running, Running]) -> None:
    service, metrics = counted
    service.ask(ADA)
    families = text_string_to_metric_families(metrics.ask("/metrics").body.decode())

    exist = {name if family.type != "counter" else f"{name}_total" for family in families for name in [family.name]}

    assert {name for name in exist if name.startswith("milepost_")} == set(
        re.findall(r"^\| `(milepost_\w+)` \|", PAGE, re.MULTILINE)
    )

"""The service does what its description says, to whoever asks, and says what it does."""

from pathlib import Path

from tests.contract.contract import tried
from tests.contract.service import service
from tests.contract.soak import told
from web.breaking import METHODS
from web.openapi import description

SEED = 1
EXAMPLES = 5


def test_the_service_holds_to_its_description(tmp_path: Path) -> None:
    with service(tmp_path) as running:
        report = tried(running, SEED, EXAMPLES)

    assert not report.failures, "\n".join(told(SEED, each) for each in report.failures)
    assert report.operations.keys() == {
        f"{method.upper()} {path}"
        for path, item in description()["paths"].items()
        for method in item
        if method in METHODS
    }

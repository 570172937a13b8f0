"""Whenever a re-projection is killed, one whole generation answers, and the next attempt goes on."""

import pytest

from tests.store.killing import prepare, survive

# A test's own process has no other thread when it forks, whatever the interpreter supposes.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def test_one_whole_generation_answers_whenever_a_reprojection_is_killed(url: str) -> None:
    prepare(url)

    assert survive(url, [0.05, 0.11, 0.19, 0.3, 0.43, 0.6]) >= 1

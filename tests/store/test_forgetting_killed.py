"""Whoever forgets is killed at some moments: the log never lacks what the vault has done, and it is completed."""

from pathlib import Path

import pytest

from tests.store.forgettings import survive

# A test's own process has no other thread when it forks, whatever the interpreter supposes.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def test_no_key_is_gone_without_the_log_saying_so_whenever_it_is_killed(tmp_path: Path) -> None:
    tally = survive(tmp_path, (0.011 * number for number in range(12)))

    assert tally.kills == 12
    assert tally.untouched
    assert tally.forgotten

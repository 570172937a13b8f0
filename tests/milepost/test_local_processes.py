"""Work spread over processes of this machine comes back in its order, or is said to be lost."""

import os
from collections.abc import Callable

import pytest

from milepost.local_processes import LocalProcesses, ProcessLost


def adding(amount: int) -> Callable[[int], int]:
    return lambda number: number + amount


def ending() -> Callable[[int], int]:
    return os._exit


def test_what_comes_of_the_work_is_in_the_order_of_the_work() -> None:
    assert list(LocalProcesses(2, adding, 100)(range(20))) == list(range(100, 120))


def test_a_process_that_ends_early_is_named() -> None:
    with pytest.raises(ProcessLost):
        list(LocalProcesses(1, ending)(range(9)))

"""Work spread over processes of this machine: given out in its order, and taken back in it."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from threading import Thread
from typing import Any, Generic, TypeVar

from application.crew import WorkerLost
from domain.refusal import Refusal
from milepost.crew import end_with_parent
from milepost.garbage import look_seldom

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 4
"""How many pieces of work are given out for each process: enough that none waits, few enough to be held."""


class ProcessLost(WorkerLost, Refusal):
    """A process that did part of the work ended before it was done; nothing was kept."""

    sentence = "a process that did part of the work was lost, for want of memory or because it was ended: do it again"


class LocalProcesses(Generic[T, R]):
    """So many processes, each of which makes its own worker once and then does pieces of work with it."""

    def __init__(self, count: int, make: Callable[..., Callable[[T], R]], *arguments: Any) -> None:  # noqa: ANN401 -- as the worker is made of
        """Take what makes the worker of a process, which is imported there, and what it is made of."""
        self._count = count
        self._make = make
        self._arguments = arguments

    def __call__(self, work: Iterable[T]) -> Iterator[R]:
        """Yield what comes of each piece of work, in the order of the work. Raises ProcessLost."""
        ahead = iter(work)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self._count, context, _begin, (self._make, self._arguments)) as processes:
            given: deque[Future[R]] = deque(processes.submit(_do, each) for each in islice(ahead, self._count * _AHEAD))
            try:
                while given:
                    yield given.popleft().result()
                    given.extend(processes.submit(_do, each) for each in islice(ahead, 1))
            except BrokenProcessPool:
                raise ProcessLost from None
            finally:
                for each in given:
                    each.cancel()


_WORKER: list[Callable[[Any], Any]] = []
"""The one worker of this process."""


def _begin(make: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    Thread(target=end_with_parent, daemon=True).start()
    look_seldom()
    _WORKER[:] = [make(*arguments)]


def _do(work: Any) -> Any:  # noqa: ANN401 -- as the worker takes and gives it
    return _WORKER[0](work)

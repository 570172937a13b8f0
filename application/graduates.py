"""The graduates of programs that are submitted late: sought once, and none is recorded unseen before the submission."""

from collections.abc import Callable, Iterator

from application.store import EventStore, Recorded, StreamConflict
from domain.evidence import Correction
from domain.pathway import state as pathway
from domain.pathway.state import Pathway
from domain.pathway.training import CourseCompleted

PROGRAM = "program/"


class Graduates:
    """The pathways with courses of a program: those of the store, and those that are being submitted."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._submitted: dict[str, dict[str, None]] = {}
        self._sought: dict[str, int] = {}

    def add(self, program: str, name: str) -> None:
        """Add a pathway that is being submitted with a course of the program."""
        self._submitted.setdefault(program, {})[name] = None

    def programs(self) -> tuple[str, ...]:
        """Return the programs of which courses are being submitted."""
        return tuple(self._submitted)

    @property
    def sought(self) -> bool:
        """Whether the graduates of any program were sought."""
        return bool(self._sought)

    def of(self, program: str, read: Callable[[str], Pathway | None]) -> Iterator[Pathway]:
        """Yield the graduates of a program as they would be, ordered by name; `read` gives those read already."""
        self._sought.setdefault(program, self._store.head())
        for name in sorted({*self._store.relying_on(program), *self._submitted.get(program, ())}):
            yield read(name) or pathway.fold(name, [each.event for each in self._store.stream(name)])

    def require_none_since(self, head: int) -> None:
        """Raise StreamConflict if the graduates that were sought may be more, by what was recorded up to `head`."""
        for program, seen in self._sought.items():
            for each in self._store.log(seen, head):
                if _may_be_of(program.removeprefix(PROGRAM), each):
                    raise StreamConflict(each.stream, each.version - 1, each.version)


def _may_be_of(program: str, recorded: Recorded) -> bool:
    event = recorded.event
    if isinstance(event, CourseCompleted):
        return event.program == program
    return isinstance(event, Correction) and (event.fields.get("program") == program or "ended_on" in event.fields)

"""The desk at which pathways are opened, spoken of and looked up."""

from collections.abc import Sequence
from itertools import islice

import msgspec

from application.access import Access, Caller
from application.declaring import require_declared
from application.desks.clerk import Clerk
from application.desks.instruction import Instruction
from application.levels import FOR_A_LEVEL, level_in, require_known
from application.revealing import Revealing
from application.rulebooks import Rulebooks
from application.store import EventStore, Recorded
from domain.evidence import Evidence, Remark
from domain.pathway.decisions import EvidenceUnknown, PathwayUnknown
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected, EvidenceDetailed, EvidenceRecorded
from domain.refusal import Refusal


class EventUnknown(Refusal):
    """The stream has no event of this version."""

    sentence = "{0} has no event of version {1}"


class Told(msgspec.Struct, frozen=True):
    """Evidence as it was recorded, and what was said of it since, in the order of the log."""

    evidence: Recorded
    remarks: tuple[Recorded, ...]


class PathwayDesk:
    """Serves callers who speak of one pathway, by its id."""

    def __init__(
        self, access: Access, store: EventStore, clerk: Clerk, rulebooks: Rulebooks, revealing: Revealing
    ) -> None:
        self._access = access
        self._store = store
        self._clerk = clerk
        self._rulebooks = rulebooks
        self._revealing = revealing

    def open(self, caller: Caller, pathway: str, opened: PathwayOpened, instruction: Instruction) -> Recorded:
        """Return how the pathway is opened."""
        return self._clerk.enter(caller, f"pathway/{pathway}", opened, instruction)

    def record(self, caller: Caller, pathway: str, event: Evidence | Remark, instruction: Instruction) -> Recorded:
        """Return how evidence, or what is said of it, is recorded.

        Raises what `Clerk.enter`, `require_declared` and `require_known` raise.
        """

        def require() -> None:
            if isinstance(event, EvidenceRecorded | EvidenceDetailed):
                require_declared(event, self._spoken_of(pathway, event), self._rulebooks.declared())
            elif isinstance(event, (*FOR_A_LEVEL, EvidenceCorrected)):
                require_known(level_in(event, self._spoken_of(pathway, event)), self._rulebooks.levels)

        return self._clerk.enter(caller, f"pathway/{pathway}", event, instruction, require=require)

    def list(self, caller: Caller, after: str, until: int | None, limit: int) -> tuple[Sequence[str], int]:
        """Return so many pathways at most, by id, of those opened up to a position; and that position.

        Raises NotPermitted.
        """
        self._access.permit(caller, "pathways.list")
        until = self._store.head() if until is None else until
        return ids_of(self._store, "pathway/", after, until, limit), until

    def all_evidence(self, caller: Caller, pathway: str, until: int | None) -> tuple[Sequence[Told], int]:
        """Return all evidence of a pathway as known at a position, the whole log if none is given; and that position.

        Raises NotPermitted and PathwayUnknown.
        """
        self._access.permit(caller, "evidence.list", pathway=pathway)
        until = self._store.head() if until is None else until
        events = [each for each in self._events(pathway) if each.position <= until]
        return told_in(self._revealing.events(events, caller.name, "evidence")), until

    def events(self, caller: Caller, pathway: str) -> Sequence[Recorded]:
        """Return the pathway's own events. Raises NotPermitted and PathwayUnknown."""
        self._access.permit(caller, "pathways.read", pathway=pathway)
        return self._events(pathway)

    def evidence(self, caller: Caller, pathway: str, ref: str) -> tuple[Told, int]:
        """Return one piece of evidence with what was said of it, and the version of the pathway.

        Raises NotPermitted, PathwayUnknown and EvidenceUnknown.
        """
        self._access.permit(caller, "evidence.read", pathway=pathway)
        events = self._events(pathway)
        for told in told_in(events):
            if isinstance(told.evidence.event, Evidence) and told.evidence.event.ref == ref:
                return self._revealed(told, caller), events[-1].version
        raise EvidenceUnknown(ref)

    def event(self, caller: Caller, pathway: str, version: int) -> Recorded:
        """Return one of the pathway's own events. Raises NotPermitted, PathwayUnknown and EventUnknown."""
        self._access.permit(caller, "evidence.read", pathway=pathway)
        events = self._events(pathway)
        if not 1 <= version <= len(events):
            raise EventUnknown(pathway, version)
        return self._revealing.event(events[version - 1], caller.name, "event", f"pathway/{pathway}")

    def _revealed(self, told: Told, caller: Caller) -> Told:
        evidence, *remarks = self._revealing.events([told.evidence, *told.remarks], caller.name, "evidence")
        return Told(evidence, tuple(remarks))

    def _spoken_of(self, pathway: str, event: Evidence | Remark) -> Evidence | None:
        """Return the evidence that a remark speaks of, if it is one and if that is there."""
        if isinstance(event, Evidence):
            return None
        events = [each.event for each in self._store.stream(f"pathway/{pathway}")]
        return next((each for each in events if isinstance(each, Evidence) and each.ref == event.of), None)

    def _events(self, pathway: str) -> Sequence[Recorded]:
        events = self._store.stream(f"pathway/{pathway}")
        if not events:
            unknown = f"no pathway '{pathway}' was opened"
            raise PathwayUnknown(unknown)
        return events


def ids_of(store: EventStore, prefix: str, after: str, until: int, limit: int) -> Sequence[str]:
    """Return so many ids at most, of streams that begin with the prefix, in order of their code points."""
    names = store.streams(prefix, prefix + after if after else "", until)
    return [name.removeprefix(prefix) for name in islice(names, limit)]


def told_in(events: Sequence[Recorded]) -> list[Told]:
    """Return every piece of evidence among the events of a pathway, with what was said of it."""
    said: dict[str, list[Recorded]] = {}
    for each in events:
        if isinstance(each.event, Remark):
            said.setdefault(each.event.of, []).append(each)
    return [Told(each, tuple(said.get(each.event.ref, ()))) for each in events if isinstance(each.event, Evidence)]

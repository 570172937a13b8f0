"""Standing rows made of what the events of pathways say."""

from collections.abc import Callable, Sequence

from application.store import StandingRow
from application.tracks import Parts, Tracks
from domain.event import Event
from domain.facts import Facts, add_facts, own_facts, pathway_facts, referenced_streams
from domain.pathway import state as pathway_stream
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.entry import entry_of
from domain.pathway.state import Pathway
from domain.policy.rules import Rules

_TRACKS = Tracks()


class RowsAsOf:
    """Makes rows as of a position of the log; what several pathways rely on together is put together once."""

    def __init__(self, position: int, rules: Rules, shared: Callable[[tuple[str, ...]], Facts]) -> None:
        """Take the rules as known then, and what returns the facts that several streams state together by then."""
        self.rules = rules
        self.position = position
        self._shared = shared
        self._relied_on: dict[tuple[str, ...], Facts] = {}

    def of(self, pathway: str, events: Sequence[Event]) -> StandingRow:
        """Return the row of a pathway, given its events up to the position. Raises `PathwayUnknown`."""
        return self.with_parts(pathway, events)[0]

    def with_parts(self, pathway: str, events: Sequence[Event]) -> tuple[StandingRow, Parts]:
        """Return the same, with the parts of what the row holds."""
        state = folded(pathway, self.position, events)
        facts = pathway_facts(state)
        relied = referenced_streams(facts)
        self._join(facts, relied)
        return _row(state, self.position, facts, relied, self.rules)

    def again(self, row: StandingRow) -> StandingRow:
        """Return the row of a pathway, given one that knows all events of its own up to the position.

        Raises msgspec.DecodeError where that cannot be read.
        """
        facts, _ = _TRACKS.whole(row.tracks)
        own = own_facts(facts)
        self._join(own, row.relies_on)
        kept, _ = _TRACKS.of(own, self.rules.assess(own))
        return StandingRow(row.pathway, self.position, kept, row.relies_on, row.entry)

    def _join(self, own: Facts, relied: tuple[str, ...]) -> None:
        """Add what the streams state that a pathway relies on."""
        if relied not in self._relied_on:
            self._relied_on[relied] = self._shared(relied)
        add_facts(own, self._relied_on[relied])


def folded(pathway: str, position: int, events: Sequence[Event]) -> Pathway:
    """Return what a pathway's events up to a position leave. Raises `PathwayUnknown`."""
    if not events:
        told = f"no pathway '{pathway}' was opened, as far as was known at position {position}"
        raise PathwayUnknown(told)
    return pathway_stream.fold(f"pathway/{pathway}", events)


def standing_row(state: Pathway, known: int, facts: Facts, relied: tuple[str, ...], rules: Rules) -> StandingRow:
    """Return the row of a pathway that its events have left so, with these facts of its own and of others."""
    return _row(state, known, facts, relied, rules)[0]


def _row(state: Pathway, known: int, facts: Facts, relied: tuple[str, ...], rules: Rules) -> tuple[StandingRow, Parts]:
    kept, parts = _TRACKS.of(facts, rules.assess(facts))
    return StandingRow(state.stream.removeprefix("pathway/"), known, kept, relied, entry_of(state)), parts

"""The one question, asked of the store: where a pathway stands, on a day, by a policy, knowing what, and why."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any, TypeAlias

import msgspec

from application.compiled import CompiledChains
from application.instants import in_utc
from application.lately import Lately
from application.making_rows import RowsAsOf, folded, standing_row
from application.store import EventStore, Recorded, StandingRow
from application.texts import PolicyFrom, Shelf, Texts
from application.tracks import Tracks
from domain import rulebook as policy_stream
from domain.answer import Answer, Known, Segment
from domain.case import Case
from domain.evidence import Correction, Retraction
from domain.facts import Facts, add_facts, pathway_facts, referenced_streams, state_facts, stream_facts
from domain.pathway import state as pathway_stream
from domain.pathway.entry import Entry, entry_of
from domain.policy.chain import Chain, alone, in_force
from domain.policy.rules import Assessment, Rules
from domain.rulebook import Rulebook, VersionUnknown

IN_FORCE = "in force"
_LATELY = 64
"""How many pathways' events, and how many cases, are kept: who looks at a person's past looks at it from many days."""

Instant: TypeAlias = int | datetime | date
"""How much was known: a position of the log, an instant, or a day, which is known up to its end in UTC."""


class KnownInTheFuture(Exception):
    """What is asked about cannot be known yet: the log does not reach so far."""

    def __init__(self, asked: Instant, until: str) -> None:
        named = in_utc(asked) if isinstance(asked, datetime) else asked
        super().__init__(f"'known' is {named}, which is in the future: the log is known up to {until}")
        self.asked = asked
        self.until = until


class Coordinates(msgspec.Struct, frozen=True):
    """The three coordinates of a question.

    ``known`` is the whole log if not given. ``under`` names an adopted version, which then judges every day by its text
    alone, or a proposal, which is added to the versions in force from its day of effect; not given, the versions in
    force as known then judge. A version that was not yet published or proposed at ``known`` is refused, unless the
    question is asked with ``hindsight``: by the later text as it was first stated, with the earlier knowledge.
    """

    on: date
    known: Instant | None = None
    under: str | None = None
    hindsight: bool = False


class _Whole(msgspec.Struct, frozen=True):
    """The events of a stream, all of those up to a position."""

    events: list[Recorded]
    until: int


class _Stated(msgspec.Struct, frozen=True):
    """What a pathway's own events say, and the shared streams that they name."""

    facts: Facts
    relies_on: tuple[str, ...]


class Assessor:
    """Answers questions about pathways from a store."""

    def __init__(
        self,
        store: EventStore,
        policy_from: PolicyFrom,
        clock: Callable[[], datetime],
        rulebook: str = "imi",
        compiled: CompiledChains | None = None,
    ) -> None:
        """Take the store, what reads stored policy texts, the clock that tells the future, and the rulebook's name.

        ``compiled`` may be shared by assessors of several stores: a chain is known by its texts, not by its store.
        """
        self._store = store
        self._shelf = Shelf(policy_from)
        self._clock = clock
        self._policy_stream = f"policy/{rulebook}"
        self._shared: dict[str, list[Recorded]] = {}
        self._facts: dict[tuple[str, int], Facts] = {}
        self._whole: dict[str, int] = {}
        self._texts: dict[int, Texts] = {}
        self._in_force: dict[int, Rules] = {}
        self._reached = 0
        self._own: Lately[str, _Whole] = Lately(_LATELY)
        self._stated: Lately[tuple[str, int], _Stated] = Lately(_LATELY)
        self._cases: Lately[tuple[str, int, tuple[int, ...], Rules, bool], Case] = Lately(_LATELY)
        self._compiled = compiled or CompiledChains()
        self._tracks = Tracks()

    def answer(self, pathway: str, at: Coordinates) -> Answer:
        """Return the answer. Raises `PathwayUnknown`, `KnownInTheFuture`, `VersionUnknown`, `NoPolicyInForce`."""
        case, known = self.case(pathway, at)
        return case.answer(pathway, at.on, known, at.under or IN_FORCE)

    def case(self, pathway: str, at: Coordinates, *, thorough: bool = False) -> tuple[Case, Known]:
        """Return the pathway's facts under the rules asked for, and how much of the log that takes in.

        The proofs of a ``thorough`` case name the evidence that does not count as well, and why.
        """
        position = self.position(at.known)
        if at.known is None and at.under is None:
            row = self._store.standing(pathway)
            if row is not None:
                position = max(position, row.known)
                facts, assessment = self._tracks.whole(row.tracks)
                return Case(self.rules(position), facts, assessment, thorough=thorough), self.known(position)
        rules = self.rules(position, at.under, hindsight=at.hindsight)
        return self._case(pathway, position, rules, thorough=thorough), self.known(position)

    def timeline(self, pathway: str, at: Coordinates) -> tuple[Segment, ...]:
        """Return the pathway's whole timeline, past and future."""
        case, _ = self.case(pathway, at)
        return case.segments()

    def facts(self, pathway: str, position: int) -> Facts:
        """Return the facts of a pathway, with those of the programs and registers that it names, as known."""
        own = self._own_events(f"pathway/{pathway}", position)
        stated = self._stated.value((pathway, len(own)), lambda: _stated(pathway, position, own))
        return self.joined(dict(stated.facts), position)

    def rules(self, position: int, under: str | None = None, *, hindsight: bool = False) -> Rules:
        """Return the compiled rules asked for, as known."""
        events = self._events([self._policy_stream], None, None if under else position)[self._policy_stream]
        seen = [each for each in events if each.position <= position]
        if under is None:
            return self._rules_of(seen)
        visible = self._texts_at(seen)
        known = under in {*visible.published, *visible.proposed}
        named = visible if known else self._first_texts(events, under, position, hindsight=hindsight)
        if under in named.published:
            return self._compiled.rules(alone(visible.as_read(named.published[under]), visible.published.values()))
        return self._compiled.rules(in_force([*visible.published.values(), visible.as_read(named.proposed[under])]))

    def _first_texts(self, events: Sequence[Recorded], under: str, position: int, *, hindsight: bool) -> Texts:
        """Return the texts at the moment a version was first stated, whatever was corrected in it later."""
        stated = (policy_stream.PolicyDrafted, policy_stream.PolicyPublished)
        known: dict[str, None] = {}
        for index, each in enumerate(events, start=1):
            if isinstance(each.event, stated):
                known[each.event.version] = None
                if each.event.version == under:
                    if hindsight or each.position <= position:
                        return self._texts_at(events[:index])
                    told = (
                        f"version '{under}' was first stated at position {each.position}, after what is known here, "
                        f"position {position}: ask for a later 'known', or with hindsight"
                    )
                    raise VersionUnknown(told)
        near = get_close_matches(under, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(known) or 'none'}"
        told = f"no version '{under}' is published or proposed; {hint}"
        raise VersionUnknown(told)

    def position(self, known: Instant | None) -> int:
        """Return the position of the log up to which something was known. Raises `KnownInTheFuture`."""
        if isinstance(known, int):
            if known > self._reached and known > self._head():
                raise KnownInTheFuture(known, f"position {self._reached}")
            return known
        if known is None:
            return self._head()
        now = self._clock()
        if not isinstance(known, datetime):
            if known > now.date():
                raise KnownInTheFuture(known, in_utc(now))
            known = min(datetime.combine(known, time.max, UTC), now)
        if known > now:
            raise KnownInTheFuture(known, in_utc(now))
        return self._store.position_at(known)

    def _head(self) -> int:
        """Return the last position of the log, which only grows: what it reached once need not be asked for again."""
        self._reached = max(self._reached, self._store.head())
        return self._reached

    def history(self, pathway: str, known: Instant | None = None) -> list[Recorded]:
        """Return the events that made the pathway what it is, in log order.

        These are its own, those of the programs and registers that its evidence names, and every policy event without
        which its timeline would be another.
        """
        position = self.position(known)
        facts = self.facts(pathway, position)
        shared = self._events(referenced_streams(facts), position)
        policy = self._events([self._policy_stream], position)[self._policy_stream]
        now = _told(self._rules_of(policy), facts)
        moving = [
            left_out
            for left_out in policy
            if _told(self._rules_by(self._folded(each for each in policy if each is not left_out)), facts) != now
        ]
        own = self._store.stream(f"pathway/{pathway}", position)
        joined = [*own, *moving, *(each for events in shared.values() for each in events)]
        return sorted(joined, key=lambda each: each.position)

    def bearing_on(self, pathway: str, position: int) -> list[Recorded]:
        """Return the events that may have moved a pathway, in log order. Raises `PathwayUnknown`.

        These are its own, those of every program and register that its evidence named at any time, and all of the
        rulebook.
        """
        own = self._own_events(f"pathway/{pathway}", position)
        taken_back = [index for index, each in enumerate(own) if isinstance(each.event, Correction | Retraction)]
        named = {self._policy_stream}
        for count in (*taken_back, len(own)):
            named.update(_stated(pathway, position, own[:count]).relies_on)
        joined = [*own, *(each for events in self._events(named, position).values() for each in events)]
        return sorted(joined, key=lambda each: each.position)

    def compiled(self, chain: Chain) -> Rules:
        """Return a chain compiled, which is kept for a while."""
        return self._compiled.rules(chain)

    def standing_rows(self, states: Mapping[str, Any], known: int, shared: int) -> list[StandingRow]:
        """Return the standing rows of the pathways among the streams to which events are being recorded.

        ``states`` gives those streams as they will be. ``known`` is the last position of the log, ``shared`` that of
        the last event in any stream that pathways share, both when the first of the streams was read.
        """
        stated = {name: state_facts(name, state) for name, state in states.items() if name.startswith("pathway/")}
        relied = {name: referenced_streams(facts) for name, facts in stated.items()}
        names = {self._policy_stream, *(each for streams in relied.values() for each in streams)}
        events = self._events(names, known, shared)
        policy = states.get(self._policy_stream)
        rules = self._rules_of(events[self._policy_stream]) if policy is None else self._rules_by(policy)
        rows: list[StandingRow] = []
        for name, facts in stated.items():
            for stream in relied[name]:
                new = stream in states
                add_facts(facts, state_facts(stream, states[stream]) if new else self._facts_of(stream, events[stream]))
            rows.append(standing_row(states[name], known, facts, relied[name], rules))
        return rows

    def row(self, pathway: str, position: int) -> StandingRow:
        """Return the standing row of a pathway as of a position. Raises `PathwayUnknown`."""
        own = self._store.stream(f"pathway/{pathway}", position)
        return self.rows(position).of(pathway, [each.event for each in own])

    def rows(self, position: int) -> RowsAsOf:
        """Return what makes standing rows as of a position, for which what is shared by pathways is read once."""
        return RowsAsOf(position, self.rules(position), lambda streams: self._joined({}, streams, position))

    def recorded_between(self, relied: Iterable[str], known: int, position: int) -> list[Recorded]:
        """Return the events of the rulebook and of shared streams after one position, up to another.

        Those of the rulebook that change no answer are left out.
        """
        return [
            each
            for events in self._events((self._policy_stream, *relied), position).values()
            for each in events
            if each.position > known and not isinstance(each.event, policy_stream.MOVES_NOBODY)
        ]

    def entry(self, pathway: str, position: int) -> Entry:
        """Return what is said of the pathway in the public register, as far as was known."""
        stream = f"pathway/{pathway}"
        return entry_of(pathway_stream.fold(stream, [each.event for each in self._store.stream(stream, position)]))

    def assessment(self, row: StandingRow) -> Assessment:
        """Return what a row says of its pathway on all days."""
        return self._tracks.assessment(row.tracks)

    def kept(self, row: StandingRow) -> tuple[Facts, Assessment]:
        """Return the facts of a row's pathway, and what the row says of it on all days."""
        return self._tracks.whole(row.tracks)

    def known(self, position: int) -> Known:
        """Return a position with the instant at which it was recorded."""
        instant = in_utc(self._store.recorded_at(position)) if position else ""
        return Known(position, instant)

    def _case(self, pathway: str, position: int, rules: Rules, *, thorough: bool) -> Case:
        """Return the case as known at a position: the same as at any other with as many events of each stream."""
        own = self._own_events(f"pathway/{pathway}", position)
        stated = self._stated.value((pathway, len(own)), lambda: _stated(pathway, position, own))
        shared = self._events(stated.relies_on, position)
        until = tuple(map(len, shared.values()))

        def assessed() -> Case:
            facts = dict(stated.facts)
            for stream, events in shared.items():
                add_facts(facts, self._facts_of(stream, events))
            return Case(rules, facts, thorough=thorough)

        return self._cases.value((pathway, len(own), until, rules, thorough), assessed)

    def _own_events(self, stream: str, position: int) -> list[Recorded]:
        """Return a pathway's events up to a position; what was read lately is not read again for an earlier one."""
        whole = self._own.get(stream)
        if whole is None or whole.until < position:
            whole = self._own.keep(stream, _Whole(self._store.stream(stream, position), position))
        return whole.events[: bisect_right(whole.events, position, key=lambda each: each.position)]

    def joined(self, facts: Facts, position: int) -> Facts:
        """Add to a pathway's own facts those of the programs and registers that it names, as known, and return all."""
        return self._joined(facts, referenced_streams(facts), position)

    def _joined(self, facts: Facts, streams: Iterable[str], position: int) -> Facts:
        for stream, events in self._events(streams, position).items():
            add_facts(facts, self._facts_of(stream, events))
        return facts

    def _facts_of(self, stream: str, events: Sequence[Recorded]) -> Facts:
        """Return the facts of a shared stream by events that are recorded; they are kept."""
        key = (stream, len(events))
        if key not in self._facts:
            self._facts[key] = stream_facts(stream, [each.event for each in events])
        return self._facts[key]

    def _rules_of(self, events: Sequence[Recorded]) -> Rules:
        """Return the rules in force by policy events that are recorded; they are kept."""
        if len(events) not in self._in_force:
            self._in_force[len(events)] = self._compiled.rules(in_force(self._texts_at(events).published.values()))
        return self._in_force[len(events)]

    def _rules_by(self, policy: Rulebook) -> Rules:
        """Return the rules in force by policy events that are not, or not yet, what the log holds."""
        return self._compiled.rules(in_force(self._shelf.texts(policy).published.values()))

    def _events(
        self, streams: Iterable[str], position: int | None, shared_until: int | None = None
    ) -> dict[str, list[Recorded]]:
        """Return the events of shared streams up to a position; what was read once is only added to.

        A stream is whole up to some position; the store is asked for its version only if more may have followed.
        """
        names = list(streams)
        until = position if shared_until is None else shared_until
        asked = [name for name in names if until is None or self._whole.get(name, -1) < until]
        for name, version in (self._store.versions(asked) if asked else {}).items():
            if len(self._shared.setdefault(name, [])) < version:
                self._shared[name] = self._store.stream(name)
            self._whole[name] = max(self._whole.get(name, 0), until or 0)
        found = {name: self._shared[name] for name in names}
        return found if position is None else {name: _up_to(position, each) for name, each in found.items()}

    def _texts_at(self, events: Sequence[Recorded]) -> Texts:
        if len(events) not in self._texts:
            self._texts[len(events)] = self._shelf.texts(self._folded(events))
        return self._texts[len(events)]

    def _folded(self, events: Iterable[Recorded]) -> Rulebook:
        return policy_stream.fold(self._policy_stream, [each.event for each in events])


def _stated(pathway: str, position: int, events: Sequence[Recorded]) -> _Stated:
    facts = pathway_facts(folded(pathway, position, [each.event for each in events]))
    return _Stated(facts, referenced_streams(facts))


def _up_to(position: int, events: list[Recorded]) -> list[Recorded]:
    whole = not events or events[-1].position <= position
    return events if whole else [each for each in events if each.position <= position]


def _told(rules: Rules, facts: Facts) -> tuple[Segment, ...]:
    """Return the timeline without the names of the versions that tell it."""
    return tuple(msgspec.structs.replace(segment, version="") for segment in Case(rules, facts).segments())

"""What the service answers held against what the verifier derives from the same events, without a file between."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, NamedTuple

import msgspec

from application.assessing import Assessor, Coordinates
from application.proving import everything_proved
from application.scenarios import MEDIATOR, Documents, ImpossibleGiven, Question, Scenario, log_of
from application.store import EventStore
from domain.case import NoPolicyInForce
from domain.policy.chain import Chain as ServiceChain
from domain.policy.chain import Version
from domain.policy.hand import Facts
from domain.policy.rules import Rules
from domain.policy.text import Policy
from domain.timeline import Spans, Timeline
from infrastructure.documents import policy_from
from tests.scenarios.shelf import FOLDERS, documents_of, scenarios_of
from verifier.answers import Case
from verifier.comparison import differences, differences_of_timeline
from verifier.facts import Event, pathway_facts, streams_named
from verifier.levels import Levels, days, track
from verifier.moment import Moment
from verifier.periods import PeriodInDoubt
from verifier.programs import program_facts, register_facts
from verifier.proved import proofs_differing, reasons_differing
from verifier.rulebooks import Placed, chain_for
from verifier.texts import Chain, Text
from verifier.truth import Truth

END = datetime.max.replace(tzinfo=UTC)


class Agreement(NamedTuple):
    """Where the two differ, and which members the verifier left open because they hang on a period in doubt."""

    differences: list[str]
    left_open: list[str]


@cache
def read_policy(document: bytes) -> Policy:
    return policy_from(document)


def as_json(value: object) -> Any:  # noqa: ANN401 - whatever the value holds
    return msgspec.json.decode(msgspec.json.encode(value))


def agreement(store: EventStore, assessor: Assessor, rulebook: str, pathway: str, at: Coordinates) -> Agreement:
    """Return what both make of a question. Raises NoPolicyInForce where the service does."""
    answer = as_json(assessor.answer(pathway, at))
    served, _ = assessor.case(pathway, at)
    known = answer["known"]["position"]
    streams: dict[str, list[Placed]] = {}
    for each in store.log():
        placed = Placed(each.position, Event(each.event_id, as_json(each.event)))
        streams.setdefault(each.stream, []).append(placed)
    facts = facts_of(streams, pathway, known)
    chain = chain_for(streams[f"policy/{rulebook}"], known, at.under, hindsight=at.hindsight)
    case = Case(Levels(chain, facts))
    derived, left_open = case.answer(at.on.toordinal())
    found = differences(answer, derived)
    try:
        found += differences_of_timeline(as_json(served.segments()), case.timeline())
    except PeriodInDoubt:
        left_open.append("timeline")
    found += reasons_differing(case.texts, answer)
    found += proofs_differing(case, as_json(everything_proved(served, at.on)))
    unlike = [kind for kind in {*facts, *served.facts} if facts.get(kind) != served.facts.get(kind)]
    return Agreement([*(f"the facts '{kind}' differ" for kind in unlike), *map(str, found)], left_open)


def facts_of(streams: dict[str, list[Placed]], pathway: str, known: int) -> dict[str, Any]:
    """Return the facts of a pathway with those of the programs and registers that it names."""

    def events(stream: str) -> list[Event]:
        return [each.event for each in streams.get(stream, ()) if each.position <= known]

    facts = pathway_facts(events(f"pathway/{pathway}"))
    for stream in streams_named(facts):
        stating = program_facts if stream.startswith("program/") else register_facts
        for kind, items in stating(stream.partition("/")[2], events(stream)).items():
            facts[kind] = [*facts.get(kind, []), *items]
    return facts


class Asked(NamedTuple):
    """A question of a scenario of a rulebook."""

    folder: str
    scenario: Scenario
    question: Question
    documents: Documents

    def __str__(self) -> str:
        return f"{self.folder}: {self.scenario.name}: {self.question}"

    def agreement(self) -> Agreement | None:
        """Return what both make of it, or nothing where there is no answer."""
        rulebook, on = self.documents.rulebook, self.question
        try:
            store = log_of(on, self.scenario, self.documents)
            assessor = Assessor(store, read_policy, lambda: END, rulebook, compiled=self.documents.compiled)
            at = Coordinates(on=on.on, known=on.known, under=on.under, hindsight=True)
            return agreement(store, assessor, rulebook, MEDIATOR, at)
        except (NoPolicyInForce, ImpossibleGiven):
            return None


@cache
def every_question() -> list[Asked]:
    """Return every question of every scenario of every rulebook that comes with Milepost."""
    return [
        Asked(folder.name, scenario, expectation.question, documents_of(folder))
        for folder in FOLDERS
        for scenario in scenarios_of(folder)
        for expectation in scenario.expectations
    ]


def chain_as_read(chain: ServiceChain) -> Chain:
    """Return a chain as the verifier has it, each text read from its canonical JSON."""
    return Chain(
        [(_text(version), tuple(_pairs(cover))) for version, cover in chain.covers],
        [(_text(version), tuple(_pairs(cover))) for version, cover in chain.others],
    )


def tracks_differing(chain: ServiceChain, facts: Facts) -> list[str]:
    """Return which timelines of an assessment are not, on every day there is, as the verifier has them."""
    found = Rules(chain).assess(facts)
    levels = Levels(chain_as_read(chain), facts)
    parts: list[tuple[str, dict[str, Timeline], Callable[[str, Moment], Truth]]] = [
        ("held", found.held, levels.held),
        ("entitled", found.entitled, levels.entitled),
        ("standing", found.standings, partial(levels.said, "standings")),
        ("condition", found.conditions, partial(levels.said, "conditions")),
        ("note", found.notes, partial(levels.said, "notes")),
        ("unmet", found.unmet, levels.unmet),
        ("listable", {"": found.listable}, lambda _, moment: levels.listable(moment)),
    ]
    return [
        f"{part} {name}"
        for part, timelines, said in parts
        for name, timeline in timelines.items()
        if _spans(partial(said, name)) != tuple(map(_pairs, timeline))
    ]


def _spans(said: Callable[[Moment], Truth]) -> tuple[list[tuple[int, int]], ...]:
    told = track(said)
    return days(told), days(told, possibly=True)


def _text(version: Version) -> Text:
    return Text(as_json(version.policy), version.content_hash, _pairs(version.suspended), version.readings)


def _pairs(spans: Spans) -> list[tuple[int, int]]:
    return [(spans[index], spans[index + 1]) for index in range(0, len(spans), 2)]

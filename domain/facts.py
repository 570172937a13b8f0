"""What the streams state, as rules read it: items by kind, and a description of every kind."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

import msgspec

from domain import announcement, register, rulebook
from domain.consultation import state as consultation
from domain.event import Event
from domain.item import Item, Plan, plan
from domain.kinds import STATED
from domain.pathway import state as pathway
from domain.pathway.fact import fact
from domain.pathway.record import EvidenceRecorded
from domain.program import state as program
from domain.program.state import Program
from domain.register import Register

Facts: TypeAlias = dict[str, list[Item]]

REFERENCES = {"program": "program", "register": "register"}
"""Fields of a pathway's facts that name a stream, with the first part of the stream's name."""


def pathway_facts(state: pathway.Pathway) -> Facts:
    """Return what the pathway's evidence says now, ordered by its names within each kind."""
    facts: Facts = {}
    for ref in sorted(state.evidence):
        version, evidence = state.evidence[ref]
        remarks = [remark for _, remark in state.remarks[ref]] if ref in state.remarks else ()
        item = fact(state.event_id(version), evidence, remarks)
        if item is not None:
            kind = evidence.kind if isinstance(evidence, EvidenceRecorded) else evidence.gives
            facts.setdefault(kind, []).append(item)
    return facts


def own_facts(facts: Facts) -> Facts:
    """Return what a pathway's own evidence says among all facts that it is judged by."""
    return {kind: items for kind, items in facts.items() if kind not in STATED}


def program_facts(state: Program) -> Facts:
    """Return the program's approvals, those that were void from the start apart, and what else it states."""
    approvals = {name: msgspec.structs.replace(each, kind=state.kind) for name, each in state.approvals.items()}
    return _filled(
        {
            "approval": {name: each for name, each in approvals.items() if not each.voided_on},
            "voided approval": {name: each for name, each in approvals.items() if each.voided_on},
            "approved site": state.sites,
            "adaptation": {name: each for name, each in state.adaptations.items() if each.accepted_on},
            "face-to-face offer": state.offers,
            "audit": state.audits,
            "lapsed listing": state.lapses,
        }
    )


def register_facts(state: Register) -> Facts:
    """Return on which days the register is relied on, for each jurisdiction."""
    return _filled(
        {
            "listed register": {
                f"{state.id}/{jurisdiction}" + (f"/{count}" if count > 1 else ""): listing
                for jurisdiction, listings in state.listings.items()
                for count, listing in enumerate(listings, start=1)
            }
        }
    )


def referenced_streams(facts: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[str, ...]:
    """Return the names of the program and register streams that the facts of a pathway refer to, sorted."""
    return tuple(
        sorted(
            {
                f"{prefix}/{item[field]}"
                for field, prefix in REFERENCES.items()
                for items in facts.values()
                for item in items
                if field in item
            }
        )
    )


def add_facts(facts: Facts, more: Facts) -> None:
    """Add facts of other streams to those of one."""
    for kind, items in more.items():
        facts[kind] = [*facts.get(kind, ()), *items]


def _nothing(_: Any) -> Facts:  # noqa: ANN401 - of a kind that states no facts
    return {}


FOLD_AND_FACTS: dict[str, tuple[Callable[[str, Iterable[Event]], Any], Callable[[Any], Facts]]] = {
    "pathway": (pathway.fold, pathway_facts),
    "program": (program.fold, program_facts),
    "register": (register.fold, register_facts),
    "policy": (rulebook.fold, _nothing),
    "consultation": (consultation.fold, _nothing),
    "announcement": (announcement.fold, _nothing),
}


def stream_facts(stream: str, events: Iterable[Event]) -> Facts:
    """Return the facts that a stream states, given its events from the first on."""
    fold, facts = FOLD_AND_FACTS[stream.partition("/")[0]]
    return facts(fold(stream, events))


def state_facts(stream: str, state: Any) -> Facts:  # noqa: ANN401 - as its stream leaves it
    """Return the facts that a stream states, given what its events leave."""
    return FOLD_AND_FACTS[stream.partition("/")[0]][1](state)


@cache
def _plan(of: type[msgspec.Struct]) -> Plan:
    return plan(of, frozenset(), {})


def _filled(items: Mapping[str, Mapping[str, msgspec.Struct]]) -> Facts:
    return {
        kind: [_plan(type(each)).write(each, {"id": name}) for name, each in named.items()]
        for kind, named in items.items()
        if named
    }

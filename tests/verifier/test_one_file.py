"""The one file that is handed out is made of the modules beside it, and knows every event that the service records."""

import ast
import sys

import msgspec

from domain.evidence import TOLD as TOLD_OF_SERVICE
from domain.evidence import Correction, Evidence, Remark, Retraction
from domain.pathway.families import EVIDENCE as EVIDENCE_OF_SERVICE
from domain.pathway.families import REMARKS as REMARKS_OF_SERVICE
from domain.pathway.former import LogbookHoursAddedV1
from domain.pathway.record import EvidenceDetailed
from domain.shape import fields as fields_of_service
from domain.topics import EVENTS
from milepost.command_line.verifier import VERIFIER
from tests.scenarios.shelf import RULEBOOKS
from verifier.bundling import BUNDLE, bundled
from verifier.facts import TOLD, Event, readable
from verifier.topics import CORRECTIONS, DETAILS, EVIDENCE, REMARKS, RETRACTIONS, SHARED, WITHOUT_FACTS, fields

HOLDS = {"text": "text", "date": "day", "number": "number", "yes or no": "flag"}
GOLDEN = RULEBOOKS.parent / "tests" / "golden"
OF_SHARED_STREAMS = ("program.", "register.", "policy.")


def held(written: str) -> dict[str, tuple[str, str | None]]:
    """Return the fields of a line of the verifier's tables, by name, with what they hold and their default."""
    return {each.name: (each.holds, each.default) for each in fields(written)}


def held_by(of: type[msgspec.Struct]) -> dict[str, tuple[str, str | None]]:
    """Return the same of a class of the service."""
    return {
        each.name: (
            HOLDS.get(each.type, each.type),
            None if each.default in (None, (), False) else str(each.default),
        )
        for each in fields_of_service(of)
        if each.name not in {"ref", "of"} and not (issubclass(of, Remark) and each.name == "reason")
    }


def renamed(found: dict[str, tuple[str, str | None]]) -> dict[str, tuple[str, str | None]]:
    names = {"dates": "days", "named texts": "named"}
    return {name: (names.get(holds, holds), default) for name, (holds, default) in found.items()}


def test_the_file_is_up_to_date() -> None:
    assert BUNDLE.read_text(encoding="utf-8") == bundled() + "\n", "make it again: python -m verifier"


def test_it_is_what_the_command_hands_out() -> None:
    assert VERIFIER == BUNDLE


def test_it_needs_nothing_but_the_standard_library_and_cryptography() -> None:
    tree = ast.walk(ast.parse(BUNDLE.read_text(encoding="utf-8")))
    imported = {
        name.partition(".")[0]
        for node in tree
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported - sys.stdlib_module_names == {"cryptography"}


def test_it_knows_every_event_of_a_pathway() -> None:
    kinds = {each.topic(): each.gives for each in EVIDENCE_OF_SERVICE} | {LogbookHoursAddedV1.topic(): "mediation"}
    assert {topic: kind for topic, (kind, _) in EVIDENCE.items()} == kinds
    adding = {
        each.topic(): {of.gives for of in each.upon}
        for each in REMARKS_OF_SERVICE
        if each.joins and not issubclass(each, Correction | Retraction) and each is not EvidenceDetailed
    }
    assert {topic: {kind} for topic, (kind, _) in REMARKS.items()} == adding
    others = CORRECTIONS | RETRACTIONS | {*WITHOUT_FACTS, DETAILS}
    assert {*EVIDENCE, *REMARKS, *others} == {topic for topic in EVENTS if topic.startswith("pathway.")}


def test_it_knows_every_field_of_every_event() -> None:
    for topic, (_, written) in [
        *EVIDENCE.items(),
        *REMARKS.items(),
        *((topic, ("", line)) for topic, line in WITHOUT_FACTS.items()),
    ]:
        assert held(written) == renamed(held_by(EVENTS[topic])), topic
        shown_as = getattr(EVENTS[topic], "shown_as", {})
        assert {each.name: each.fact for each in fields(written) if each.fact != each.name} == dict(shown_as), topic


def test_it_knows_every_event_of_programs_registers_and_rulebooks() -> None:
    assert set(SHARED) == {topic for topic in EVENTS if topic.startswith(OF_SHARED_STREAMS)}
    for topic, written in SHARED.items():
        assert held(written) == held_by(EVENTS[topic]), topic


def test_it_reads_every_event_that_was_ever_written() -> None:
    for path in sorted(GOLDEN.glob("*.json")):
        if path.name.startswith(("pathway.", *OF_SHARED_STREAMS)):
            said = readable(Event(path.stem, msgspec.json.decode(path.read_bytes())))
            assert said["topic"] == path.stem
    for topic, event in EVENTS.items():
        if topic.startswith(("pathway.", *OF_SHARED_STREAMS)):
            names = {each.encode_name: None for each in msgspec.structs.fields(event)}
            assert readable(Event(topic, {"topic": topic, **names})), topic


def test_it_knows_what_joins_no_fact() -> None:
    assert TOLD == TOLD_OF_SERVICE


def test_it_knows_what_follows_from_an_event_being_what_it_is() -> None:
    special = {
        each.topic()
        for each in EVIDENCE_OF_SERVICE
        if each.always != Evidence.always
        or each.filled != Evidence.filled
        or each.otherwise_as != Evidence.otherwise_as
    }
    assert special == {
        *("pathway.fee-paid.v1", "pathway.fee-waived.v1"),
        *("pathway.recognition-granted.v1", "pathway.logbook-hours-added.v2"),
    }

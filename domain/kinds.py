"""Every kind of fact that the streams state, described: what tools that import, document or check policies go by."""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from domain.evidence import TOLD, Evidence, Remark
from domain.pathway.families import EVIDENCE, remarks_upon
from domain.pathway.record import EvidenceRecorded
from domain.program.stated import Adaptation, Approval, ApprovedSite, Audit, FaceToFaceOffer, LapsedListing
from domain.register import ListedRegister
from domain.shape import Field, FieldType, fields

STATED: dict[str, type[msgspec.Struct]] = {
    "approval": Approval,
    "voided approval": Approval,
    "approved site": ApprovedSite,
    "adaptation": Adaptation,
    "face-to-face offer": FaceToFaceOffer,
    "audit": Audit,
    "lapsed listing": LapsedListing,
    "listed register": ListedRegister,
}
"""Kinds that programs and registers state."""


class KindField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kind, under the name that rules read.

    `required` fields are there from the beginning; others may be missing, or be added by a remark. `written` is the
    name of the field in the events of `topics`. A field of ``texts`` has, beside its own, a fact ``<name>_<member>``
    for each member; one of ``numbers`` has only the facts ``<name>_<key>``.
    """

    name: str
    written: str
    type: FieldType
    required: bool
    choices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of fact, the stream that states it, and the evidence that becomes it; the first is the usual one."""

    name: str
    stream: str
    events: tuple[type[Evidence], ...]
    fields: tuple[KindField, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind that the code knows, by name; a rulebook's vocabulary may declare others."""
    evidence: dict[str, tuple[type[Evidence], ...]] = {}
    for each in EVIDENCE:
        if each is not EvidenceRecorded:
            evidence[each.gives] = (*evidence.get(each.gives, ()), each)
    stated = {name: _stated(name, of) for name, of in STATED.items()}
    return {name: _evidenced(name, events) for name, events in evidence.items()} | stated


def _evidenced(name: str, events: tuple[type[Evidence], ...]) -> Kind:
    said = [_field(field, each) for each in events for field in _own(each)]
    follows = [
        KindField(name=fact, written=fact, type="yes or no", required=True, topics=(each.topic(),))
        for each in events
        for fact in (*each.always, *each.filled)
    ]
    remarked = [
        msgspec.structs.replace(_field(field, remark), required=False)
        for remark in dict.fromkeys(remark for each in events for remark in remarks_upon(each))
        for field in fields(remark)
        if field.name not in {"ref", "of", *TOLD}
    ]
    retracted = KindField(
        name="retracted_on",
        written="effective_on",
        type="date",
        required=False,
        topics=("pathway.evidence-retracted.v1",),
    )
    return Kind(
        name=name, stream="pathway", events=events, fields=_merged(len(events), [*said, *follows, *remarked, retracted])
    )


def _own(evidence: type[Evidence]) -> Iterable[Field]:
    return (field for field in fields(evidence) if field.name not in {"ref", *TOLD})


def _field(field: Field, of: type[Evidence | Remark]) -> KindField:
    return KindField(
        name=of.shown_as.get(field.name, field.name),
        written=field.name,
        type=field.type,
        required=field.required or field.default not in {None, ()},
        choices=field.choices,
        topics=(of.topic(),),
    )


def _merged(events: int, found: Iterable[KindField]) -> tuple[KindField, ...]:
    """Return one field for each name; it is required if every event that becomes the kind requires it."""
    merged: dict[str, list[KindField]] = {}
    for each in found:
        merged.setdefault(each.name, []).append(each)
    return tuple(
        msgspec.structs.replace(
            group[0],
            required=sum(1 for each in group if each.required) == events,
            topics=tuple(topic for each in group for topic in each.topics),
        )
        for group in merged.values()
    )


def _stated(name: str, of: type[msgspec.Struct]) -> Kind:
    return Kind(
        name=name,
        stream="register" if of is ListedRegister else "program",
        events=(),
        fields=tuple(
            KindField(
                name=field.name,
                written=field.name,
                type=field.type,
                required=field.required or field.default not in {None, ()},
                choices=field.choices,
            )
            for field in fields(of)
            if field.name != "event"
        ),
    )

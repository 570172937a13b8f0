"""What can be asked of the service, and who may ask it: the one table of roles and operations."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What a caller is to the certifying body. A caller may have several, and may do what any of them may."""

    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    REGISTRAR = "registrar"
    PROVIDER = "provider"
    MEDIATOR = "mediator"
    SERVICE = "service"
    PUBLIC = "public"
    """Everyone, and whoever does not say who they are."""


class Reach(StrEnum):
    """How far a role may go with an operation: not at all, with what is its own, or with everything."""

    NONE = "none"
    OWN = "own"
    ANY = "any"


class Owned(StrEnum):
    """What tells whether a thing is a provider's own: its program, or the pathway, which has a course of a program.

    A mediator's own is always told by the pathway.
    """

    PROGRAM = "program"
    PATHWAY = "pathway"


class Operation(msgspec.Struct, frozen=True):
    """One thing that may be asked; `says` completes the sentence "This role may …".

    What `writes` moves the log, unless it is `beside_the_log`: part of how the service is run.
    """

    says: str
    reaches: Mapping[Role, Reach]
    writes: bool = False
    owned: Owned = Owned.PATHWAY
    beside_the_log: bool = False

    def reach(self, role: Role) -> Reach:
        return self.reaches.get(role, Reach.NONE)


_EVERYONE = dict.fromkeys(Role, Reach.ANY)
_STAFF = dict.fromkeys((Role.AUDITOR, Role.ADMINISTRATOR, Role.REGISTRAR), Reach.ANY)
_AUDITOR = {Role.AUDITOR: Reach.ANY}
_REGISTRAR = {Role.REGISTRAR: Reach.ANY}
_ADMINISTRATOR = {Role.ADMINISTRATOR: Reach.ANY}
_OFFICE = _REGISTRAR | _ADMINISTRATOR
_OWN_MEDIATOR = {Role.MEDIATOR: Reach.OWN}
_OWN_PROVIDER = {Role.PROVIDER: Reach.OWN}
_JUDGED = dict.fromkeys((Role.PROVIDER, Role.MEDIATOR), Reach.ANY)
_SERVICE = {Role.SERVICE: Reach.ANY}


def _reads(says: str, *reaches: Mapping[Role, Reach], owned: Owned = Owned.PATHWAY) -> Operation:
    return Operation(says, {role: reach for each in reaches for role, reach in each.items()}, owned=owned)


def _writes(says: str, *reaches: Mapping[Role, Reach], owned: Owned = Owned.PATHWAY) -> Operation:
    return Operation(says, {role: reach for each in reaches for role, reach in each.items()}, writes=True, owned=owned)


def _keeps(says: str, *reaches: Mapping[Role, Reach]) -> Operation:
    return msgspec.structs.replace(_writes(says, *reaches), beside_the_log=True)


OPERATIONS: Mapping[str, Operation] = {
    "pathways.list": _reads("list pathways", _STAFF),
    "pathways.read": _reads("read the state of a pathway", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR),
    "pathways.standing": _reads("ask where a pathway stands", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR, _SERVICE),
    "pathways.timeline": _reads("read the timeline of a pathway", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR),
    "pathways.why": _reads("read why a pathway stands where it does", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR),
    "pathways.changes": _reads("read why the standing of a pathway changed", _STAFF, _OWN_MEDIATOR),
    "pathways.history": _reads("read the events that moved a pathway", _STAFF, _OWN_MEDIATOR),
    "pathways.dossier": _reads("take the dossier of a pathway", _STAFF, _OWN_MEDIATOR),
    "answers.read": _reads("fetch an answer again by its id", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR, _SERVICE),
    "standings.read": _reads("ask where many pathways stand", _STAFF, _SERVICE),
    "pathways.open": _writes("open a pathway", _REGISTRAR, {Role.PROVIDER: Reach.ANY}, _OWN_MEDIATOR),
    "evidence.list": _reads("list the evidence of a pathway", _STAFF, _OWN_MEDIATOR),
    "evidence.read": _reads("read one piece of evidence", _STAFF, _OWN_MEDIATOR),
    "evidence.record": _writes("record evidence of any kind", _REGISTRAR),
    "evidence.record-training": _writes(
        "record courses begun and completed, their parts, refreshers and assessments",
        _REGISTRAR,
        _OWN_PROVIDER,
        owned=Owned.PROGRAM,
    ),
    "evidence.record-logbook": _writes("add mediations to the logbook", _REGISTRAR, _OWN_MEDIATOR),
    "evidence.amend-logbook": _writes("amend and take back mediations of the logbook", _REGISTRAR, _OWN_MEDIATOR),
    "evidence.record-learning": _writes("record learning", _REGISTRAR, _OWN_MEDIATOR),
    "evidence.record-undertaking": _writes("record the profile and the code accepted", _REGISTRAR, _OWN_MEDIATOR),
    "evidence.verify": _writes("verify mediations of the logbook", _REGISTRAR),
    "evidence.dispute": _writes("dispute mediations of the logbook", _REGISTRAR),
    "evidence.correct": _writes("correct evidence", _REGISTRAR),
    "evidence.retract": _writes("retract evidence", _REGISTRAR),
    "evidence.detail": _writes("add to evidence, or end what it says", _REGISTRAR),
    "evidence.erase": _writes("record that personal data were erased", _REGISTRAR),
    "persons.read": _reads("read all that is held about a person", _AUDITOR, _REGISTRAR, _OWN_MEDIATOR),
    "persons.readings": _reads("read who read the texts about a person", _STAFF, _OWN_MEDIATOR),
    "holds.keep": _writes("place and lift legal holds on the texts about a person", _REGISTRAR),
    "persons.forget": _writes("forget a person", _REGISTRAR),
    "persons.receipt": _reads("read that a person was forgotten", _STAFF, _OWN_MEDIATOR),
    "applications.submit": _writes("submit an application", _REGISTRAR, _OWN_MEDIATOR),
    "applications.withdraw": _writes("withdraw an application", _REGISTRAR, _OWN_MEDIATOR),
    "applications.decide": _writes("decide on an application", _REGISTRAR),
    "listings.request": _writes("ask to be listed, end it, and leave the register", _REGISTRAR, _OWN_MEDIATOR),
    "reliefs.request": _writes(
        "declare an obstacle, ask for more time, and begin and end a leave", _REGISTRAR, _OWN_MEDIATOR
    ),
    "reliefs.decide": _writes("accept obstacles, grant and refuse extensions, waive", _REGISTRAR),
    "conditions.decide": _writes("impose, satisfy and discharge conditions", _REGISTRAR),
    "recognitions.decide": _writes("grant and revoke recognition, and record decisions", _REGISTRAR),
    "conduct.decide": _writes("record complaints and their steps, suspend, and lift suspensions", _REGISTRAR),
    "appeals.lodge": _writes("lodge an appeal", _REGISTRAR, _OWN_MEDIATOR),
    "appeals.decide": _writes("decide an appeal", _REGISTRAR),
    "programs.list": _reads("list programs", _STAFF),
    "programs.read": _reads("read a program", _STAFF, _OWN_PROVIDER, owned=Owned.PROGRAM),
    "programs.submit": _writes("submit a program for approval", _OFFICE, _OWN_PROVIDER, owned=Owned.PROGRAM),
    "programs.describe": _writes(
        "rename a program, file documents on adapted delivery, and offer a face-to-face part",
        _OFFICE,
        _OWN_PROVIDER,
        owned=Owned.PROGRAM,
    ),
    "programs.approve": _writes("approve a program, amend the scope of an approval, and correct its day", _OFFICE),
    "programs.adapt": _writes("accept and reject documents on adapted delivery", _OFFICE),
    "programs.audit": _writes("record audits of a program", _OFFICE),
    "programs.suspend": _writes("suspend and reinstate a program, and end and restore its listing", _OFFICE),
    "programs.withdraw": _writes("withdraw the approval of a program", _OFFICE),
    "registers.list": _reads("list registers that are relied on", _STAFF),
    "registers.read": _reads("read a register that is relied on", _STAFF),
    "registers.keep": _writes("open a register, and list jurisdictions in it", _OFFICE),
    "policies.list": _reads("list the versions and proposals of the rulebook", _STAFF, _JUDGED),
    "policies.read": _reads("read a text of the rulebook", _STAFF, _JUDGED),
    "policies.check": _reads("check a document of policy", _STAFF),
    "policies.try": _reads("try a document of policy on scenarios", _STAFF),
    "policies.draft": _writes(
        "propose a version, how one is corrected, suspended, applied again or superseded, and how a question is read",
        _ADMINISTRATOR,
    ),
    "policies.adopt": _writes("adopt what somebody else proposed", _ADMINISTRATOR),
    "policies.refuse": _writes("refuse a proposal", _ADMINISTRATOR),
    "impacts.read": _reads("read what a change of policy would do to everybody", _STAFF),
    "impacts.ask": _keeps("ask what a change of policy or evidence would do to everybody", _OFFICE),
    "ledger.read": _reads("read checkpoints of the log, their keys, and that one goes on from another", _EVERYONE),
    "ledger.prove": _reads("have an event of the log proved", _STAFF, _OWN_MEDIATOR),
    "ledger.sample": _reads("have a sample of pathways drawn for an audit", _STAFF),
    "answers.receipt": _reads(
        "have a receipt for an answer, and have it explained", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR, _SERVICE
    ),
    "register.receipt": _reads("have a receipt for an entry of the public register", _EVERYONE),
    "receipts.explain": _reads("have a receipt explained that one may be given", _EVERYONE),
    "register.search": _reads("search the public register", _EVERYONE),
    "register.read": _reads("read an entry of the public register", _EVERYONE),
    "uploads.check": _reads(
        "try an upload without recording it", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR, owned=Owned.PROGRAM
    ),
    "uploads.record": _writes("record an upload", _REGISTRAR, _OWN_PROVIDER, _OWN_MEDIATOR, owned=Owned.PROGRAM),
    "exports.read": _reads("export the log and tables of it", _STAFF),
    "consultations.list": _reads("list consultations", _EVERYONE),
    "consultations.read": _reads("read a consultation", _EVERYONE),
    "consultations.results": _reads("read the results of a consultation before they are published", _STAFF),
    "consultations.keep": _writes("open, change and close a consultation, and publish its results", _ADMINISTRATOR),
    "consultations.responses": _reads(
        "read responses to a consultation", _STAFF, _OWN_PROVIDER, _OWN_MEDIATOR, owned=Owned.PROGRAM
    ),
    "consultations.respond": _writes(
        "respond to a consultation, and take a response or consent back",
        _OWN_PROVIDER,
        _OWN_MEDIATOR,
        owned=Owned.PROGRAM,
    ),
    "subscriptions.read": _reads("read who is told of notices", _STAFF),
    "subscriptions.make": _keeps("let somebody be told of notices", _ADMINISTRATOR),
    "subscriptions.end": _keeps("let somebody be told of no more notices", _ADMINISTRATOR),
    "deliveries.read": _reads("read what came of each attempt to tell of notices", _STAFF),
    "determinations.read": _reads("read what changed where anybody stands, and by what", _STAFF),
    "reprojection.read": _reads("watch a re-projection of all standings", _STAFF),
    "reprojection.begin": _writes("have standings made again, of all pathways or of one", _ADMINISTRATOR),
    "reprojection.roll-back": _writes("have answers come from the standings made before", _ADMINISTRATOR),
    "reprojection.discard": _keeps("delete standings that are not answered from", _ADMINISTRATOR),
    "jobs.read": _reads("watch work that takes long", _STAFF),
    "announcements.list": _reads("list announcements", _EVERYONE),
    "announcements.read": _reads("read an announcement", _EVERYONE),
    "announcements.publish": _writes("publish, correct and withdraw an announcement", _ADMINISTRATOR),
}
"""Every operation by name, with the reach of every role; what is not said is NONE."""

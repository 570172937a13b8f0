"""One request for each operation: what is asked, and what has to be there before."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from application.access import Role
from domain.ledger.checkpoint import Checkpoint
from domain.ledger.note import Note
from domain.ledger.receipt import Receipt
from domain.ledger.tree import EMPTY
from tests.web.laying import laid
from tests.web.office import Office
from tests.web.policy_texts import AMENDMENT, SCENARIOS
from tests.web.sample import KEY

ADA = "/v1/pathways/ada"
BASIC = "/v1/programs/basic"
BETA = "/v1/consultations/beta"

Body = Mapping[str, Any]


class Asked(msgspec.Struct, frozen=True):
    """A request: a GET if it has no body, else a POST of JSON, of YAML if the body is a text, or of a file.

    An address may have to be found first. A question is posted alone, a write with a reason, a cause and a key.
    """

    address: str | Callable[[Office], str]
    body: Body | str | None = None
    question: bool = False
    file: bytes | None = None


class Example(msgspec.Struct, frozen=True):
    """A request that comes out well for whoever may ask it; some roles ask it of something else, which is their own."""

    asked: Asked
    before: tuple[Asked, ...] = ()
    instead: Mapping[Role, Asked] = {}


def reading(address: str | Callable[[Office], str], *before: Asked) -> Example:
    return Example(Asked(address), before)


def writing(address: str | Callable[[Office], str], member: str, said: Body, *before: Asked) -> Example:
    return Example(Asked(address, {member: said}), before)


def _answer(office: Office) -> str:
    return office.get(f"{ADA}/standing").headers["Content-Location"]


def _receipt(office: Office) -> str:
    return f"{_answer(office)}/receipt"


def _text(office: Office) -> str:
    found = office.get("/v1/policies").json or {}
    return f"/v1/policies/texts/{found['versions'][0]['content_hash']}"


HOLD = Asked(f"{ADA}/legal-holds", {"hold": {"ref": "court", "placed_on": "2021-12-01", "reason": "An appeal."}})
NEW = Asked("/v1/pathways", {"id": "new", "pathway": {"opened_on": "2021-11-01"}})
FORGETTING = Asked("/v1/pathways/new/forgetting", {"forgetting": {"forgotten_on": "2021-12-01"}})
MEDIATION = Asked(
    f"{ADA}/evidence",
    {
        "evidence": {
            "event": "logbook hours added",
            "ref": "m-1",
            "started_on": "2021-05-01",
            "hours": 3,
            "role": "lead",
        }
    },
)
COURSES = (
    b"event,pathway,ref,program,format,ended_on,hours,result\n"
    b"course completed,ada,course-9,basic,face to face,2021-03-01,41,passed\n"
)
LOGBOOK = b"event,pathway,ref,started_on,hours,role\nlogbook hours added,ada,m-9,2021-05-02,3,lead\n"
APPLICATION = Asked(
    f"{ADA}/applications", {"application": {"ref": "a-1", "level": "certified", "submitted_on": "2021-05-01"}}
)
APPEAL = Asked(
    f"{ADA}/evidence",
    {"evidence": {"event": "appeal lodged", "ref": "appeal-1", "lodged_on": "2021-05-01", "suspensive": False}},
)
CONSULTATION = Asked(
    "/v1/consultations",
    {
        "id": "beta",
        "consultation": {
            "title": "The logbook",
            "asked": ["mediators", "organisations"],
            "opens_on": "2020-11-25",
            "questions": [{"id": "device", "asks": "Where?", "kind": "choice", "choices": ["here", "there"]}],
        },
    },
)
ANNOUNCEMENT = Asked(
    "/v1/announcements",
    {
        "id": "online",
        "announcement": {
            "title": "Training online",
            "text": "It is considered.",
            "published_on": "2020-11-25",
            "audience": ["everybody"],
        },
    },
)

IMPACT = Asked("/v1/impacts", {"draft": "alternatives", "on": "2021-10-01"}, question=True)
SUBSCRIPTION = Asked("/v1/subscriptions", {"id": "crm", "address": "https://crm.example/hook"}, question=True)


def response(ref: str, respondent: str, *may_publish: str) -> Asked:
    said = {"ref": ref, "respondent": respondent, "given_on": "2021-12-01", "choices": {"device": "here"}}
    return Asked(f"{BETA}/responses", {"response": said | {"may_publish": may_publish}})


REGISTER = Asked("/v1/registers", {"id": "nmi", "register": {"name": "NMI"}})

WISH = Asked(
    f"{ADA}/evidence", {"evidence": {"event": "listing requested", "ref": "w-0", "requested_on": "2021-05-01"}}
)
FEE = Asked(
    f"{ADA}/evidence",
    {
        "evidence": {
            "event": "fee paid",
            "ref": "fee-1",
            "purpose": "listing",
            "paid_on": "2021-05-01",
            "amount": 100,
            "currency": "EUR",
        }
    },
)

ENTRY = Receipt(
    kind="register entry",
    pathway="ada",
    on=date(2021, 12, 1),
    known=5,
    under="",
    hindsight=False,
    language="",
    hash=bytes(32),
    checkpoint=Checkpoint(KEY.verifier.name, 0, EMPTY),
)
RECEIPT = Note(ENTRY.text(), (KEY.sign(ENTRY.text()),)).written()

EXAMPLES: Mapping[str, Example] = {
    "pathways.read": reading(ADA),
    "pathways.standing": reading(f"{ADA}/standing"),
    "pathways.timeline": reading(f"{ADA}/timeline"),
    "pathways.why": reading(f"{ADA}/why"),
    "pathways.changes": reading(f"{ADA}/changes?from=2020-01-01"),
    "pathways.history": reading(f"{ADA}/history"),
    "answers.read": reading(_answer),
    "pathways.open": Example(Asked("/v1/pathways", {"id": "new", "pathway": {"opened_on": "2021-05-01"}})),
    "evidence.read": reading(f"{ADA}/evidence/course-1"),
    "evidence.record": writing(
        f"{ADA}/evidence", "evidence", {"event": "feedback received", "ref": "f-1", "received_on": "2021-05-01"}
    ),
    "evidence.record-training": writing(
        f"{ADA}/evidence",
        "evidence",
        {"event": "refresher completed", "ref": "r-1", "program": "basic", "held_on": "2021-05-01"},
    ),
    "evidence.record-logbook": Example(MEDIATION),
    "evidence.amend-logbook": writing(
        f"{ADA}/evidence/m-1/corrections",
        "correction",
        {"event": "logbook hours amended", "fields": {"hours": "4"}},
        MEDIATION,
    ),
    "evidence.record-learning": writing(
        f"{ADA}/evidence",
        "evidence",
        {"event": "learning recorded", "ref": "l-1", "held_on": "2021-05-01", "category": "talk", "hours": 2},
    ),
    "evidence.record-undertaking": writing(
        f"{ADA}/evidence",
        "evidence",
        {"event": "code accepted", "ref": "code-1", "code": "imi", "accepted_on": "2021-05-01"},
    ),
    "evidence.verify": writing(
        f"{ADA}/evidence/m-1/verifications",
        "verification",
        {"verified_by": "bea", "verified_on": "2021-06-01"},
        MEDIATION,
    ),
    "evidence.dispute": writing(f"{ADA}/evidence/m-1/disputes", "dispute", {"disputed_on": "2021-06-01"}, MEDIATION),
    "evidence.correct": writing(
        f"{ADA}/evidence/course-1/corrections",
        "correction",
        {"event": "evidence corrected", "fields": {"hours": 41}},
    ),
    "evidence.retract": writing(
        f"{ADA}/evidence/course-1/retractions",
        "retraction",
        {"event": "evidence retracted", "effective_on": "2021-06-01"},
    ),
    "evidence.detail": writing(
        f"{ADA}/evidence/fee-1/details", "detail", {"event": "fee refunded", "refunded_on": "2021-06-01"}, FEE
    ),
    "evidence.erase": writing(f"{ADA}/evidence/course-1/erasures", "erasure", {"erased_on": "2021-06-01"}),
    "holds.keep": Example(HOLD),
    "persons.forget": Example(FORGETTING, (NEW,)),
    "persons.receipt": reading("/v1/pathways/new/forgetting", NEW, FORGETTING),
    "persons.read": reading(f"{ADA}/personal-data"),
    "persons.readings": reading(f"{ADA}/readings"),
    "applications.submit": Example(APPLICATION),
    "applications.withdraw": writing(
        f"{ADA}/applications/a-1/withdrawals", "withdrawal", {"withdrawn_on": "2021-06-01"}, APPLICATION
    ),
    "applications.decide": writing(
        f"{ADA}/applications/a-1/decisions",
        "decision",
        {"decided_on": "2021-06-01", "outcome": "granted", "policy_version": "2021.06"},
        APPLICATION,
    ),
    "listings.request": writing(
        f"{ADA}/evidence", "evidence", {"event": "listing requested", "ref": "w-1", "requested_on": "2021-05-01"}
    ),
    "reliefs.request": writing(
        f"{ADA}/evidence", "evidence", {"event": "leave started", "ref": "leave-1", "from": "2021-05-01"}
    ),
    "reliefs.decide": writing(
        f"{ADA}/decisions",
        "decision",
        {"event": "waiver granted", "ref": "waiver-1", "requirement": "feedback", "granted_on": "2021-06-01"},
    ),
    "conditions.decide": writing(
        f"{ADA}/decisions",
        "decision",
        {"event": "condition imposed", "ref": "c-1", "condition": "role-play", "imposed_on": "2021-06-01"},
    ),
    "recognitions.decide": writing(
        f"{ADA}/decisions",
        "decision",
        {"event": "recognition granted", "ref": "rec-1", "level": "certified", "granted_on": "2021-06-01"},
    ),
    "conduct.decide": writing(
        f"{ADA}/decisions",
        "decision",
        {"event": "suspension imposed", "ref": "s-1", "imposed_on": "2021-06-01", "months": 6},
    ),
    "appeals.lodge": Example(APPEAL),
    "appeals.decide": writing(
        f"{ADA}/decisions",
        "decision",
        {"event": "appeal decided", "of": "appeal-1", "decided_on": "2021-06-01", "outcome": "upheld"},
        APPEAL,
    ),
    "programs.read": reading(BASIC),
    "programs.submit": Example(Asked("/v1/programs", {"id": "new", "program": {"kind": "CMTP"}})),
    "programs.describe": writing(f"{BASIC}/offers", "offer", {"offered_on": "2021-03-01"}),
    "programs.approve": writing(
        f"{BASIC}/amendments",
        "amendment",
        {"event": "scope amended", "effective_on": "2021-03-01", "add_sites": ["A"]},
    ),
    "programs.adapt": writing(
        f"{BASIC}/adaptations",
        "adaptation",
        {"event": "adaptation document accepted", "document": "d", "accepted_on": "2021-02-02"},
        Asked(
            f"{BASIC}/adaptations",
            {"adaptation": {"event": "adaptation document filed", "document": "d", "filed_on": "2021-02-01"}},
        ),
    ),
    "programs.audit": writing(f"{BASIC}/audits", "audit", {"event": "audit passed", "audited_on": "2021-03-01"}),
    "programs.suspend": writing(f"{BASIC}/suspensions", "suspension", {"effective_on": "2021-03-01"}),
    "programs.withdraw": writing(
        f"{BASIC}/withdrawals", "withdrawal", {"effective_on": "2021-06-01", "mode": "prospective"}
    ),
    "standings.read": Example(Asked("/v1/standings", {"pathways": ["ada"]}, question=True)),
    "policies.list": reading("/v1/policies"),
    "policies.read": reading(_text),
    "policies.check": Example(Asked("/v1/policies/checks", AMENDMENT, question=True)),
    "policies.try": Example(Asked("/v1/policies/trials", SCENARIOS.format(level="none"), question=True)),
    "policies.draft": Example(Asked("/v1/policies/drafts?reason=asked+for", AMENDMENT)),
    "policies.adopt": Example(Asked(laid, AMENDMENT)),
    "policies.refuse": writing(
        "/v1/policies/refusals",
        "refusal",
        {"version": "alternatives", "reasons": ["invented"], "refused_on": "2021-11-01"},
    ),
    "pathways.list": reading("/v1/pathways"),
    "evidence.list": reading("/v1/pathways/ada/evidence"),
    "programs.list": reading("/v1/programs"),
    "registers.list": reading("/v1/registers"),
    "registers.read": reading("/v1/registers/nmi", REGISTER),
    "registers.keep": Example(REGISTER),
    "register.search": reading("/v1/register"),
    "register.read": reading("/v1/register/ada", FEE, WISH),
    "determinations.read": reading("/v1/determinations"),
    "impacts.ask": Example(IMPACT),
    "impacts.read": reading(f"/v1/impacts/of/sha256:{'0' * 64}"),
    "pathways.dossier": reading(f"{ADA}/dossier"),
    "ledger.read": reading("/v1/ledger/checkpoints/latest"),
    "ledger.prove": reading("/v1/ledger/proof?event=pathway/ada@1"),
    "ledger.sample": reading("/v1/ledger/sample?count=1"),
    "answers.receipt": reading(_receipt),
    "register.receipt": reading("/v1/register/ada/receipt", FEE, WISH),
    "receipts.explain": Example(Asked("/v1/receipts/explanations", {"receipt": RECEIPT}, question=True)),
    "exports.read": reading("/v1/exports/completions"),
    "uploads.check": Example(
        Asked("/v1/uploads/checks", file=COURSES), instead={Role.MEDIATOR: Asked("/v1/uploads/checks", file=LOGBOOK)}
    ),
    "uploads.record": Example(
        Asked("/v1/uploads?reason=the%20list", file=COURSES),
        instead={Role.MEDIATOR: Asked("/v1/uploads?reason=the%20logbook", file=LOGBOOK)},
    ),
    "consultations.list": reading("/v1/consultations", CONSULTATION),
    "consultations.read": reading(BETA, CONSULTATION),
    "consultations.results": reading(f"{BETA}/results", CONSULTATION),
    "consultations.keep": Example(CONSULTATION),
    "consultations.responses": Example(
        Asked(f"{BETA}/responses?respondent=pathway/ada"),
        (CONSULTATION,),
        {Role.PROVIDER: Asked(f"{BETA}/responses?respondent=program/basic")},
    ),
    "consultations.respond": Example(
        response("r-1", "pathway/ada"), (CONSULTATION,), {Role.PROVIDER: response("r-2", "program/basic")}
    ),
    "subscriptions.read": reading("/v1/subscriptions/crm", SUBSCRIPTION),
    "subscriptions.make": Example(SUBSCRIPTION),
    "subscriptions.end": Example(Asked("/v1/subscriptions/crm/endings", {}, question=True), (SUBSCRIPTION,)),
    "deliveries.read": reading("/v1/deliveries?subscription=crm", SUBSCRIPTION),
    "reprojection.read": reading("/v1/reprojection"),
    "reprojection.begin": Example(Asked("/v1/reprojections", {"reprojection": {"from": "events"}})),
    "reprojection.roll-back": Example(Asked("/v1/reprojections/rollbacks", {"rollback": {"generation": 1}})),
    "reprojection.discard": Example(Asked("/v1/reprojections/discards", {"generation": 9}, question=True)),
    "jobs.read": reading("/v1/jobs/1", IMPACT),
    "announcements.list": reading("/v1/announcements"),
    "announcements.read": reading("/v1/announcements/online", ANNOUNCEMENT),
    "announcements.publish": Example(ANNOUNCEMENT),
}

WITHOUT_A_RESOURCE: frozenset[str] = frozenset()
"""Operations of the table that no resource serves; one that is served has an example instead."""

"""Requests to the resources of which another of the same operation is in `EXAMPLES`: with it, every write is there."""

from datetime import date

from application.recording import Registrar
from application.store import Command
from domain.measures import PolicySuspended, Terms, drafted
from tests.web.examples import (
    ADA,
    ANNOUNCEMENT,
    BASIC,
    BETA,
    CONSULTATION,
    HOLD,
    REGISTER,
    Asked,
    Example,
    response,
    writing,
)
from tests.web.laying import measured
from tests.web.office import Office
from tests.web.policy_texts import SCENARIOS
from tests.web.sample import NOW, RULEBOOKS, assessor_of
from tests.web.texts_of_the_field import ANNOUNCEMENT_TEXT, CONSULTATION_TEXT

TODAY = "2021-12-01"
ONLINE = "/v1/announcements/online"
ADAS = f"{BETA}/responses/r-1"
ANSWERED = (CONSULTATION, response("r-1", "pathway/ada"))
CLOSED = Asked(f"{BETA}/closings", {"closing": {"closed_on": TODAY}})
LATER = Asked(
    "/v1/consultations",
    {
        "id": "later",
        "consultation": {
            "title": "The code",
            "asked": ["mediators"],
            "opens_on": "2022-03-01",
            "questions": [{"id": "words", "asks": "What is missing?", "kind": "free text"}],
        },
    },
)
CORRECTION = (RULEBOOKS / "imi" / "2021.06.yaml").read_text().replace('title: "Era C', 'title: "The era C')
SUSPENDED = Asked(f"{BASIC}/suspensions", {"suspension": {"effective_on": "2021-03-01"}})


SUSPENDING = drafted(
    Terms(measure=PolicySuspended(version="2021.06", from_=date(2022, 3, 1))), "board", date(2021, 12, 1)
)


def _suspended(office: Office) -> str:
    suspended = PolicySuspended(version="2021.06", from_=date(2022, 3, 1))
    Registrar(office.store, assessor_of(office.store)).record("policy/imi", [suspended], Command("board", "s"), NOW)
    return "/v1/policies/liftings"


def _measure(office: Office) -> str:
    measured(office, "suspensions", "suspension", {"version": "2021.06", "from": "2022-03-01"})
    return "/v1/policies/measures/adoptions"


FURTHER: tuple[tuple[str, Example], ...] = (
    (
        "holds.keep",
        writing(
            f"{ADA}/legal-holds/court/liftings", "lifting", {"lifted_on": "2021-12-01", "reason": "It is over."}, HOLD
        ),
    ),
    (
        "programs.approve",
        writing(
            f"{BASIC}/approvals",
            "approval",
            {"version": "2", "formats": ["online"], "effective_on": "2021-03-01", "retrospective": False},
        ),
    ),
    ("programs.describe", writing(f"{BASIC}/renamings", "renaming", {"title": "Deep", "renamed_on": "2021-03-01"})),
    (
        "programs.suspend",
        writing(f"{BASIC}/reinstatements", "reinstatement", {"effective_on": "2021-05-01"}, SUSPENDED),
    ),
    (
        "programs.suspend",
        writing(f"{BASIC}/listings", "listing", {"event": "listing lapsed", "effective_on": "2021-05-01"}),
    ),
    (
        "registers.keep",
        writing(
            "/v1/registers/nmi/jurisdictions",
            "jurisdiction",
            {"event": "jurisdiction listed", "jurisdiction": "NL", "from": "2020-01-01"},
            REGISTER,
        ),
    ),
    (
        "policies.draft",
        Example(Asked("/v1/policies/scenarios?version=alternatives&reason=its+own", SCENARIOS.format(level="none"))),
    ),
    ("policies.draft", Example(Asked("/v1/policies/corrections?reason=a+slip", CORRECTION))),
    (
        "policies.draft",
        writing("/v1/policies/suspensions", "suspension", {"version": "2021.06", "from": "2021-12-01"}),
    ),
    (
        "policies.draft",
        writing(_suspended, "lifting", {"version": "2021.06", "lifted_on": "2022-06-01"}),
    ),
    (
        "policies.draft",
        writing("/v1/policies/supersessions", "supersession", {"version": "2021.06", "effective_on": "2021-12-01"}),
    ),
    (
        "policies.adopt",
        writing(_measure, "adoption", {"content_hash": SUSPENDING.content_hash}),
    ),
    (
        "policies.draft",
        writing(
            "/v1/policies/readings",
            "reading",
            {
                "parameter": "pandemic_reading",
                "value": "provisional until face to face",
                "chosen_by": "board",
                "chosen_on": TODAY,
            },
        ),
    ),
    ("consultations.keep", Example(Asked("/v1/consultations/documents?reason=asked+for", CONSULTATION_TEXT))),
    (
        "consultations.keep",
        writing("/v1/consultations/later/changes", "change", {"changed_on": TODAY, "title": "A code"}, LATER),
    ),
    ("consultations.keep", Example(CLOSED, (CONSULTATION,))),
    (
        "consultations.keep",
        writing(f"{BETA}/results", "results", {"published_on": TODAY, "responses": 0}, CONSULTATION, CLOSED),
    ),
    (
        "consultations.respond",
        writing(
            f"{ADAS}/replacements", "replacement", {"replaced_on": TODAY, "choices": {"device": "there"}}, *ANSWERED
        ),
    ),
    ("consultations.respond", writing(f"{ADAS}/withdrawals", "withdrawal", {"withdrawn_on": TODAY}, *ANSWERED)),
    (
        "consultations.respond",
        writing(
            f"{ADAS}/consent-withdrawals",
            "withdrawal",
            {"withdrawn_on": TODAY, "no_longer": ["own words"]},
            CONSULTATION,
            response("r-1", "pathway/ada", "own words"),
        ),
    ),
    ("announcements.publish", Example(Asked("/v1/announcements/documents?reason=agreed", ANNOUNCEMENT_TEXT))),
    (
        "announcements.publish",
        writing(f"{ONLINE}/corrections", "correction", {"corrected_on": TODAY, "title": "Online"}, ANNOUNCEMENT),
    ),
    ("announcements.publish", writing(f"{ONLINE}/withdrawals", "withdrawal", {"withdrawn_on": TODAY}, ANNOUNCEMENT)),
)

"""Training and assessment programs with made-up names, and what the body records of each over the years."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from domain.evidence import Format
from domain.program.events import (
    AdaptationDocumentAccepted,
    AdaptationDocumentFiled,
    AdaptationDocumentRejected,
    ApprovalEffectiveDateCorrected,
    ApprovalWithdrawn,
    AuditDue,
    AuditFailed,
    AuditPassed,
    FaceToFaceComponentOffered,
    ListingLapsed,
    ListingRestored,
    ProgramApproved,
    ProgramReinstated,
    ProgramRenamed,
    ProgramSubmitted,
    ProgramSuspended,
    ScopeAmended,
)
from milepost.sample.chance import day_in
from milepost.sample.diary import Diary

NAMES = (
    "Acacia", "Aspen", "Beech", "Bramble", "Chestnut", "Clover", "Cypress", "Dogwood", "Elder", "Fern", "Fir", "Gorse",
    "Hawthorn", "Hazel", "Heather", "Holly", "Hornbeam", "Ivy", "Juniper", "Larch", "Laurel", "Linden", "Maple",
    "Mistletoe", "Myrtle", "Oak", "Olive", "Pine", "Plane", "Poplar", "Rowan", "Sage", "Spruce", "Sumac", "Sycamore",
    "Tamarisk", "Thyme", "Walnut", "Willow", "Yew",
)  # fmt: skip
COUNTRIES = ("AT", "BR", "CZ", "ES", "IE", "IN", "KE", "NL", "SG", "TZ", "UG", "US")

FEWEST, MOST = 20, len(NAMES)
PATHWAYS_A_PROGRAM = 50
"""Of so many pathways one program more is drawn, between the fewest and the most."""

Profile = Callable[["Told"], None]


class Told:
    """One program as it is drawn: its diary, and the chance that moves its days."""

    def __init__(self, name: str, kind: str, chance: Random) -> None:
        self.kind = kind
        self.name = name
        self.chance = chance
        self.diary = Diary(f"program/{kind}-{name.upper()}")

    def submit(self, on: date, established: date | None = None) -> None:
        self.diary.tell(
            ProgramSubmitted(
                title=f"Sample program {self.name}",
                kind=self.kind,
                provider=f"Sample provider {self.name}",
                country=self.chance.choice(COUNTRIES),
                established_on=established,
                submitted_on=on,
            ),
            on,
        )

    def approve(self, on: date, *formats: Format, retrospective: bool = False, late: int = 0) -> None:
        """Approve the program from a day; that is recorded so many days late, a week at least."""
        training = self.kind == "CMTP"
        self.diary.tell(
            ProgramApproved(
                formats=formats,
                effective_on=on,
                retrospective=retrospective,
                min_hours=Decimal(40) if training else None,
            ),
            on + timedelta(7 + late),
        )

    def day(self, first: date, last: date) -> date:
        return day_in(self.chance, first, last)


def programs(pathways: int, chance: Random) -> list[Diary]:
    """Return what is recorded of the programs of a population of this size; every profile is among them."""
    count = min(MOST, FEWEST + pathways // PATHWAYS_A_PROGRAM)
    names = list(NAMES)
    chance.shuffle(names)
    found = []
    for number, name in enumerate(names[:count]):
        kind, profile = PROFILES[number % len(PROFILES)]
        told = Told(name, kind, chance)
        profile(told)
        found.append(told.diary)
    return found


def _plain(told: Told) -> None:
    on = told.day(date(2019, 3, 1), date(2019, 12, 1))
    told.submit(on - timedelta(90))
    told.approve(on, "face to face")
    _audited(told, on)


def _retrospective(told: Told) -> None:
    on = told.day(date(2019, 4, 1), date(2020, 2, 1))
    told.submit(on - timedelta(90), established=date(2014, 1, 1))
    told.approve(on, "face to face", retrospective=True)


def _blended(told: Told) -> None:
    on = told.day(date(2019, 11, 1), date(2020, 2, 1))
    told.submit(on - timedelta(120))
    told.approve(on, "blended", retrospective=True)
    _adapted(told, date(2020, 5, 1))


def _altered(told: Told) -> None:
    on = told.day(date(2019, 3, 1), date(2019, 10, 1))
    told.submit(on - timedelta(90), established=date(2012, 1, 1))
    told.approve(on, "face to face", retrospective=True)
    _adapted(told, date(2020, 5, 5))
    altered = told.day(date(2021, 8, 1), date(2022, 3, 1))
    told.diary.tell(ScopeAmended(effective_on=altered, add_formats=("online",)), altered + timedelta(10))


def _adapted_late(told: Told) -> None:
    on = told.day(date(2019, 6, 1), date(2019, 12, 1))
    told.submit(on - timedelta(60))
    told.approve(on, "face to face")
    _adapted(told, date(2020, 9, 1), days=60)


def _adaptation_rejected(told: Told) -> None:
    on = told.day(date(2019, 6, 1), date(2019, 12, 1))
    told.submit(on - timedelta(60))
    told.approve(on, "face to face")
    told.diary.tell(AdaptationDocumentFiled(document="adaptation", filed_on=date(2020, 5, 20)), date(2020, 5, 20))
    told.diary.tell(
        AdaptationDocumentRejected(
            document="adaptation", rejected_on=date(2020, 6, 15), reason="No role-play is offered later."
        ),
        date(2020, 6, 16),
    )


def _recorded_late(told: Told) -> None:
    told.submit(date(2019, 11, 4), established=date(2010, 1, 1))
    told.approve(date(2020, 3, 1), "face to face", retrospective=True, late=told.chance.randint(30, 400))
    _adapted(told, date(2021, 5, 10))


def _corrected(told: Told) -> None:
    on = told.day(date(2021, 9, 1), date(2022, 6, 1))
    told.submit(on - timedelta(100))
    told.approve(on, "face to face", "online", retrospective=True)
    told.diary.tell(
        ApprovalEffectiveDateCorrected(
            effective_on=on - timedelta(told.chance.randint(20, 60)), reason="The committee's minutes give this day."
        ),
        on + timedelta(told.chance.randint(120, 300)),
    )


def _withdrawn(told: Told) -> None:
    told.submit(date(2019, 2, 1))
    told.approve(date(2019, 5, 2), "face to face")
    on = told.day(date(2022, 5, 1), date(2023, 5, 1))
    told.diary.tell(
        ApprovalWithdrawn(effective_on=on, mode="prospective", reason="The provider closed the program."), on
    )


def _taught_out(told: Told) -> None:
    told.submit(date(2019, 2, 15))
    told.approve(date(2019, 6, 3), "face to face", "blended")
    on = told.day(date(2023, 2, 1), date(2024, 2, 1))
    told.diary.tell(
        ApprovalWithdrawn(effective_on=on, mode="teach-out", teach_out_days=90, reason="The provider merged."),
        on - timedelta(30),
    )


def _voided(told: Told) -> None:
    told.submit(date(2020, 1, 10), established=date(2018, 1, 1))
    told.approve(date(2020, 9, 1), "face to face", retrospective=True)
    on = told.day(date(2022, 9, 1), date(2023, 9, 1))
    told.diary.tell(
        ApprovalWithdrawn(effective_on=on, mode="ab initio", reason="The application named trainers who never taught."),
        on,
    )


def _online(told: Told) -> None:
    on = told.day(date(2021, 9, 1), date(2022, 9, 1))
    told.submit(on - timedelta(100), established=date(2019, 1, 1))
    told.approve(on, "online", retrospective=True)
    told.diary.tell(
        ProgramRenamed(title=f"Sample program {told.name} Online", renamed_on=date(2024, 1, 15)), date(2024, 1, 15)
    )


def _suspended(told: Told) -> None:
    told.submit(date(2019, 4, 1))
    told.approve(date(2019, 9, 2), "face to face")
    due = date(2021, 9, 2)
    told.diary.tell(AuditDue(due_on=due), date(2021, 6, 1))
    told.diary.tell(AuditFailed(audited_on=due, reason="Attendance was not kept."), due + timedelta(7))
    told.diary.tell(ProgramSuspended(effective_on=date(2021, 10, 1), reason="The audit failed."), date(2021, 10, 1))
    told.diary.tell(AuditPassed(audited_on=date(2022, 2, 14)), date(2022, 2, 18))
    told.diary.tell(ProgramReinstated(effective_on=date(2022, 3, 1)), date(2022, 3, 1))


def _only_submitted(told: Told) -> None:
    told.submit(told.day(date(2019, 9, 1), date(2022, 9, 1)))


def _recent(told: Told) -> None:
    on = told.day(date(2023, 9, 1), date(2024, 9, 1))
    told.submit(on - timedelta(150), established=date(2020, 1, 1))
    told.approve(on, "face to face", "online", "blended", retrospective=True)
    told.diary.tell(ListingLapsed(effective_on=date(2025, 4, 1), reason="The listing fee is due."), date(2025, 4, 4))
    told.diary.tell(ListingRestored(effective_on=date(2025, 6, 2)), date(2025, 6, 3))


def _assessing(told: Told) -> None:
    told.submit(date(2009, 8, 3))
    told.approve(date(2009, 10, 1), "face to face")
    _audited(told, date(2019, 3, 1))


def _assessing_later(told: Told) -> None:
    on = told.day(date(2012, 1, 1), date(2013, 12, 1))
    told.submit(on - timedelta(200))
    told.approve(on, "face to face", "online")


def _assessing_no_more(told: Told) -> None:
    told.submit(date(2010, 3, 1))
    told.approve(date(2010, 9, 1), "face to face")
    told.diary.tell(
        ApprovalWithdrawn(effective_on=date(2019, 12, 31), mode="prospective", reason="No audit was arranged."),
        date(2020, 1, 7),
    )


def _assessing_online(told: Told) -> None:
    on = told.day(date(2020, 7, 1), date(2021, 3, 1))
    told.submit(on - timedelta(14))
    told.approve(on, "online")


PROFILES: tuple[tuple[str, Profile], ...] = (
    ("CMTP", _plain),
    ("QAP", _assessing),
    ("CMTP", _retrospective),
    ("CMTP", _altered),
    ("CMTP", _blended),
    ("ODR-QAP", _assessing_online),
    ("CMTP", _adapted_late),
    ("CMTP", _adaptation_rejected),
    ("CMTP", _recorded_late),
    ("CMTP", _corrected),
    ("CMTP", _withdrawn),
    ("CMTP", _taught_out),
    ("QAP", _assessing_later),
    ("CMTP", _voided),
    ("CMTP", _online),
    ("CMTP", _suspended),
    ("CMTP", _only_submitted),
    ("CMTP", _recent),
    ("QAP", _assessing_no_more),
)


def _adapted(told: Told, filed: date, days: int = 10) -> None:
    """File a document on online delivery, have it accepted some days later, and offer the face-to-face part."""
    accepted = filed + timedelta(days)
    told.diary.tell(AdaptationDocumentFiled(document="adaptation", filed_on=filed), filed)
    told.diary.tell(AdaptationDocumentAccepted(document="adaptation", accepted_on=accepted), accepted)
    offered = accepted + timedelta(300)
    told.diary.tell(
        FaceToFaceComponentOffered(offered_on=offered, held_on=offered + timedelta(60), place="Sample City"), offered
    )


def _audited(told: Told, since: date) -> None:
    for years in (2, 4, 6):
        due = since + timedelta(365 * years)
        told.diary.tell(AuditDue(due_on=due), due - timedelta(60))
        told.diary.tell(AuditPassed(audited_on=due - timedelta(9)), due)

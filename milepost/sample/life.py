"""One mediator as drawn: a diary, the chance that moves it, and the programs among which it chooses."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from domain.event import Event
from domain.evidence import Evidence, Private
from domain.pathway.listing import FeePaid, FeeWaived, ListingRequested
from domain.pathway.opening import PathwayOpened
from domain.pathway.training import CourseCompleted
from domain.program.state import Program
from domain.program.stated import Approval
from milepost.sample.chance import day_in
from milepost.sample.diary import Diary
from milepost.sample.entry import LAST_DAY
from milepost.sample.programs import COUNTRIES

ANNUAL_FEE_FROM = date(2024, 3, 7)
"""From here on graduates pay for their listing each year."""

YEAR = timedelta(365)
LONG_DELAY = (120, 700)
"""Days by which a record is late, where it is late."""


class Life:
    """Tells one mediator's story; `end` is the last day that anything in it may happen on."""

    def __init__(self, pathway: str, chance: Random, programs: Mapping[str, Program]) -> None:
        self.pathway = pathway
        self.chance = chance
        self.programs = programs
        self.diary = Diary(f"pathway/{pathway}")
        self.end = LAST_DAY - timedelta(5)
        self.late = chance.random() < 0.1  # noqa: PLR2004 - one in ten
        self._names: dict[str, int] = {}

    def opened(self) -> Diary:
        """Return the diary, with the pathway opened when the office first learns anything of the mediator."""
        first = min(day for day, _ in self.diary.told)
        private = Private(name=f"Sample Mediator {self.pathway}", email=f"{self.pathway.lower()}@example.org")
        opened = PathwayOpened(opened_on=first, country=self.chance.choice(COUNTRIES), private=private)
        self.diary.told.insert(0, (first, opened))
        return self.diary

    def ref(self, kind: str) -> str:
        """Return the next name for evidence of a kind."""
        self._names[kind] = self._names.get(kind, 0) + 1
        return f"{kind}-{self._names[kind]}"

    def tell(self, event: Event, on: date, after: tuple[int, int] = (0, 14)) -> date:
        """Tell of an event some days after it happened, and before the end; return the day on which it is recorded."""
        told = on + timedelta(self.chance.randint(*after))
        return self.diary.tell(event, min(told, max(on, self.end)))

    def day(self, first: date, last: date) -> date:
        return day_in(self.chance, first, min(last, self.end))

    def chances(self, share: float) -> bool:
        return self.chance.random() < share

    def approval(self, fits: Callable[[Approval], bool], kind: str = "CMTP") -> tuple[Program, Approval]:
        """Return one of the approvals that fit, with its program."""
        fitting = [
            (program, approval)
            for program in self.programs.values()
            if program.kind == kind
            for approval in program.approvals.values()
            if fits(approval)
        ]
        return self.chance.choice(fitting)

    def program(self, fits: Callable[[Program], bool], kind: str = "CMTP") -> Program:
        """Return one of the programs of a kind that fit."""
        return self.chance.choice([each for each in self.programs.values() if each.kind == kind and fits(each)])

    def course(self, program: Program, ended: date, **other: object) -> CourseCompleted:
        """Tell of a course of forty hours, face to face and passed, unless it is said otherwise."""
        ref = self.ref("course")
        told_by = max(ended, self.end)
        stated = {
            "format": "face to face",
            "begun_on": ended - timedelta(self.chance.choice((4, 5, 11, 33))),
            "hours": Decimal(40),
            "result": "passed",
            "certificate": f"{self.pathway}/{ref}",
            "certificate_issued_on": min(ended + timedelta(self.chance.randint(0, 20)), told_by),
            **other,
        }
        if stated["format"] == "blended":
            stated.setdefault("roleplay", "in room")
        course = CourseCompleted(ref=ref, program=program.id, ended_on=ended, **stated)  # type: ignore[arg-type]
        self.tell(course, ended, LONG_DELAY if self.late else (21, 60))
        return course

    def listed(self, since: date) -> None:
        """Tell of the wish to be listed and of the fees of a graduate: once, and each year from 2024 on."""
        self.tell(ListingRequested(ref=self.ref("listing"), requested_on=since, by="program"), since)
        if since < ANNUAL_FEE_FROM and self.chances(0.85):
            self.fee("listing", since, Decimal(50))
        if self.chances(0.7):
            self.yearly(max(since, ANNUAL_FEE_FROM + timedelta(self.chance.randint(0, 60))), Decimal(75))

    def yearly(self, since: date, amount: Decimal) -> None:
        """Tell of an annual fee, paid each year until one year it is not."""
        day = since
        while day <= self.end:
            self.fee("annual", day, amount)
            if self.chances(0.08):
                return
            day += YEAR - timedelta(self.chance.randint(0, 20))

    def fee(self, purpose: str, on: date, amount: Decimal) -> None:
        """Tell of a fee: paid, or waived now and then."""
        ref = self.ref("fee")
        if self.chances(0.06):
            self.tell(FeeWaived(ref=ref, purpose=purpose, waived_on=on, reason="Hardship."), on)
        else:
            paid = FeePaid(ref=ref, purpose=purpose, paid_on=on, amount=amount, currency="EUR")
            self.tell(paid, on, (0, 5))

    def evidence(self, of: type[Evidence] | tuple[type[Evidence], ...]) -> list[Evidence]:
        """Return the evidence of these classes told so far."""
        return [event for _, event in self.diary.told if isinstance(event, of)]

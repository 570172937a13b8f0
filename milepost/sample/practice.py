"""Stories of practice: logbooks, certification by experience, digests, and the online specialisation."""

from datetime import date, timedelta
from decimal import Decimal

from domain.evidence import Medium, Private
from domain.pathway.esteem import FeedbackDigestPublished, FeedbackReceived
from domain.pathway.listing import ListingRequested
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursDisputed, LogbookHoursVerified, Role
from domain.pathway.recognition import RecognitionGranted
from domain.pathway.training import AssessmentRecorded
from domain.pathway.undertaking import CodeAccepted, ProfileCompleted
from milepost.sample.entry import FIRST_DAY
from milepost.sample.life import YEAR, Life
from milepost.sample.training import graduate

EXPERIENCE_PATH = date(2009, 1, 5), date(2009, 6, 30)
"""When the experienced were certified without an assessment."""

ROLES: tuple[Role, ...] = ("lead", "lead", "lead", "sole", "sole", "co", "assistant", "observer")
MEDIA: tuple[Medium, ...] = ("in room", "in room", "hybrid")
AREAS = ("commercial", "family", "workplace", "community", "construction")


def experienced(life: Life) -> None:
    """Be certified in the first half of 2009, on experience alone."""
    granted = life.day(*EXPERIENCE_PATH)
    recognition = RecognitionGranted(
        ref=life.ref("recognition"), level="certified", granted_on=granted, label="IMI Certified Mediator"
    )
    life.tell(recognition, granted)
    _shown(life, granted + timedelta(30))
    _digests(life, granted + timedelta(150))


def certified(life: Life) -> None:
    """Be assessed by a qualifying program after enough mediations."""
    _certified(life, life.day(date(2010, 3, 1), date(2025, 6, 1)), life.chance.randint(20, 120))


def certified_graduate(life: Life) -> None:
    """Graduate first, and be certified some years later."""
    graduate(life)
    first = max(day for day, _ in life.diary.told[:1]) + timedelta(400)
    _certified(life, life.day(min(first, life.end - YEAR), life.end - timedelta(200)), life.chance.randint(20, 60))


def nearly_certified(life: Life) -> None:
    """Be assessed with too little experience."""
    _certified(life, life.day(date(2010, 3, 1), date(2025, 6, 1)), life.chance.randint(5, 18), shown=False)


def logging(life: Life) -> None:
    """Keep a logbook, and nothing else yet."""
    held = life.day(date(2021, 1, 10), date(2025, 6, 1))
    _logbook(life, held, life.chance.randint(5, 40), "in room")


def specialised(life: Life) -> None:
    """Be certified, and then specialised in mediation online."""
    assessed = life.day(date(2019, 3, 1), date(2022, 6, 1))
    _certified(life, assessed, life.chance.randint(22, 60))
    _logbook(life, assessed + timedelta(900), life.chance.randint(6, 30), "online")
    held = life.day(assessed + timedelta(901), assessed + timedelta(1100))
    program, _ = life.approval(lambda _: True, "ODR-QAP")
    life.tell(
        AssessmentRecorded(
            ref=life.ref("assessment"), program=program.id, skill="skills", held_on=held, result="passed"
        ),
        held,
        (5, 20),
    )


def _certified(life: Life, held: date, entries: int, *, shown: bool = True) -> None:
    _logbook(life, held, entries, "in room")
    program, _ = life.approval(lambda each: each.from_ <= held and (each.until is None or held < each.until), "QAP")
    assessment = AssessmentRecorded(
        ref=life.ref("assessment"),
        program=program.id,
        skill="theory and skills",
        held_on=held,
        result="passed" if life.chances(0.95) else "failed",
    )
    life.tell(assessment, held, (5, 20))
    if shown:
        _shown(life, held + timedelta(life.chance.randint(20, 60)))
        _digests(life, held + timedelta(life.chance.randint(30, 300)))


def _shown(life: Life, since: date) -> None:
    """Tell of what a certified mediator shows: the profile, the code, the listing, the annual fee."""
    life.tell(ProfileCompleted(ref=life.ref("profile"), completed_on=since), since)
    life.tell(CodeAccepted(ref=life.ref("code"), code="IMI Code of Professional Conduct", accepted_on=since), since)
    life.tell(ListingRequested(ref=life.ref("listing"), requested_on=since), since)
    life.yearly(since, Decimal(150))


def _digests(life: Life, since: date) -> None:
    """Tell of digests every other year, for some time or always, or of none."""
    if life.chances(0.25):
        return
    day, always = since, life.chances(0.6)
    while day <= life.end:
        count = life.chance.randint(5, 12)
        received = day - timedelta(life.chance.randint(10, 60))
        feedback = FeedbackReceived(
            ref=life.ref("feedback"), received_on=received, private=Private(comments="Sample words of a party.")
        )
        life.tell(feedback, received)
        life.tell(FeedbackDigestPublished(ref=life.ref("digest"), published_on=day, based_on_count=count), day)
        if not always and life.chances(0.4):
            return
        day += timedelta(life.chance.randint(600, 760))


def _logbook(life: Life, until: date, count: int, medium: Medium) -> None:
    """Tell of mediations over the years before a day; entries come in bunches, some verified, a few disputed."""
    day = until - timedelta(count * 14 + 30)
    while count > 0:
        bunch = min(count, life.chance.randint(3, 10))
        refs = []
        for _ in range(bunch):
            entry = _mediation(life, day, medium)
            day += timedelta(life.chance.randint(3, 20))
            refs.append(entry)
        sent = max(min(day, until), FIRST_DAY)
        for entry in refs:
            life.diary.tell(entry, max(sent, entry.started_on))
        if life.chances(0.3):
            life.tell(LogbookHoursVerified(of=refs[0].ref, verified_by="Sample co-mediator", verified_on=sent), sent)
        elif life.chances(0.03):
            life.tell(LogbookHoursDisputed(of=refs[0].ref, disputed_on=sent, reason="The hours."), sent)
        count -= bunch


def _mediation(life: Life, day: date, medium: Medium) -> LogbookHoursAdded:
    ref = life.ref("mediation")
    return LogbookHoursAdded(
        ref=ref,
        started_on=day,
        hours=Decimal(life.chance.choice((3, 4, 5, 6, 8, 12))) + Decimal(life.chance.choice((0, 5))) / 10,
        role=life.chance.choice(ROLES),
        medium="online" if medium == "online" else life.chance.choice(MEDIA),
        area=life.chance.choice(AREAS),
        full_scale=life.chances(0.9),
        parties_count=life.chance.choice((2, 2, 2, 3, 4)),
        anonymised_case=f"{life.pathway}/{ref}",
        private=Private(reflections="Sample reflections.", parties="Sample parties.") if life.chances(0.2) else None,
    )

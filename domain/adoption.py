"""The gate of adoption: what has to be laid before a second person, and be so, before a draft becomes a version."""

from datetime import date

import msgspec

from domain.drafts import DraftTried, ImpactReported
from domain.event import Event
from domain.measures import MeasureDrafted, as_adopted, terms_of
from domain.refusal import Refusal
from domain.rulebook import (
    MOVES_NOBODY,
    PolicyCorrected,
    PolicyPublished,
    Rulebook,
    SecondPersonNeeded,
    open_draft,
    say_of_draft,
)

MOVING = ("pathway", "program", "register", "policy")
"""The kinds of streams that are read to tell where somebody stands."""


class NotProposed(Refusal):
    """A version is to be adopted that nobody proposed."""

    sentence = (
        "version {0} was never proposed: one person proposes it (milepost policy propose FILE), and another adopts it"
    )


class ScenariosMissing(Refusal):
    """A draft has no scenarios of its own."""

    sentence = (
        "version {0} was proposed without scenarios: propose it again with its own "
        "(milepost policy propose FILE --scenarios PATH)"
    )


class ImpactNotReported(Refusal):
    """No report tells what the proposed text would do."""

    sentence = "nobody asked yet what {0}, as it is proposed, would do, and to whom: milepost policy impact {0}"


class ImpactChanged(Refusal):
    """What is kept as the report is not what was reported."""

    sentence = (
        "what is kept as the report on the impact of {0} was changed since it was made: ask for another one, of "
        "another day or with another number of twins (milepost policy impact {0} --twins 99)"
    )


class ImpactOutdated(Refusal):
    """Something was recorded since the report that may change where somebody stands."""

    sentence = (
        "the log moved on by {2}, to position {3}, since the impact of {0} was told at position {1}: "
        "ask again (milepost policy impact {0})"
    )


class LosersUnanswered(Refusal):
    """A draft takes days of a level from people for whom nothing that it says it takes away answers."""

    sentence = (
        "{0} takes days of a level from {1} for whom it does not answer: {2} what is taken, from when and why "
        "(milepost policy impact {0} shows whom)"
    )


class RetroactiveUnsaid(Refusal):
    """A draft changes days before it is in force, and does not say that it is retroactive."""

    sentence = (
        "{0} changes what holds for {1} on days before {2}, its day of effect: {3} so, and why, under 'retroactive' "
        "(milepost policy impact {0} shows whom)"
    )


class MeasureNotOpen(Refusal):
    """No measure that is proposed has this hash."""

    sentence = (
        "no measure that is proposed has the hash {0}: it was never proposed so, was proposed again with other words, "
        "or was adopted; proposed are: {1}"
    )


class Since(msgspec.Struct, frozen=True):
    """How many events may have moved somebody since a report, and the position of the last of the log."""

    events: int
    position: int


class Laid(msgspec.Struct, frozen=True):
    """What is laid before whoever adopts: who proposed it, that its scenarios hold, and what it would do.

    A measure has none to be ``tried``. ``signed_by`` is who adopts; ``effect`` the first day on which it may do
    anything, if it is not ``retroactive``. Nothing is ``reported`` where nobody can lose: where there is no pathway, or
    no text is in force yet.
    """

    proposed_by: str
    signed_by: str
    effect: date
    retroactive: bool
    tried: DraftTried | None
    reported: ImpactReported | None
    since: Since


def moves(stream: str, event: Event) -> bool:
    """Tell whether an event may change where somebody stands."""
    return stream.partition("/")[0] in MOVING and not isinstance(event, MOVES_NOBODY)


def adopt(
    rulebook: Rulebook, version: PolicyPublished | PolicyCorrected, laid: Laid, *, anybody: bool
) -> tuple[Event, ...]:
    """Return what is recorded when a second person adopts a draft; ``anybody`` tells whether somebody could lose.

    What was tried and reported is of the very text that is adopted. Raises what stands in the way, the first of all
    that has to be put right.
    """
    if version.version not in rulebook.drafts and version.version not in rulebook.published:
        raise NotProposed(version.version)
    say_of_draft(rulebook, version)
    signed_by_another(version.version, laid)
    if laid.tried is None:
        raise ScenariosMissing(version.version)
    if not anybody:
        return laid.tried, version
    reported = answered_for(version.version, laid, OF_A_TEXT)
    if isinstance(version, PolicyPublished):
        version = msgspec.structs.replace(version, impact_hash=reported.impact_hash)
    return laid.tried, reported, version


def adopt_measure(proposed: MeasureDrafted, laid: Laid, on: date, *, anybody: bool) -> tuple[Event, ...]:
    """Return what is recorded when a second person adopts a measure on a day, as `adopt` does of a text.

    It brings no text that scenarios could be tried on: what it does is what its impact tells.
    """
    signed_by_another(proposed.measure, laid)
    measure = as_adopted(terms_of(proposed).measure, on)
    return (answered_for(proposed.measure, laid, OF_A_MEASURE), measure) if anybody else (measure,)


def open_measure(rulebook: Rulebook, of_hash: str) -> MeasureDrafted:
    """Return a measure that was neither adopted nor refused, by the hash of its text.

    Raises MeasureNotOpen and AlreadyRefused.
    """
    for name, proposed in rulebook.measures.items():
        if proposed.content_hash == of_hash:
            open_draft(rulebook, name)
            return proposed
    waiting = [f"{name} ({each.content_hash})" for name, each in rulebook.measures.items()]
    raise MeasureNotOpen(of_hash, ", ".join(waiting) or "none")


def signed_by_another(name: str, laid: Laid) -> None:
    """Raise SecondPersonNeeded if who adopts is who proposed."""
    if laid.proposed_by == laid.signed_by:
        raise SecondPersonNeeded(name, laid.proposed_by)


class Ways(msgspec.Struct, frozen=True):
    """How a draft is put right that takes what it does not answer for, or reaches back without saying so."""

    answering: str
    saying: str


OF_A_TEXT = Ways("keep them theirs by a clause, or say under 'takes away'", "say")
OF_A_MEASURE = Ways("propose it again, saying under 'takes away'", "propose it again, saying")


def answered_for(name: str, laid: Laid, ways: Ways) -> ImpactReported:
    """Return the report, if it knew all that may have moved anybody, and the draft answers for all that it does."""
    report = laid.reported
    if report is None:
        raise ImpactNotReported(name)
    if laid.since.events:
        raise ImpactOutdated(name, report.known, _count(laid.since.events, "event", "events"), laid.since.position)
    if report.unanswered:
        raise LosersUnanswered(name, _count(report.unanswered, "person", "people"), ways.answering)
    if report.reaching_back and not laid.retroactive:
        raise RetroactiveUnsaid(name, _count(report.reaching_back, "person", "people"), laid.effect, ways.saying)
    return report


def _count(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {several}"

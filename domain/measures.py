"""Measures: what a body decides of its versions without a text of its own.

A version is suspended or superseded, a suspension is lifted, or a question that texts leave open is read one way.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import msgspec

from domain.content import content_hash
from domain.event import Event
from domain.refusal import Refusal


class PolicySuspended(Event, rename={"from_": "from"}, tag="policy.policy-suspended.v1"):
    """A version is not applied from `from` to before `until`, announced on `announced_on`."""

    version: str
    from_: date
    until: date | None = None
    announced_on: date | None = None
    reason: str | None = None


class PolicySuspensionLifted(Event, tag="policy.policy-suspension-lifted.v1"):
    """A version that is suspended is applied again from `lifted_on`, whatever day it was to be applied again on."""

    ahead: ClassVar = frozenset({"lifted_on"})

    version: str
    lifted_on: date
    announced_on: date | None = None
    reason: str | None = None


class PolicySuperseded(Event, tag="policy.policy-superseded.v1"):
    """A version is no longer in force from `effective_on`, when the version named in `by` takes its place."""

    version: str
    by: str | None = None
    effective_on: date
    announced_on: date | None = None


class InterpretationChosen(Event, tag="policy.interpretation-chosen.v1"):
    """A parameter that the text leaves open is read as `value`, for all days of the version, since `chosen_on`.

    Without `version` it is so read in every version that has the parameter.
    """

    parameter: str
    value: str
    version: str | None = None
    chosen_by: str
    chosen_on: date
    reason: str | None = None


class MeasureDrafted(Event, tag="policy.measure-drafted.v1"):
    """It was proposed that a version be suspended or superseded, one lifted, or an open question read otherwise.

    `document` is the JSON text of the event that another person has recorded by adopting it, under `measure`, of what
    it `takes_away`, and of why it is `retroactive`, if it is; `content_hash` is its hash.
    """

    measure: str
    document: str
    content_hash: str
    drafted_on: date
    drafted_by: str


class NothingToLift(Refusal):
    """No suspension of the version lasts up to the day on which it is to be lifted, nor begins later."""

    sentence = "version {0} is not suspended on {1}, nor later: there is nothing to lift"


class ReadingUnchanged(Refusal):
    """The parameter is read that way already."""

    sentence = "{0} is read as {1} already"


Measure = PolicySuspended | PolicySuspensionLifted | PolicySuperseded | InterpretationChosen


class Taking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"from_": "from"}):
    """Days of a level that a measure takes away on purpose, from a day on: for these reasons, or whatever the reason.

    ``text`` says so in words.
    """

    level: str
    from_: date
    text: str
    reasons: tuple[str, ...] = ()


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A measure as it is proposed; ``retroactive`` says why it changes days that are over, if it does."""

    measure: Measure
    takes_away: tuple[Taking, ...] = ()
    retroactive: str = ""


_TERMS = msgspec.json.Decoder(Terms)


def drafted(terms: Terms, by: str, on: date) -> MeasureDrafted:
    """Return the event by which a measure is proposed."""
    document = msgspec.json.encode(terms, order="sorted")
    return MeasureDrafted(
        measure=name_of(terms.measure),
        document=document.decode(),
        content_hash=content_hash(document),
        drafted_on=on,
        drafted_by=by,
    )


def terms_of(proposed: MeasureDrafted) -> Terms:
    """Return what a proposal says."""
    return _TERMS.decode(proposed.document)


def name_of(measure: Measure) -> str:
    """Return the name by which a measure is spoken of while it is proposed; there is one at a time."""
    match measure:
        case PolicySuspended():
            return f"suspension-{measure.version}"
        case PolicySuspensionLifted():
            return f"lifting-{measure.version}"
        case PolicySuperseded():
            return f"supersession-{measure.version}"
        case _:
            return "-".join(filter(None, ("reading", measure.parameter, measure.version)))


def in_words(measure: Measure) -> str:
    """Return what a measure says."""
    match measure:
        case PolicySuspended():
            until = f" until {measure.until}" if measure.until else ", until further notice"
            return f"Version {measure.version} is not applied from {measure.from_}{until}"
        case PolicySuspensionLifted():
            return f"Version {measure.version}, which is suspended, is applied again from {measure.lifted_on}"
        case PolicySuperseded():
            by = f", when {measure.by} takes its place" if measure.by else ""
            return f"Version {measure.version} is no longer in force from {measure.effective_on}{by}"
        case _:
            where = f"version {measure.version}" if measure.version else "every version that has it"
            return f"{measure.parameter} is read as '{measure.value}' in {where}"


def effect_of(measure: Measure, announced: date) -> date:
    """Return the first day that a measure changes without reaching back: its own, or the one on which it is known.

    A reading holds for all days of the versions, and has none of its own.
    """
    match measure:
        case PolicySuspended():
            return max(measure.from_, announced)
        case PolicySuspensionLifted():
            return max(measure.lifted_on, announced)
        case PolicySuperseded():
            return max(measure.effective_on, announced)
        case _:
            return announced


def something_to_lift(event: PolicySuspensionLifted, suspensions: Iterable[PolicySuspended]) -> None:
    """Raise NothingToLift if the days of a version's suspensions are over by the day on which one is to be lifted."""
    if not any(each.until is None or each.until > event.lifted_on for each in suspensions):
        raise NothingToLift(event.version, event.lifted_on)


def something_to_change(event: InterpretationChosen, readings: Iterable[InterpretationChosen]) -> None:
    """Raise ReadingUnchanged if a parameter was last chosen to be read that way."""
    same = [before for before in readings if (before.parameter, before.version) == (event.parameter, event.version)]
    if same and same[-1].value == event.value:
        raise ReadingUnchanged(event.parameter, event.value)


def cut_short(suspensions: Iterable[PolicySuspended], lifted_on: date) -> list[PolicySuspended]:
    """Return the suspensions of a version without the days from the one on which they were lifted."""
    return [
        msgspec.structs.replace(each, until=lifted_on if each.until is None else min(each.until, lifted_on))
        for each in suspensions
        if each.from_ < lifted_on
    ]


def as_adopted(measure: Measure, on: date) -> Measure:
    """Return a measure as it is recorded when it is adopted: a reading is chosen on that day, and not before."""
    return msgspec.structs.replace(measure, chosen_on=on) if isinstance(measure, InterpretationChosen) else measure

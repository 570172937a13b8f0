"""A whole text in plain English: numbered clauses, levels, periods, standings, listing, parameters."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from domain.dates import Duration
from domain.policy.language import ALWAYS, NEVER
from domain.policy.leaning import kinds_in, taken_by
from domain.policy.roots import within
from domain.policy.said import Said, listed
from domain.policy.saying import Speech, otherwise
from domain.policy.saying_days import THE_DAY, date_in_words, day_in_words, field_in_words, length_in_words, plain
from domain.policy.text import (
    Announcement,
    Clause,
    Extension,
    Level,
    Loss,
    Need,
    Parameter,
    Period,
    Policy,
    Renewal,
    Rule,
)
from domain.policy.vocabulary import Field, Kind, Vocabulary

ONCE = Duration()
ORDINALS = ("", "first", "second", "third", "fourth", "fifth")
_NUMBER = re.compile(r"\d+(\.\d+)*", re.ASCII)


class Section(msgspec.Struct, frozen=True):
    """A part of a text under its heading: what its document says of it, and what it means, in words."""

    heading: str
    quoted: tuple[tuple[str, str], ...] = ()
    means: tuple[Said, ...] = ()


def sections_of(policy: Policy, readings: Mapping[str, str], recorded: Vocabulary) -> Iterator[Section]:
    """Yield the parts of a text in the order in which it is read aloud.

    ``readings`` are the values that are chosen, ``recorded`` the kinds of evidence that every rulebook may read: those
    that the text adds, or adds fields to, are told.
    """
    speech = speech_of(policy)
    yield _head(policy)
    yield from (_parameter(each, readings.get(each.name, each.default)) for each in policy.parameters)
    yield from (_clause(f"Clause {each.no}", each, speech) for each in by_number(policy.clauses))
    yield from (_clause(f"Refused by name {each.no}", each, speech) for each in by_number(policy.refusals))
    for period in policy.periods:
        means = period_in_words(period, speech)
        quoted = _quoted(text=period.text, source=period.source, note=period.note)
        yield Section(f"Period {period.name}", quoted, means)
    for level in sorted(policy.levels, key=lambda each: (each.specialisation, -each.rank)):
        what = "Specialisation" if level.specialisation else "Level"
        yield Section(f"{what} {level.id}: {level.title}", (), level_in_words(level, speech))
    yield from _rules(policy, speech)
    if policy.listing_of:
        yield Section("Listing", (), tuple(listing_in_words(policy, speech)))
    for each in policy.announcements:
        quoted = _quoted(text=each.text, source=each.source)
        yield Section(f"Announced, not in force: {each.route}", quoted, (announcement_in_words(each),))
    for loss in policy.losses:
        yield Section(f"Takes away: {loss.name}", _quoted(text=loss.text, source=loss.source), (loss_in_words(loss),))
    added = tuple(_added(policy.vocabulary, recorded))
    if added:
        yield Section("Evidence that this text describes itself", (), added)
    if policy.sources:
        yield Section("Sources", tuple(policy.sources.items()))


def by_number(clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Return clauses in the order of their numbers, 1.2 before 1.10, or as they stand where one has no number."""
    if not all(_NUMBER.fullmatch(each.no) for each in clauses):
        return clauses
    return sorted(clauses, key=lambda each: [int(part) for part in each.no.split(".")])


def _rules(policy: Policy, speech: Speech) -> Iterator[Section]:
    for what, rules in (("Standing", policy.standings), ("Condition", policy.conditions), ("Note", policy.notes)):
        for rule in sorted(rules, key=lambda each: each.order):
            quoted = _quoted(text=rule.text, source=rule.source)
            yield Section(f"{what}: {rule.name}", quoted, rule_in_words(rule, speech))


def speech_of(policy: Policy) -> Speech:
    """Return what says the conditions of a text."""
    derived = [name for name, kind in policy.vocabulary.items() if kind.derived]
    periods = [*derived, *(period.name for period in policy.periods)]
    return Speech(policy.vocabulary, periods, {clause.no: taken_by(clause, policy) for clause in policy.clauses})


def _quoted(**lines: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, line) for name, line in lines.items() if line)


def _head(policy: Policy) -> Section:
    until = f"up to and without {date_in_words(policy.in_force_until)}" if policy.in_force_until else ""
    return Section(
        f"{policy.rulebook} {policy.version}: {policy.title}",
        _quoted(
            published=date_in_words(policy.published),
            **{"in force": f"from {date_in_words(policy.in_force_from)} on {until}".rstrip()},
            retroactive=policy.retroactive,
            marked=policy.marked,
        ),
    )


def _parameter(parameter: Parameter, read: str) -> Section:
    values = tuple(
        Said(f"{value}{' (read so)' if value == read else ''}: {words}") for value, words in parameter.values.items()
    )
    return Section(
        f"Read as it is chosen: {parameter.name}",
        _quoted(text=parameter.text, source=parameter.source),
        (Said("it is read in one of these ways", values),),
    )


def _clause(heading: str, clause: Clause, speech: Speech) -> Section:
    codes = [f"gives {clause.reason}"] if clause.reason else []
    codes += [f"otherwise {clause.otherwise}"] if clause.otherwise else []
    said = [speech.of(clause.condition), *([Said(", ".join(codes))] if codes else [])]
    return Section(heading, _quoted(text=clause.text, source=clause.source, note=clause.note), tuple(said))


def level_in_words(level: Level, speech: Speech) -> tuple[Said, ...]:
    """Return how a level is acquired, kept and lost."""
    found = [Said("it stands beside the ladder" if level.specialisation else f"its rank is {level.rank}")]
    if not level.routes:
        found.append(Said("no route leads to it: it is held by recognition alone"))
    found += [
        speech.of(route.condition).led_by(f"it is acquired by the route '{route.name}' when ") for route in level.routes
    ]
    if level.kept is not None:
        found.append(speech.of(level.kept).led_by("it is kept while "))
    if level.lost is not None:
        found.append(speech.of(level.lost).led_by("it is lost when "))
    return tuple(found)


def rule_in_words(rule: Rule, speech: Speech) -> tuple[Said, ...]:
    """Return when a standing, a condition or a note is shown."""
    order = f", in the order {rule.order}" if rule.order else ""
    due = f", due by {rule.by}" if rule.by else ""
    gives = f"gives {rule.reason}{order}{due}"
    return (speech.of(rule.condition).led_by("it is shown while "), Said(gives))


def listing_in_words(policy: Policy, speech: Speech) -> Iterator[Said]:
    """Yield who may be listed, and what is needed for it."""
    yield Said(f"those who hold {listed(list(policy.listing_of))} are listed while every need below is met")
    yield from (need_in_words(need, speech) for need in policy.listing)


def need_in_words(need: Need, speech: Speech) -> Said:
    """Return what a listing needs."""
    return speech.of(need.condition).led_by(f"the need '{need.name}' ({otherwise(need.otherwise)}) is met while ")


def announcement_in_words(announcement: Announcement) -> Said:
    """Return what is announced and not in force."""
    return Said(
        f"the route '{announcement.route}' to {announcement.level} is not in force: gives {announcement.reason}"
    )


def loss_in_words(loss: Loss) -> Said:
    """Return what is taken away from those who had it under the text before."""
    why = f"those who are told {' or '.join(loss.reasons)}" if loss.reasons else "those who have it"
    return Said(f"days of {loss.level} are taken from {why}, from {date_in_words(loss.from_)} on")


def period_in_words(period: Period, speech: Speech) -> tuple[Said, ...]:
    """Return when a period begins, how long it lasts, what makes it longer, and when the next one follows."""
    return tuple(_period(period, speech))


def _period(period: Period, speech: Speech) -> Iterator[Said]:
    begins, anew, reaching, lasts = period_heads(period)
    if period.begins is not None:
        yield speech.of(period.begins).led_by(f"{begins}, where ")
    elif begins:
        yield Said(begins)
    elif period.whenever is not None:
        yield speech.of(period.whenever).led_by("a first one begins on each day on which it comes about that ")
    if _looks_back(period):
        yield Said(f"where it begins, every {period.name} that is meant is over by then")
    speech = speech.holding(period.name)
    yield from (Said(each) for each in (anew, reaching) if each)
    yield Said(lasts)
    yield from (_extension(each, speech) for each in period.extended)
    yield renewal_in_words(period.renewed, speech) if period.renewed else Said("it is not renewed")
    if period.lost is not None:
        yield speech.of(period.lost).led_by("it ends on the day before, and is not renewed, when ")


def _looks_back(period: Period) -> bool:
    beginning = [condition for condition in (period.begins, period.whenever) if condition is not None]
    return any(period.name in kinds_in(each) for condition in beginning for each, _ in within(condition))


def _extension(extension: Extension, speech: Speech) -> Said:
    head, of = extension_head(extension), extension.of
    if of.binders:
        return speech.of(of).led_by(f"{head}, for each case where ")
    return speech.of(of).led_by(f"{head}, if ") if of.when else Said(head)


def period_heads(period: Period) -> tuple[str, str, str, str]:
    """Return what a period says apart from its conditions.

    These are on what day it begins, if it does; whether it does so anew; whether it reaches earlier days; and how long
    it lasts.
    """
    lasts = lasts_in_words(period)
    if period.whenever == NEVER:
        return "none begins any more, and those that run go on to their end", "", "", lasts
    on = f"a first one begins on {day_in_words(period.on)}, judged on that day" if period.on is not None else ""
    anew = "ends it and begins a first one anew" if period.begins_anew else "is ignored"
    earlier = "one that began before this text counts too, if no text stated the period then"
    return on, f"a beginning inside a running one {anew}", earlier if period.reaches_earlier else "", lasts


def lasts_in_words(period: Period) -> str:
    """Return how long each period of a chain is."""
    counted = "" if period.last_days else "its first day counted"
    days = [f"up to and including {day_in_words(each)}" for each in period.last_days]
    *before, last = days or [length_in_words(each) for each in period.lasts]
    if not before:
        return ", ".join(filter(None, (f"it lasts {last}", counted)))
    lengths = [f"the {_nth(place)} lasts {each}" for place, each in enumerate(before, 1)]
    return ", ".join(filter(None, (*lengths, f"and every later one {last}", counted and f"each with {counted}")))


def _nth(place: int) -> str:
    return ORDINALS[place] if place < len(ORDINALS) else f"{place}th"


def extension_head(extension: Extension) -> str:
    """Return by how much a ground makes a period longer."""
    if extension.up_to is not None:
        by = f"up to and including {day_in_words(extension.up_to)} if that is later"
    elif extension.months_of is not None:
        by = f"by as many months as {field_in_words(extension.months_of)}"
    else:
        by = {
            "its length": "by its length on the calendar",
            "its days": "by the days that it covers within the period, each counted once",
        }.get(extension.by) or f"by {length_in_words(extension.length)}"
    most = [length_in_words(extension.at_most)] if extension.at_most != ONCE else []
    most += [f"{extension.at_most_percent} percent of the period's own days"] if extension.at_most_percent else []
    limit = f", at most {' and '.join(most)} altogether" if most else ""
    return f"the ground '{extension.name}' makes it longer {by}{limit}"


def renewal_in_words(renewal: Renewal, speech: Speech) -> Said:
    """Return when the next period follows."""
    inner = speech.of(renewal.when).led_by("it is renewed if on its last day, extensions included, ")
    if renewal.when == ALWAYS:
        inner = Said("it is always renewed")
    if renewal.late == ONCE:
        return inner
    head = late_head(renewal)
    late = Said(head) if renewal.late_when is None else speech.of(renewal.late_when).led_by(f"{head}, if then ")
    return Said("it is renewed", (inner, late))


def late_head(renewal: Renewal) -> str:
    """Return how late a renewal may still come about, or nothing."""
    if renewal.late == ONCE:
        return ""
    next_from = f"on {THE_DAY}" if renewal.late_from == "the day" else "where the last one ended"
    late = length_in_words(renewal.late)
    reaching = ", for periods too that ended under an earlier text" if renewal.reaches_earlier else ""
    return f"this may still come about up to {late} late, the next one then beginning {next_from}{reaching}"


def _added(vocabulary: Vocabulary, recorded: Vocabulary) -> Iterator[Said]:
    for name, kind in vocabulary.items():
        known = recorded.get(name)
        if known is None and not kind.derived:
            yield kind_in_words(name, kind)
        further = {each: field for each, field in kind.fields.items() if known and known.fields.get(each) != field}
        if further:
            yield Said(f"further fields of {name} are", tuple(_fields(further)))


def kind_in_words(name: str, kind: Kind) -> Said:
    """Return what a kind of evidence is, and its fields."""
    since, until = plain(kind.since), plain(kind.until)
    counts = (
        f"is in force from its '{since}' up to and without its '{until}'" if until else f"counts from its '{since}' on"
    )
    return Said(f"{name} is {kind.words}, and {counts}; its fields are", tuple(_fields(kind.fields)))


def _fields(fields: Mapping[str, Field]) -> Iterator[Said]:
    for name, field in fields.items():
        yield Said(f"{plain(name)}: {field_type_in_words(field)}")


def field_type_in_words(field: Field) -> str:
    """Return what a field holds, and what its absence means."""
    of = f" of {field.unit}" if field.unit else ""
    held = f"one of {listed(list(field.values))}" if field.values else f"{field.type}{of}"
    return f"{held}, {'unknown' if field.absent == 'unknown' else f'meaning {field.absent}'} where it is missing"

"""What a scenario may expect of an answer, and how the answer differs from it, in words."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

import msgspec

from domain.answer import ANNOUNCED, Answer, RenewalShown
from domain.policy.typed import Place
from domain.policy.wording import plainly, without_limits

Form: TypeAlias = Literal["word", "words", "text", "day", "texts by word", "words by word", "days by word", "spans"]
"""How an expectation is written: one or several words of a closed list, a text, a day, or pairs of days."""

Names: TypeAlias = Literal[
    "levels",
    "standings",
    "listing",
    "possible listing",
    "reasons",
    "routes",
    "announcements",
    "conditions",
    "notes",
    "versions",
    "titles",
    "periods",
]
Relation: TypeAlias = Literal["is", "has", "has not", "each is", "each is so much", "each has"]


class Expected(msgspec.Struct, frozen=True):
    """A key of an expectation: its meaning, how its value is written, and what of the answer it is held against.

    ``of`` are the names that may stand in it, ``choices`` the texts that may stand for a name.
    """

    means: str
    form: Form
    relation: Relation
    found: Callable[[Answer], Any]
    of: Names | None = None
    choices: tuple[str, ...] = ()


class Stated(msgspec.Struct, frozen=True):
    """A key that a scenario states, with its value."""

    place: Place
    key: str
    value: Any


class Otherwise(msgspec.Struct, frozen=True):
    """What is otherwise than stated, in words, and the words and days that it is ``about``, expected or found."""

    place: Place
    message: str
    key: str
    about: tuple[Any, ...]


Told: TypeAlias = tuple[tuple[Any, ...], str]
"""What a difference is about, and the difference in words."""


def _routes(answer: Answer, what: Callable[[Any], Any]) -> Mapping[str, Any]:
    missing = [each for each in answer.missing if each.status != ANNOUNCED]
    return {f"{each.level}: {each.route}": what(each) for each in missing}


def _renewals(answer: Answer, what: Callable[[RenewalShown], Any]) -> Mapping[str, Any]:
    return {each.name: what(each.renewal) for each in answer.periods if each.renewal}


NONE = "none"
"""The word of a list of parts that says that there is no part."""


def _levels(answer: Answer) -> Sequence[str]:
    return _or_none(each.id for each in (*answer.levels, *answer.specialisations))


def _or_none(names: Iterable[str]) -> Sequence[str]:
    """Return the names, or the word for an empty list."""
    return tuple(names) or (NONE,)


def _notes(answer: Answer) -> Sequence[str]:
    return _or_none(each.id for each in answer.notes)


def _possible_listing(answer: Answer) -> str:
    return "in doubt" if answer.listing.possible and answer.listing.state != "listed" else answer.listing.state


def _met(renewal: RenewalShown, last_day: date | None, on: date) -> str:
    if renewal.met is not False:
        return "met" if renewal.met else "in doubt"
    last = renewal.late_until or last_day
    return "missed" if last is not None and last < on else "open"


MET = ("met", "open", "missed", "in doubt")

EXPECTED: dict[str, Expected] = {
    "version": Expected("the version that judges the day", "word", "is", lambda a: a.under.version, "versions"),
    "level": Expected("the highest level held; none if none is", "word", "is", lambda a: a.level.id, "levels"),
    "title": Expected("the title of that level as shown", "word", "is", lambda a: a.level.title, "titles"),
    "since": Expected("the first day of that level", "day", "is", lambda a: a.level.since),
    "until": Expected("the first day on which it is no longer held", "day", "is", lambda a: a.level.until),
    "levels": Expected("levels and specialisations that are held", "words", "has", _levels, "levels"),
    "not levels": Expected("levels and specialisations that are not held", "words", "has not", _levels, "levels"),
    "possible levels": Expected(
        "levels that may be held, for all that is known",
        "words",
        "has",
        lambda a: _or_none(a.possible_levels),
        "levels",
    ),
    "not possible levels": Expected(
        "levels about which there is no doubt, held or not",
        "words",
        "has not",
        lambda a: _or_none(a.possible_levels),
        "levels",
    ),
    "lost": Expected(
        "levels and specialisations that were held and are no more",
        "words",
        "has",
        lambda a: _or_none(each.id for each in a.lost),
        "levels",
    ),
    "not lost": Expected(
        "levels and specialisations that were not lost, or never held",
        "words",
        "has not",
        lambda a: _or_none(each.id for each in a.lost),
        "levels",
    ),
    "lost since": Expected(
        "for levels that were lost, the first day on which they were no longer held",
        "days by word",
        "each is",
        lambda a: {each.id: each.until for each in a.lost},
        "levels",
    ),
    "lost reasons": Expected(
        "for levels that were lost, reasons why",
        "words by word",
        "each has",
        lambda a: {each.id: each.reasons for each in a.lost},
        "levels",
    ),
    "standing": Expected("the standing", "word", "is", lambda a: a.standing.id, "standings"),
    "possible standings": Expected(
        "standings that may hold, for all that is known",
        "words",
        "has",
        lambda a: _or_none(a.standing.possible),
        "standings",
    ),
    "not possible standings": Expected(
        "standings about which there is no doubt",
        "words",
        "has not",
        lambda a: _or_none(a.standing.possible),
        "standings",
    ),
    "listing": Expected("listed or unlisted", "word", "is", lambda a: a.listing.state, "listing"),
    "possible listing": Expected(
        "the listing for all that is known: listed, unlisted or in doubt",
        "word",
        "is",
        _possible_listing,
        "possible listing",
    ),
    "listing reasons": Expected(
        "all reasons for being unlisted", "words", "is", lambda a: a.listing.reasons, "reasons"
    ),
    "reasons": Expected("reasons that are given", "words", "has", lambda a: _or_none(a.reasons), "reasons"),
    "not reasons": Expected("reasons that are not given", "words", "has not", lambda a: _or_none(a.reasons), "reasons"),
    "basis": Expected(
        "all routes on which the level rests; recognition is one",
        "words",
        "is",
        lambda a: tuple(each.route for each in a.basis if each.level == a.level.id),
        "routes",
    ),
    "basis since": Expected(
        "for routes on which the level rests, the first day",
        "days by word",
        "each is",
        lambda a: {each.route: each.since for each in a.basis if each.level == a.level.id},
        "routes",
    ),
    "gaps": Expected(
        "all days, first and first no longer, on which a level rests on recognition alone",
        "spans",
        "is",
        lambda a: tuple((each.from_, each.until) for each in a.gaps),
    ),
    "conditions": Expected(
        "open conditions", "words", "has", lambda a: _or_none(each.id for each in a.open_conditions), "conditions"
    ),
    "not conditions": Expected(
        "conditions that are not certainly open",
        "words",
        "has not",
        lambda a: _or_none(each.id for each in a.open_conditions),
        "conditions",
    ),
    "possible conditions": Expected(
        "conditions that may be open, for all that is known",
        "words",
        "has",
        lambda a: _or_none(each.id for each in a.possible_conditions),
        "conditions",
    ),
    "not possible conditions": Expected(
        "conditions about which there is no doubt, open or not",
        "words",
        "has not",
        lambda a: _or_none(each.id for each in a.possible_conditions),
        "conditions",
    ),
    "missing": Expected(
        "for routes that do not give their level, what is short; empty if no amount is",
        "texts by word",
        "each is so much",
        lambda a: _routes(a, lambda each: each.short),
        "routes",
    ),
    "missing reasons": Expected(
        "for routes that do not give their level, reasons why: of the route, or of what keeps or ends the level",
        "words by word",
        "each has",
        lambda a: _routes(a, lambda each: each.reasons),
        "routes",
    ),
    "period began": Expected(
        "for periods, the first day of the one that runs, or of the last before",
        "days by word",
        "each is",
        lambda a: {each.name: each.from_ for each in a.periods},
        "periods",
    ),
    "period ends": Expected(
        "for periods, the last day of the one that runs, or of the last before",
        "days by word",
        "each is",
        lambda a: {each.name: each.last_day for each in a.periods},
        "periods",
    ),
    "renewal": Expected(
        "for such periods, whether the renewal is met, open, missed (no longer open) or in doubt",
        "texts by word",
        "each is",
        lambda a: {each.name: _met(each.renewal, each.last_day, a.on) for each in a.periods if each.renewal},
        "periods",
        MET,
    ),
    "renewal short": Expected(
        "for such periods, what is short for the renewal; empty if no amount is",
        "texts by word",
        "each is so much",
        lambda a: _renewals(a, lambda each: each.short),
        "periods",
    ),
    "renewal reasons": Expected(
        "for such periods, reasons why the renewal is met or not",
        "words by word",
        "each has",
        lambda a: _renewals(a, lambda each: each.reasons),
        "periods",
    ),
    "next": Expected(
        "ways that are announced and not in force",
        "words",
        "has",
        lambda a: _or_none(each.route for each in a.missing if each.status == ANNOUNCED),
        "announcements",
    ),
    "refused": Expected(
        "reasons for which evidence is refused",
        "words",
        "has",
        lambda a: _or_none(each.reason for each in a.refused),
        "reasons",
    ),
    "notes": Expected("notes that are shown", "words", "has", _notes, "notes"),
    "not notes": Expected("notes that are not shown", "words", "has not", _notes, "notes"),
    "next change": Expected(
        "the next day on which something changes if nothing more happens",
        "day",
        "is",
        lambda a: a.next_changes[0].on if a.next_changes else None,
    ),
}
"""Every key but those that say which question is asked."""


def differences_between(stated: Collection[Stated], answer: Answer) -> Iterator[Otherwise]:
    """Yield what is otherwise than stated."""
    for each in stated:
        expected = EXPECTED[each.key]
        for about, difference in RELATIONS[expected.relation](each.value, expected.found(answer)):
            yield Otherwise(each.place, f"'{each.key}': {difference}", each.key, about)


def _is(value: Any, found: Any) -> Iterator[Told]:  # noqa: ANN401 - as the key says
    if isinstance(value, tuple):
        differs, about = sorted(map(str, value)) != sorted(map(str, found)), (*value, *found)
    else:
        differs, about = value != found, (value, found)
    if differs:
        yield about, f"expected {_shown(value)}, found {_shown(found)}"


def _is_so_much(value: str, found: str) -> Iterator[Told]:
    """Yield how an amount differs; what is said beside its number and unit may be left out."""
    if value not in {found, without_limits(found), plainly(found)}:
        yield from _is(value, found)


def _has(values: Collection[str], found: Collection[str]) -> Iterator[Told]:
    for value in values:
        if value not in found:
            yield (value,), f"expected {value} among them, found {_shown(tuple(found))}"


def _has_not(values: Collection[str], found: Collection[str]) -> Iterator[Told]:
    for value in values:
        if value in found:
            yield (value,), f"expected that {value} is not among them, found {_shown(tuple(found))}"


def _each(
    values: Mapping[str, Any], found: Mapping[str, Any], relation: Callable[[Any, Any], Iterator[Told]]
) -> Iterator[Told]:
    for name, value in values.items():
        whole = next((each for each in reversed([*found]) if each == name or each.endswith(f": {name}")), None)
        if whole is None:
            yield (name,), f"expected '{name}' among them, found {_shown(tuple(found))}"
        else:
            for about, difference in relation(value, found[whole]):
                yield (whole, *about), f"'{whole}': {difference}"


RELATIONS: dict[Relation, Callable[[Any, Any], Iterator[Told]]] = {
    "is": _is,
    "has": _has,
    "has not": _has_not,
    "each is": lambda values, found: _each(values, found, _is),
    "each is so much": lambda values, found: _each(values, found, _is_so_much),
    "each has": lambda values, found: _each(values, found, _has),
}


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever an answer holds
    match value:
        case (date() as first, until):
            return f"{first} to {until or 'open'}"
        case tuple():
            return ", ".join(map(_shown, value)) or "nothing"
        case _:
            return str(value or "nothing")

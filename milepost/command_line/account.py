"""An answer in the words of a language: its parts as lines of a name and what is said of it."""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.answer import (
    Answer,
    Basis,
    HeldLevel,
    LostLevel,
    Missing,
    Note,
    OpenCondition,
    PeriodShown,
    Refused,
    Relied,
    RenewalShown,
)
from domain.explained import named_item
from domain.policy.proof import Cited
from domain.policy.translation import Translation
from milepost.command_line.console import shown

Lines = list[tuple[str, str]]


class Account:
    """Says the parts of an answer; what the language has no words for is shown as the rulebook states it."""

    def __init__(self, answer: Answer, words: Translation) -> None:
        self._answer = answer
        self._words = words
        held = (*answer.levels, *answer.specialisations)
        self._titles = {each.id: each.title for each in held} | {each.id: each.title for each in answer.lost}
        self._titles |= {each.level: each.title for each in answer.missing}

    def heading(self) -> str:
        answer = self._answer
        return f"{answer.pathway} {self._words.phrase('on')} {answer.on}: {self.level(answer.level)}"

    def level(self, level: HeldLevel) -> str:
        """Return a level by its title and its name, with its days."""
        words = self._words
        until = f" {words.phrase('until')} {level.until} {words.phrase('(that day excluded)')}" if level.until else ""
        since = f" {words.phrase('since')} {level.since}" if level.since else ""
        title = words.levels.get(level.id, level.title)
        return f"{f'{title} ({level.id})' if title else words.phrase(level.id)}{since}{until}"

    def standing(self) -> str:
        """Return the standing, why, and what holds beside it or may hold."""
        words, of = self._words, self._answer.standing
        said = words.reasons.get(of.reason)
        why = [f"({said.rstrip('.')})"] if said else [f"({of.reason})" if of.reason else "", of.text]
        also = f"{words.phrase('also')} {self._standings(of.also)}" if of.also else ""
        possible = f"{words.phrase('possibly')} {self._standings(of.possible)}" if of.possible else ""
        return " ".join(part for part in (self._standings([of.id]), *why, also, possible) if part)

    def listing(self) -> str:
        """Return whether the pathway is listed, and why not."""
        words, listing = self._words, self._answer.listing
        because = f": {self.reasons(listing.reasons)}" if listing.reasons else ""
        doubtful = listing.state != "listed" and listing.possible
        doubt = f", {words.phrase('possibly')} {words.phrase('listed')}" if doubtful else ""
        return f"{words.phrase(listing.state)}{because}{doubt}"

    def parts(self) -> Iterator[tuple[str, Lines]]:
        """Yield the further parts under their headings; those that have no lines say nothing."""
        answer, words = self._answer, self._words
        yield "Also held", [(self.level(each), "") for each in (*answer.levels[1:], *answer.specialisations)]
        yield "Lost", [(self._name(each.id), self._lost(each)) for each in answer.lost]
        yield "Possible", [(self._name(each), words.phrase(DOUBTFUL)) for each in answer.possible_levels]
        yield "Because", [(self._name(each.level), self._basis(each)) for each in answer.basis]
        yield (
            "Recognised, though the rules alone do not give it",
            [(self._name(each.level), self._gap(each.from_, each.until)) for each in answer.gaps],
        )
        yield (
            "Periods",
            [
                (f"{words.periods.get(each.name, each.name)} {each.number}", self._period(each))
                for each in answer.periods
            ],
        )
        yield "Owed", [(self._condition(each), each.by) for each in answer.open_conditions]
        yield "Perhaps owed", [(self._condition(each), words.phrase(DOUBTFUL)) for each in answer.possible_conditions]
        yield "Refused", [self._told(f"{each.reason} ({each.clause})", each) for each in answer.refused]
        yield "To know", [self._told(each.reason, each) for each in answer.notes]
        yield "Missing", [(self._name(each.level), self._missing(each)) for each in answer.missing]
        yield (
            "Next, if nothing more happens",
            [(shown(each.on), ", ".join(map(words.change, each.what))) for each in answer.next_changes],
        )

    def reasons(self, codes: Iterable[str]) -> str:
        """Return the sentences of reason codes, or the codes where there are none."""
        said = [self._words.reason(code) for code in codes if code]
        return (" " if any(code.endswith(".") for code in said) else ", ").join(said)

    def _why(self, codes: Iterable[str]) -> str:
        said = self.reasons(codes)
        return f"({said.rstrip('.')})" if said.endswith(".") else f"[{said}]" if said else ""

    def _name(self, level: str) -> str:
        """Return the name of a level: in a language its title, or else its id."""
        own = self._titles.get(level, level) if self._words.language else level
        return self._words.levels.get(level, own)

    def _condition(self, owed: OpenCondition) -> str:
        words = self._words
        return words.conditions.get(owed.id) or words.reasons.get(owed.reason) or owed.text or owed.id

    def _told(self, name: str, each: Refused | Note) -> tuple[str, str]:
        return name, self._words.reasons.get(each.reason, each.text)

    def _standings(self, ids: Iterable[str]) -> str:
        return ", ".join(self._words.standings.get(each) or self._words.phrase(each) for each in ids)

    def _lost(self, lost: LostLevel) -> str:
        words = self._words
        begin = f"{words.phrase('from')} {lost.since} " if lost.since else ""
        return f"{begin}{words.phrase('to before')} {lost.until}{self._because(lost.reasons, lost.clauses)}"

    def _basis(self, base: Basis) -> str:
        words = self._words
        route = words.routes.get(base.route) or words.phrase(base.route)
        evidence = ", ".join(map(self._relied, base.evidence)) or words.phrase("no evidence")
        return f"{route}{self._because(base.reasons, base.clauses)}; {words.phrase('based on')} {evidence}"

    def _because(self, codes: Iterable[str], clauses: Iterable[str]) -> str:
        """Return the reasons and the clauses of an outcome, after what came out."""
        reasons, numbers = self.reasons(codes), ", ".join(clauses)
        because = f": {reasons.removesuffix('.')}{',' * reasons.endswith('.')}" if reasons else ""
        return f"{because} {self._words.phrase('by clauses')} {numbers}" if numbers else because.removesuffix(",")

    def _relied(self, item: Relied) -> str:
        retracted = f" ({self._words.phrase('retracted from')} {item.retracted_on})" if item.retracted_on else ""
        return f"{self._cited(item)}{retracted}"

    def _cited(self, item: Cited) -> str:
        """Return an item by the event that states it, or in a language as the person concerned would name it."""
        return named_item(item, self._words) if self._words.language else item.event or item.id

    def _gap(self, first: date | None, until: date | None) -> str:
        words = self._words
        begin = f" {words.phrase('from')} {first}" if first else ""
        return f"{words.phrase('by recognition only')},{begin} {words.phrase('to before')} {shown(until)}"

    def _missing(self, missing: Missing) -> str:
        words = self._words
        route = words.routes.get(missing.route, missing.route)
        nearest = f" ({words.phrase('nearest')})" if missing.nearest else ""
        lacking = words.amounts(missing.short) if missing.short else missing.text
        codes = self._why(missing.reasons)
        needs = f"{words.phrase('needs')} {', '.join(map(self._name, missing.needs))}" if missing.needs else ""
        judged = f"{words.phrase('judged on')} {missing.judged_on}" if missing.judged_on else ""
        by = self._by(missing.last_day) if missing.last_day else ""
        amounts = ", ".join(part for part in (needs, lacking, judged, by) if part)
        said = " ".join(part for part in (amounts, codes) if part)
        return f"{route}{nearest}: {words.phrase(missing.status)}{f'; {said}' if said else ''}"

    def _period(self, period: PeriodShown) -> str:
        words = self._words
        last = period.last_day
        days = f"{period.from_} {words.phrase('to')} {last}" if last else f"{words.phrase('from')} {period.from_}"
        over = "" if period.runs else f", {words.phrase('over')}"
        doubt = "" if period.certain else f", {words.phrase('not certain')}"
        return f"{days}{over}{doubt}{self._renewal(period.renewal, last)}"

    def _by(self, last: date) -> str:
        """Return the last day on which something counts, or counted."""
        return f"{self._words.phrase('counted up to' if last < self._answer.on else 'up to')} {last}"

    def _renewal(self, renewal: RenewalShown | None, last_day: date | None) -> str:
        """Return what a renewal lacks and by when, that it lacks nothing, or that it was missed."""
        words = self._words
        if renewal is None:
            return ""
        if renewal.met:
            return f"; {words.phrase('renewal')}: {words.phrase('everything is there')}"
        short = f"{words.phrase('short of')} {words.amounts(renewal.short)}" if renewal.short else ""
        last = renewal.late_until or last_day
        missed = renewal.met is False and last is not None and last < self._answer.on
        doubt = words.phrase("in doubt") if renewal.met is None else words.phrase("missed") if missed else ""
        codes = self._why(renewal.reasons)
        by = self._by(renewal.last_day) if renewal.last_day else ""
        late = f"{words.phrase('late up to')} {renewal.late_until}" if renewal.late_until else ""
        lacking = " ".join(part for part in (doubt, short, codes) if part) or words.phrase("not met yet")
        return f"; {words.phrase('renewal')}: {', '.join(part for part in (lacking, by, late) if part)}"


DOUBTFUL = "neither certain nor excluded: something is not known"

"""Steps of a change as they are told to the person concerned, in the words of a language."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from domain.attribution import Cause, Step
from domain.evidence import Evidence
from domain.policy.said import Said
from domain.policy.text import Policy
from domain.policy.translation import Translation
from domain.shown import NONE
from domain.stand import Stand
from domain.topics import EVENTS


class Recounting:
    """Tells steps; what the language has no words for is told as the texts state it."""

    def __init__(self, words: Translation, policies: Mapping[str, Policy]) -> None:
        """Take the words, and the texts by which the steps were judged, by their versions."""
        self._words = words
        self._policies = policies
        self._titles = {level.id: level.title for policy in policies.values() for level in policy.levels}

    def of(self, step: Step) -> Said:
        """Return what a step is put down to, and its day; under it what changes, and by which clauses and events."""
        words = self._words
        nothing = "" if step.differs else f": {words.phrase('changes nothing on that day')}"
        title = f"{words.phrase(step.category)} {words.phrase('on')} {step.on}{nothing}"
        said = (*self._changes(step), *self._reasons(step), *self._clauses(step), *map(self._cause, step.causes))
        return Said(title, tuple(map(Said, said)))

    def _changes(self, step: Step) -> Iterator[str]:
        words, before, after = self._words, step.before, step.after
        if not {"level", "since", "until"}.isdisjoint(step.differs):
            yield f"{words.phrase('level')}: {self._level(before)} → {self._level(after)}"
        yield from self._moved("Also held", _beside(before), _beside(after), self._title)
        if "standing" in step.differs:
            yield f"{words.phrase('standing')}: {self._standing(before.standing)} → {self._standing(after.standing)}"
        if "listing" in step.differs:
            yield f"{words.phrase('listing')}: {words.phrase(before.listing)} → {words.phrase(after.listing)}"
        yield from self._moved("Owed", before.conditions, after.conditions, self._condition)
        yield from self._moved("Possible", *_possible(before, after), self._doubtful)
        yield from self._moved("Perhaps owed", before.possible_conditions, after.possible_conditions, self._condition)
        yield from self._moved("To know", before.notes, after.notes, lambda note: words.notes.get(note, note))

    def _moved(
        self, title: str, before: Sequence[str], after: Sequence[str], said: Callable[[str], str]
    ) -> Iterator[str]:
        """Yield what is there on one side alone, if there is anything."""
        new = [f"+ {said(each)}" for each in after if each not in before]
        gone = [f"- {said(each)}" for each in before if each not in after]
        if new or gone:
            yield f"{self._words.phrase(title)}: {', '.join((*gone, *new))}"

    def _reasons(self, step: Step) -> Iterator[str]:
        before, after = step.before.reasons, step.after.reasons
        yield from (self._words.reason(code) for code in after if code not in before)
        gone = (self._words.reason(code) for code in before if code not in after)
        yield from (f"{self._words.phrase('no longer')}: {reason}" for reason in gone)

    def _clauses(self, step: Step) -> Iterator[str]:
        texts = [self._policies[each.version] for each in (step.before, step.after) if each.version in self._policies]
        stated = {clause.no: clause.text for policy in texts for clause in policy.clauses}
        for no in step.clauses:
            text = self._words.clauses.get(no) or stated.get(no, "")
            yield f"{self._words.phrase('clause')} {no}: {text}"

    def _cause(self, cause: Cause) -> str:
        words, of = self._words, EVENTS[cause.topic]
        kind = words.kind(of.gives) if issubclass(of, Evidence) and of.gives else ""
        named = f"{kind} ({cause.event})" if kind else cause.event
        day = f" {words.phrase('on')} {cause.happened_on}" if cause.happened_on else ""
        reason = f": {cause.reason}" if cause.reason else ""
        recorded = f"{words.phrase('recorded on')} {cause.recorded_at.date()}"
        return f"{words.phrase('because of')} {named}{day}; {recorded}{reason}"

    def _level(self, stand: Stand) -> str:
        words = self._words
        since = f" {words.phrase('since')} {stand.since}" if stand.since else ""
        until = f" {words.phrase('until')} {stand.until} {words.phrase('(that day excluded)')}" if stand.until else ""
        return f"{words.phrase(NONE) if stand.level == NONE else self._title(stand.level)}{since}{until}"

    def _title(self, level: str) -> str:
        return self._words.levels.get(level) or self._titles.get(level, level)

    def _standing(self, standing: str) -> str:
        return self._words.standings.get(standing) or self._words.phrase(standing)

    def _condition(self, condition: str) -> str:
        return self._words.conditions.get(condition, condition)

    def _doubtful(self, name: str) -> str:
        if name in self._titles:
            return self._title(name)
        return self._words.phrase(name) if name == "listed" else self._standing(name)


def _beside(stand: Stand) -> tuple[str, ...]:
    return tuple(level for level in stand.levels if level != stand.level)


def _possible(before: Stand, after: Stand) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is possible before and after; whether a mediator may be listed is told where the listing stays."""
    stays = before.listing == after.listing
    found = [
        (*each.possible_levels, *each.possible_standings, *(("listed",) if stays and each.possibly_listed else ()))
        for each in (before, after)
    ]
    return found[0], found[1]

"""One pathway's facts under compiled rules: everything that is asked of it is worked out from here."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise

import msgspec

from domain.answer import (
    FORMAT,
    Answer,
    Basis,
    Gap,
    HeldLevel,
    Known,
    Listing,
    LostLevel,
    Note,
    OpenCondition,
    Refused,
    Relied,
    Segment,
)
from domain.lost import Losses, last_reasons
from domain.missing import Ways
from domain.policy.chain import Version
from domain.policy.hand import Facts
from domain.policy.language import Condition
from domain.policy.proof import Cited, Proof
from domain.policy.rules import RECOGNITION, Assessment, Rules, recognised_days
from domain.policy.text import Level, Need, Policy, Rule
from domain.renewals import periods_on, periods_shown
from domain.shown import NONE, changes_shown, day_shown, listing_shown, standing_shown, under_shown
from domain.timeline import (
    END,
    NEVER_SPANS,
    NO,
    Spans,
    Timeline,
    complement,
    contains,
    each_span,
    intersection,
    span_at,
    truth_on,
    union,
)


class NoPolicyInForce(Exception):
    """No version of the rulebook was in force on the day, as far as was known."""

    def __init__(self, on: date) -> None:
        super().__init__(f"no policy is in force on {on}, as far as was known: ask for a later day, or name a version")
        self.on = on


class Case:
    """One pathway's facts under compiled rules; everything that is asked of it is worked out from here."""

    def __init__(
        self, rules: Rules, facts: Facts, assessment: Assessment | None = None, *, thorough: bool = False
    ) -> None:
        """Assess the facts, unless that is done already; ``thorough`` proofs name what does not count as well."""
        self._rules = rules
        self._thorough = thorough
        self._facts = facts
        self._hand = rules.hand(facts)
        self.assessment = assessment or rules.assess(facts)

    @property
    def rules(self) -> Rules:
        """The rules that judge."""
        return self._rules

    @property
    def facts(self) -> Facts:
        """What is judged."""
        return self._facts

    def answer(self, pathway: str, on: date, known: Known, asked: str) -> Answer:
        """Return the whole answer for a day. Raises `NoPolicyInForce`."""
        version = self.version(on)
        policy, day = version.policy, on.toordinal()
        found = self.assessment
        ladder, beside = _ladder(policy), _ladder(policy, aside=True)
        levels, specialisations = self._held(ladder, day), self._held(beside, day)
        level = levels[0] if levels else HeldLevel(NONE, "", None, None)
        standing, listing = standing_shown(found, policy, day, bool(levels)), self._listing(version, day)
        basis = tuple(base for held in (*levels, *specialisations) for base in self._basis(held, day))
        held = frozenset([each.id for each in (*levels, *specialisations)])
        shaken = frozenset([each for each in held if self._shaken(each, day, basis)])
        missing, refused = tuple(self._ways(version, day, held, shaken).missing()), tuple(self._refused(version, day))
        lost = tuple(self.lost(on))
        conditions = tuple(
            _open(rule, found.conditions[rule.name][0], day)
            for rule in _holding(policy.conditions, found.conditions, day)
        )
        doubtful = tuple(
            _open(rule, found.conditions[rule.name][1], day)
            for rule in policy.conditions
            if truth_on(found.conditions[rule.name], day) is None
        )
        notes = tuple(Note(rule.name, rule.reason, rule.text) for rule in _holding(policy.notes, found.notes, day))
        reasons = [
            *(reason for base in basis if base.level == level.id for reason in base.reasons),
            *self._kept(version, level.id, day),
            *last_reasons(lost, {each.id for each in beside}),
            standing.reason,
            *(condition.reason for condition in conditions),
            *(refusal.reason for refusal in refused),
            *(reason for each in missing if each.nearest for reason in each.reasons),
            *listing.reasons,
            *(note.reason for note in notes),
        ]
        return Answer(
            format=FORMAT,
            pathway=pathway,
            on=on,
            known=known,
            under=under_shown(asked, version),
            level=level,
            levels=tuple(levels),
            possible_levels=tuple(
                each.id for each in (*ladder, *beside) if truth_on(found.held.get(each.id, NO), day) is None
            ),
            specialisations=tuple(specialisations),
            lost=lost,
            standing=standing,
            listing=listing,
            open_conditions=conditions,
            possible_conditions=doubtful,
            basis=basis,
            gaps=tuple(self._gaps(levels)),
            reasons=tuple(dict.fromkeys(reason for reason in reasons if reason)),
            missing=missing,
            periods=tuple(periods_shown(self._rules, self._facts, day)),
            refused=refused,
            notes=notes,
            next_changes=tuple(changes_shown(found, day)),
        )

    def lost(self, on: date) -> Iterator[LostLevel]:
        """Yield the levels that were held and are not on a day, and what took them away. Raises `NoPolicyInForce`."""
        losses = Losses(self._rules.chain, self._facts, self.assessment, self.prove)
        return losses.of(self.version(on).policy, on.toordinal())

    def proofs(self, on: date, name: str | None = None) -> Iterator[tuple[Level, str, Proof]]:
        """Yield the proof of every route of every level, or of the one named, of the text in force on a day."""
        version = self.version(on)
        for level in _by_rank(version.policy, name):
            for route in level.routes:
                yield level, route.name, self.prove(version, route.condition, on.toordinal())

    def proof_of_basis(self, level: str, route: str, on: date) -> tuple[date, Proof] | None:
        """Return since when a level is held by a route, with the proof of that day by the text in force then."""
        span = span_at(self.assessment.entitled.get(level, NO)[0], on.toordinal())
        since = None if span is None else day_shown(span[0])
        if since is None:
            return None
        version = self.version(since)
        ways = next((each.routes for each in version.policy.levels if each.id == level), ())
        proofs = (self.prove(version, way.condition, since.toordinal()) for way in ways if way.name == route)
        return next(((since, proof) for proof in proofs if proof.holds), None)

    def proofs_of_keeping(self, on: date, name: str | None = None) -> Iterator[tuple[Level, str, Proof]]:
        """Yield the proof of what keeps and what ends every level, or the one named, of the text in force on a day."""
        version = self.version(on)
        for level in _by_rank(version.policy, name):
            for what, condition in (("kept while", level.kept), ("lost when", level.lost)):
                if condition is not None:
                    yield level, what, self.prove(version, condition, on.toordinal())

    def proof_of_rules(self, on: date, name: str | None = None) -> Iterator[tuple[str, str, Proof]]:
        """Yield the proof of every standing, listing need and open condition, or those named, of a day's text."""
        version = self.version(on)
        policy, day = version.policy, on.toordinal()
        stated: Iterable[tuple[str, Iterable[Rule | Need]]] = (
            ("standing", policy.standings),
            ("listing", policy.listing),
            ("condition", policy.conditions),
        )
        for part, rules in stated:
            for rule in rules:
                if name in {None, rule.name}:
                    yield part, rule.name, self.prove(version, rule.condition, day)

    def segments(self) -> tuple[Segment, ...]:
        """Return the whole timeline, from the first day on which anything holds, in days on which nothing changes."""
        covered = [spans for _, spans in self._rules.chain.covers]
        edges = {edge for timeline in self._tracks() for spans in timeline for edge in spans}
        edges |= {edge for spans in covered for edge in spans}
        first = min((spans[0] for timeline in self._beginnings() for spans in timeline if spans), default=END)
        starts = sorted(edge for edge in edges if first <= edge < END)
        found: list[Segment] = []
        for start, until in pairwise([*starts, END]):
            segment = self._segment(start, until)
            if segment is None:
                continue
            if found and found[-1].until == segment.from_ and _same(found[-1], segment):
                before = found.pop()
                segment = msgspec.structs.replace(segment, from_=before.from_, version=before.version)
            found.append(segment)
        return tuple(found)

    def _segment(self, start: int, until: int) -> Segment | None:
        version = next((v for v, spans in self._rules.chain.covers if contains(spans, start)), None)
        if version is None:
            return None
        policy = version.policy
        levels = [level.id for level in self._held(_ladder(policy), start)]
        listing = self._listing(version, start)
        standing = standing_shown(self.assessment, policy, start, bool(levels))
        return Segment(
            from_=day_shown(start),
            until=day_shown(until),
            version=policy.version,
            level=levels[0] if levels else NONE,
            levels=(*levels, *(level.id for level in self._held(_ladder(policy, aside=True), start))),
            possible_levels=tuple(
                each.id for each in policy.levels if truth_on(self.assessment.held.get(each.id, NO), start) is None
            ),
            standing=standing.id,
            listing=listing.state,
            reasons=tuple(
                dict.fromkeys(
                    [
                        *([standing.reason] if standing.reason else []),
                        *(r.reason for r in _holding(policy.conditions, self.assessment.conditions, start)),
                        *listing.reasons,
                        *(r.reason for r in _holding(policy.notes, self.assessment.notes, start)),
                    ]
                )
            ),
        )

    def version(self, on: date) -> Version:
        """Return the text in force on a day. Raises `NoPolicyInForce`."""
        version = self._rules.chain.version_on(on)
        if version is None:
            raise NoPolicyInForce(on)
        return version

    def proofs_of_renewal(self, on: date) -> Iterator[tuple[str, Proof]]:
        """Yield the proof of the renewal of each period that the answer for a day shows."""
        for name, _, proofs in periods_on(self._rules, self._facts, on.toordinal()):
            yield from ((name, proof) for proof in proofs)

    def prove(self, version: Version, condition: Condition, day: int) -> Proof:
        """Return the proof of a condition of one text on a day."""
        explain = self._rules.explainer(version, thorough=self._thorough).explain(condition)
        return explain(self._rules.again(self._hand), day)

    def truth(self, version: Version, condition: Condition, day: int) -> bool | None:
        """Return whether a condition of one text holds on a day, None where that is in doubt."""
        holds = self._rules.explainer(version, thorough=self._thorough).truth(condition)
        return truth_on(holds(self._rules.again(self._hand)), day)

    def _tracks(self) -> Iterable[Timeline]:
        yield from self._beginnings()
        yield from self.assessment.unmet.values()
        yield self.assessment.listable

    def _beginnings(self) -> Iterable[Timeline]:
        found = self.assessment
        for part in (found.held, found.standings, found.conditions, found.notes):
            yield from part.values()

    def _held(self, levels: Iterable[Level], day: int) -> list[HeldLevel]:
        held = []
        for level in levels:
            span = span_at(self.assessment.held.get(level.id, NO)[0], day)
            if span is not None:
                held.append(HeldLevel(level.id, level.title, day_shown(span[0]), day_shown(span[1])))
        return held

    def _basis(self, held: HeldLevel, day: int) -> Iterator[Basis]:
        span = span_at(self.assessment.entitled.get(held.id, NO)[0], day)
        if span is not None:
            yield from self._routes(held.id, span[0], day)
        for item in self._facts.get(RECOGNITION, ()):
            if item["level"] == held.id and contains(recognised_days(item)[0], day):
                decided = Relied(kind=RECOGNITION, id=item["id"], event=item.get("event", ""))
                version = item.get("policy_version", "")
                yield Basis(
                    held.id, RECOGNITION, day_shown(item["granted_on"]), version, (), ("RECOGNISED",), (decided,)
                )

    def _routes(self, level: str, since: int, day: int) -> Iterator[Basis]:
        version = self.version(date.fromordinal(since))
        for route in next(each for each in version.policy.levels if each.id == level).routes:
            if self.truth(version, route.condition, since):
                proof = self.prove(version, route.condition, since)
                yield Basis(
                    level,
                    route.name,
                    day_shown(since),
                    version.policy.version,
                    tuple(proof.clauses()),
                    proof.codes,
                    tuple(self._relied(proof.cited(), day)),
                )

    def _listing(self, version: Version, day: int) -> Listing:
        def reasons_of(need: Need) -> tuple[str, ...]:
            if need.otherwise:
                return (need.otherwise,)
            exact = tuple(code for code in self.prove(version, need.condition, day).codes if code)
            return exact or (need.name,)

        return listing_shown(self.assessment, version.policy, day, reasons_of)

    def _kept(self, version: Version, name: str, day: int) -> tuple[str, ...]:
        """Return why a level is kept on a day on which no route would give it any more."""
        level = next((each for each in version.policy.levels if each.id == name), None)
        if level is None or level.kept is None:
            return ()
        if any(self.truth(version, route.condition, day) for route in level.routes):
            return ()
        return self.prove(version, level.kept, day).codes

    def _relied(self, cited: Iterable[Cited], day: int) -> Iterator[Relied]:
        for each in cited:
            retractions = self._retractions.get((each.kind, each.id), ())
            retracted = next((retraction for retraction in retractions if retraction <= day), None)
            yield Relied(each.kind, each.id, each.event, None if retracted is None else day_shown(retracted))

    @cached_property
    def _retractions(self) -> dict[tuple[str, str], list[int]]:
        """The days on which items were retracted, by their kinds and ids."""
        found: dict[tuple[str, str], list[int]] = {}
        for kind, items in self._facts.items():
            for item in items:
                if "retracted_on" in item:
                    found.setdefault((kind, item["id"]), []).append(item["retracted_on"])
        return found

    def _gaps(self, levels: Iterable[HeldLevel]) -> Iterator[Gap]:
        for held in levels:
            for from_, until in each_span(self._gap(held.id)):
                yield Gap(level=held.id, from_=day_shown(from_), until=day_shown(until))

    def _gap(self, level: str) -> Spans:
        """Return the days on which a recognition cites evidence that does not give the level."""
        outside = complement(self.assessment.entitled.get(level, NO)[1])
        cited = NEVER_SPANS
        for item in self._facts.get(RECOGNITION, ()):
            if item["level"] == level and item.get("cites_evidence"):
                cited = union(cited, intersection(recognised_days(item)[0], outside))
        return cited

    def _ways(self, version: Version, day: int, held: frozenset[str], shaken: frozenset[str]) -> Ways:
        explainer = self._rules.explainer(version, thorough=self._thorough)
        return Ways(
            version=version,
            day=day,
            found=self.assessment,
            prove=lambda condition: self.prove(version, condition, day),
            refused_since=lambda way, since: explainer.refused_since(way, self._rules.again(self._hand), day, since),
            held=held,
            shaken=shaken,
        )

    def _shaken(self, level: str, day: int, basis: Iterable[Basis]) -> bool:
        """Tell whether a level that is held rests on evidence that does not give it, or was retracted since."""
        return contains(self._gap(level), day) or any(
            each.retracted_on for base in basis if base.level == level for each in base.evidence
        )

    def _refused(self, version: Version, day: int) -> Iterator[Refused]:
        for clause in version.policy.refusals:
            if self.truth(version, clause.condition, day):
                proof = self.prove(version, clause.condition, day)
                yield Refused(clause.no, clause.reason, clause.text, tuple(proof.cited()))


def _by_rank(policy: Policy, name: str | None) -> list[Level]:
    """Return the levels, or the one that is named, the highest first."""
    among = (level for level in policy.levels if name in {None, level.id})
    return sorted(among, key=lambda level: -level.rank)


def _ladder(policy: Policy, *, aside: bool = False) -> list[Level]:
    return sorted((level for level in policy.levels if level.specialisation is aside), key=lambda level: -level.rank)


def _holding(rules: Iterable[Rule], timelines: dict[str, Timeline], day: int) -> list[Rule]:
    return [rule for rule in rules if contains(timelines[rule.name][0], day)]


def _open(rule: Rule, days: Spans, day: int) -> OpenCondition:
    span = span_at(days, day)
    return OpenCondition(rule.name, rule.reason, rule.text, day_shown(span[0]) if span else None, rule.by)


def _same(one: Segment, other: Segment) -> bool:
    """Tell whether nothing changed for the person; that another version came into force is no change by itself."""
    return msgspec.structs.replace(one, from_=other.from_, until=other.until, version=other.version) == other

"""A chain of versions compiled as one: levels last across versions, all else is judged by the text of the day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from domain.dates import shifted
from domain.policy.candidates import Explain
from domain.policy.chain import Chain, Version
from domain.policy.compiling import Compiler
from domain.policy.explaining import Explainer
from domain.policy.explaining_selections import Followed, Refused
from domain.policy.hand import FACTS, Facts, Hand, Holds, Memory, over
from domain.policy.joining import constantly
from domain.policy.language import ALWAYS, Condition, LevelHeld, Together
from domain.policy.leaning import circle_over
from domain.policy.looking_back import those_over
from domain.policy.meaning import Meanings, acts_honoured
from domain.policy.periods import Periods
from domain.policy.proof import Proof
from domain.policy.selecting import Items
from domain.policy.terms import Slots, span_of
from domain.policy.text import Level, Policy
from domain.policy.unfolding import Stated, Unfolding, guarded, may_run
from domain.refusal import Refusal
from domain.timeline import (
    END,
    NEVER_SPANS,
    NO,
    YES,
    Spans,
    Timeline,
    both,
    complement,
    contains,
    either,
    latch,
    union,
    union_of,
    within,
)

Timelines = dict[str, Timeline]


class LevelsTurnInACircle(Refusal):
    """Levels lean on each other, each in another text, so that none could be worked out before the other."""

    sentence = "the levels of these texts lean on each other: {0}; a later text may not turn the order of levels around"

    def __init__(self, circle: list[str]) -> None:
        super().__init__(" → ".join(circle))


class Assessment(msgspec.Struct, frozen=True):
    """What a chain says of one pathway on all days, each part by its name in the rulebook.

    ``held`` are levels by rule or by recognition, ``entitled`` by rule alone; ``listable`` is where a listed level is
    held, ``unmet`` where a need of the listing is not met.
    """

    held: Timelines
    entitled: Timelines
    standings: Timelines
    listable: Timeline
    unmet: Timelines
    conditions: Timelines
    notes: Timelines


RECOGNITION = "recognition"
"""The kind of evidence by which a body decides that a level is held."""

NEVER = constantly(NO)

Part = list[tuple[str, Holds]]
Pieces = tuple[tuple[Holds, Spans], ...]


class Rules:
    """A compiled chain. Compile once; assess any number of pathways."""

    def __init__(self, chain: Chain) -> None:
        """Compile every condition of every version, sharing those of equal meaning. Raises `LevelsTurnInACircle`."""
        circle = circle_over(version.policy for version, cover in chain.covers if cover)
        if circle:
            raise LevelsTurnInACircle(circle)
        self.chain = chain
        self._memory = Memory()
        self._meanings = [Meanings(version) for version, _ in chain.covers]
        honoured = acts_honoured(chain, self._meanings)
        shared: dict[tuple[bytes, str], Callable[[Hand], Any]] = {}
        self._levels: dict[tuple[str, bool], Holds] = {}
        self.compilers = [
            Compiler(meanings, version, honoured, shared, self._memory, self._level, self._period, self._versions)
            for meanings, (version, _) in zip(self._meanings, chain.covers, strict=True)
        ]
        self._others = [
            Compiler(
                Meanings(version), version, honoured, shared, self._memory, self._level, self._period, self._versions
            )
            for version, _ in chain.others
        ]
        self._periods: dict[str, Items] = {}
        self._unfoldings: dict[str, Unfolding] = {}
        for name in dict.fromkeys(period.name for version, _ in chain.covers for period in version.policy.periods):
            self._compile_period(name)
        for name in dict.fromkeys(level.id for version, _ in chain.covers for level in version.policy.levels):
            self._compile_level(name)
        self._explainers: dict[tuple[int, bool], Explainer] = {}
        self._of_periods: dict[tuple[object, ...], Explain] = {}
        self._refused: dict[tuple[str, Spans], Refused] = {}
        self._held: Part = [(name, holds) for (name, by_rule), holds in self._levels.items() if not by_rule]
        self._entitled: Part = [(name, holds) for (name, by_rule), holds in self._levels.items() if by_rule]
        self._standings = self._part(lambda text: ((rule.name, rule.condition) for rule in text.standings))
        self._listable = self._splice(_listable, NO)
        self._unmet = self._part(
            lambda text: ((need.name, Together(how="none", of=(need.condition,))) for need in text.listing)
        )
        self._conditions = self._part(lambda text: ((rule.name, rule.condition) for rule in text.conditions))
        self._notes = self._part(lambda text: ((rule.name, rule.condition) for rule in text.notes))

    def hand(self, facts: Facts) -> Hand:
        """Return a hand with which to evaluate nodes of this chain."""
        return self._memory.hand(facts)

    def again(self, hand: Hand) -> Hand:
        """Return a hand for another evaluation over the same facts, which finds what it worked out before."""
        return self._memory.again(hand)

    def explainer(self, version: Version, *, thorough: bool = False) -> Explainer:
        """Return the explainer of one version of the chain; it is made when first asked for."""
        if (id(version), thorough) not in self._explainers:
            index = next(i for i, (each, _) in enumerate(self.chain.covers) if each is version)
            self._explainers[id(version), thorough] = self._explain(version, self.compilers[index], thorough=thorough)
        return self._explainers[id(version), thorough]

    def _explainer_on(self, day: int, *, thorough: bool) -> Explainer | None:
        """Return the explainer of the text of another day."""
        if not self.chain.others:
            version = next((version for version, cover in self.chain.covers if contains(cover, day)), None)
            return None if version is None else self.explainer(version, thorough=thorough)
        for compiler, (version, cover) in zip(self._others, self.chain.others, strict=True):
            if contains(cover, day):
                return self._explain(version, compiler, thorough=thorough)
        return None

    def _explain(self, version: Version, compiler: Compiler, *, thorough: bool) -> Explainer:
        others = partial(self._explainer_on, thorough=thorough)
        return Explainer(version.policy, compiler, self._followed, others, thorough=thorough)

    def periods(self, hand: Hand) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the periods of each name, in the order in which they begin."""
        return {name: items(hand) for name, items in self._periods.items()}

    def _followed(self, name: str, period: Mapping[str, Any] | None, hand: Hand, day: int) -> Followed:
        """Return the proof of a period's renewal up to a day, or why none has begun, by the text in force then."""
        if period is None:
            return Followed(self._begun(name, hand, day), still=True)
        last = self.renewable_until(name, period["until"] - 1)
        renewal = self.renewal(name, period, hand, min(day, last))
        return Followed(renewal, still=day <= last, anew=self._begun_since(name, period["until"], hand, day))

    def renewable_until(self, name: str, last: int) -> int:
        """Return the last day of a late renewal, by the text of the period's last day or one that reaches back."""
        found = last
        for version, cover in self.chain.covers:
            for period in version.policy.periods:
                said = period.renewed if period.name == name else None
                if said is not None and (said.reaches_earlier or contains(cover, last)):
                    found = max(found, shifted(last, said.late.months, said.late.days))
        return found

    def _text_of(self, name: str, day: int) -> Stated | None:
        """Return a period as the text in force on a day states it; a text of another day alone may know of it."""
        unfolding = self._unfoldings.get(name)
        return None if unfolding is None else unfolding.text_on(day)

    def _begun(self, name: str, hand: Hand, day: int) -> tuple[Proof, ...]:
        text = self._text_of(name, day)
        begins = None if text is None else text.period.begins or text.period.whenever
        if text is None or begins is None:
            return ()
        version = next(version for version, cover in self.chain.covers if cover == text.cover)
        unfolding = self._unfoldings[name]
        slots = {over(name): (unfolding.past, version.policy.vocabulary[name])}
        explain = self._explained(("begins", name, text.cover), version, begins, slots)
        self._memory.fit(hand)
        hand[unfolding.past] = those_over(self._periods[name](hand), day)
        return (explain(hand, day),)

    def _begun_since(self, name: str, since: int, hand: Hand, day: int) -> tuple[Proof, ...]:
        """Return why no period has begun since a day, if one could and something was to begin it.

        What was to begin one is judged on its own day, by the text in force then.
        """
        items, text = self._periods[name](hand), self._text_of(name, day)
        if text is None or any(may_run(item, day) for item in items):
            return ()
        if text.period.begins is None:
            return tuple(proof for proof in self._begun(name, hand, day) if proof.holds is False and not proof.dead)
        unfolding = self._unfoldings[name]
        texts = [(self._refused_beginning(name, each), days) for each, days in unfolding.beginning(since, day + 1)]
        self._memory.fit(hand)
        hand[unfolding.past] = those_over(items, day)
        proofs = [refused(hand, day, days) for refused, days in texts]
        return tuple(proof for proof in proofs if proof is not None)[-1:]

    def _refused_beginning(self, name: str, text: Stated) -> Refused:
        """Return the closure of what was to begin a period by one text, made when first asked for."""
        if (name, text.cover) not in self._refused:
            version = next(version for version, cover in self.chain.covers if cover == text.cover)
            slots = {over(name): (self._unfoldings[name].past, version.policy.vocabulary[name])}
            self._refused[name, text.cover] = self.explainer(version).refused_beginning(text.period, slots)
        return self._refused[name, text.cover]

    def renewal(self, name: str, period: Mapping[str, Any], hand: Hand, day: int) -> tuple[Proof, ...]:
        """Return the proof of the condition of a period's renewal on a day, if the text of its last day has one."""
        text = self._text_of(name, period["until"] - 1)
        if text is None or text.period.renewed is None or text.period.renewed.when == ALWAYS:
            return ()
        version = next(version for version, cover in self.chain.covers if cover == text.cover)
        slots = {name: (text.slot, version.policy.vocabulary[name])}
        explain = self._explained(("renewed", name, text.cover), version, text.period.renewed.when, slots)
        self._memory.fit(hand)
        hand[text.slot] = period
        return (explain(hand, day),)

    def _explained(self, key: tuple[object, ...], version: Version, condition: Condition, slots: Slots) -> Explain:
        """Return the closure that proves a condition of a period, made when first asked for."""
        if key not in self._of_periods:
            self._of_periods[key] = self.explainer(version).explain(condition, slots)
        return self._of_periods[key]

    def assess(self, facts: Facts) -> Assessment:
        """Return the whole timeline of a pathway's facts, past and future."""
        hand = self._memory.hand(facts)
        return Assessment(
            {name: holds(hand) for name, holds in self._held},
            {name: holds(hand) for name, holds in self._entitled},
            {name: holds(hand) for name, holds in self._standings},
            self._listable(hand),
            {name: holds(hand) for name, holds in self._unmet},
            {name: holds(hand) for name, holds in self._conditions},
            {name: holds(hand) for name, holds in self._notes},
        )

    def _level(self, name: str, by_rule: bool) -> Holds:  # noqa: FBT001 -- the two questions about a level
        """Return the closure of a level, which may be asked for before that level is compiled."""
        return lambda hand: self._levels.get((name, by_rule), NEVER)(hand)  # noqa: PLW0108 -- once all are compiled

    def _period(self, name: str) -> Items:
        """Return the closure of the periods of a name, which may be asked for before they are compiled."""
        return lambda hand: self._periods.get(name, _no_periods)(hand)  # noqa: PLW0108 -- once all are compiled

    def _versions(self) -> Sequence[tuple[Compiler, Spans]]:
        """Return the texts of other days, with the days on which they are in force."""
        others = self.chain.others
        compilers, texts = (self._others, others) if others else (self.compilers, self.chain.covers)
        return [(compiler, cover) for compiler, (_, cover) in zip(compilers, texts, strict=True)]

    def _compile_period(self, name: str) -> None:
        past = self._memory.slot()
        stated = [
            Periods(compiler, version.policy.vocabulary, self._memory).stated(period, cover, past)
            for compiler, (version, cover) in zip(self.compilers, self.chain.covers, strict=True)
            for period in version.policy.periods
            if period.name == name and cover
        ]
        self._unfoldings[name] = Unfolding(name, stated, past)
        self._periods[name] = self._memory.keep(guarded(name, self._memory.slot(), self._unfoldings[name].items))

    def _compile_level(self, name: str) -> None:
        acquiring = self._pieces(lambda text: _acquiring(text, name), NO)
        if any(level.kept or level.lost for text in self._texts() for level in text.levels if level.id == name):
            keeping = (*self._pieces(lambda text: _keeping(text, name), YES), (constantly(YES), self._without_text()))
            acquired, kept = _joined(acquiring), _joined(keeping)
            entitled = self._memory.keep(lambda hand: latch(acquired(hand), kept(hand)))
        else:
            entitled = self._memory.keep(_for_good(acquiring))
        recognised = _recognised(name)
        self._levels[name, True] = entitled
        self._levels[name, False] = self._memory.keep(lambda hand: either(entitled(hand), recognised(hand)))

    def _without_text(self) -> Spans:
        """Return the days on which no text is in force, and none therefore takes anything away."""
        return complement(union_of(cover for _, cover in self.chain.covers))

    def _texts(self) -> Iterable[Policy]:
        return (version.policy for version, _ in self.chain.covers)

    def _part(self, named: Callable[[Policy], Iterable[tuple[str, Condition]]]) -> Part:
        names = dict.fromkeys(name for text in self._texts() for name, _ in named(text))
        return [(name, self._splice(lambda text, name=name: dict(named(text)).get(name), NO)) for name in names]  # type: ignore[misc]

    def _splice(self, pick: Callable[[Policy], Condition | None], otherwise: Timeline) -> Holds:
        return _joined(self._pieces(pick, otherwise))

    def _pieces(self, pick: Callable[[Policy], Condition | None], otherwise: Timeline) -> Pieces:
        """Return what the versions state, each meaning once, with the days on which it is the text in force.

        ``otherwise`` stands on the covered days of a version that states no such condition.
        """
        pieces: dict[bytes, tuple[Holds, Spans]] = {}
        for compiler, meanings, (version, cover) in zip(self.compilers, self._meanings, self.chain.covers, strict=True):
            condition = pick(version.policy)
            if not cover or (condition is None and otherwise is NO):
                continue
            key = b"" if condition is None else meanings.of(condition)
            holds, days = pieces.get(key) or (
                constantly(otherwise) if condition is None else compiler.compile(condition),
                (),
            )
            pieces[key] = (holds, union(days, cover))
        return tuple(pieces.values())


def _no_periods(_: Hand) -> Sequence[Any]:
    """Return the periods of a name that only a text of another day states."""
    return ()


def _for_good(pieces: Pieces) -> Holds:
    """Return the closure of what is kept for good once acquired: later texts are not looked at after that."""
    ordered = sorted(pieces, key=lambda piece: piece[1])

    def acquired(hand: Hand) -> Timeline:
        found = NO
        for holds, cover in ordered:
            if found[0] and found[0][0] <= cover[0]:
                break
            part = holds(hand)
            if part is not NO:
                found = either(found, within(part, cover))
        return latch(found, YES)

    return acquired


def _joined(pieces: Pieces) -> Holds:
    if len(pieces) == 1:
        ((only, cover),) = pieces
        return lambda hand: within(only(hand), cover)

    def joined(hand: Hand) -> Timeline:
        found = NO
        for holds, cover in pieces:
            part = holds(hand)
            if part is not NO:
                part = within(part, cover)
                found = part if found is NO else either(found, part)
        return found

    return joined


def _listable(text: Policy) -> Condition | None:
    return Together(how="any", of=tuple(LevelHeld(level=name) for name in text.listing_of)) if text.listing_of else None


def _level_of(text: Policy, name: str) -> Level | None:
    return next((level for level in text.levels if level.id == name), None)


def _acquiring(text: Policy, name: str) -> Condition | None:
    level = _level_of(text, name)
    routes = tuple(route.condition for route in level.routes) if level else ()
    return Together(how="any", of=routes) if routes else None


def _keeping(text: Policy, name: str) -> Condition | None:
    level = _level_of(text, name)
    if level is None or (level.kept is None and level.lost is None):
        return None
    kept = (level.kept,) if level.kept is not None else ()
    lost = (Together(how="none", of=(level.lost,)),) if level.lost is not None else ()
    return Together(how="all", of=(*kept, *lost))


def _recognised(name: str) -> Holds:
    """Return the closure of the days on which a decision recognises a level: from its day until it is revoked."""

    def recognised(hand: Hand) -> Timeline:
        found = NO
        for item in hand[FACTS].get(RECOGNITION, ()):
            level = item["level"]
            if level is None or level == name:
                days = recognised_days(item)
                found = either(found, days if level else (NEVER_SPANS, days[1]))
        return found

    return recognised


def recognised_days(item: Mapping[str, Any]) -> Timeline:
    """Return the days on which a recognition stands: from its day on, until it is revoked or taken back."""
    granted, until, retracted = item["granted_on"], item.get("until", END), item.get("retracted_on", END)
    return both(span_of(granted, until), span_of(granted, retracted))

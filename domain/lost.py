"""Levels that were held and are not any more: since when, and what took them away."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from domain.answer import LostLevel
from domain.policy.chain import Chain, Version
from domain.policy.hand import Facts
from domain.policy.language import Condition
from domain.policy.leaning import named_in
from domain.policy.proof import Cited, Proof
from domain.policy.rules import RECOGNITION, Assessment, recognised_days
from domain.policy.text import Level, Policy
from domain.shown import day_shown
from domain.timeline import NO, Spans, Timeline, contains, span_at

RECOGNITION_ENDED = "RECOGNITION_ENDED"
"""The reason code of a level that was held by recognition alone."""

Prove = Callable[[Version, Condition, int], Proof]


class Losses:
    """What was lost of one pathway: its facts under a chain, with what proves a condition of a text on a day."""

    def __init__(self, chain: Chain, facts: Facts, assessment: Assessment, prove: Prove) -> None:
        self._chain = chain
        self._facts = facts
        self._found = assessment
        self._prove = prove

    def of(self, policy: Policy, day: int) -> Iterator[LostLevel]:
        """Yield the levels of a text that were certainly held and are not on a day, the highest first.

        A level that ended while a higher one was held, or that lies below the one held now, was not lost.
        """
        for level in sorted(policy.levels, key=lambda each: (each.specialisation, -each.rank)):
            held = _last_held(self._found.held.get(level.id, NO), day)
            if held and not any(self._above(policy, level, on) for on in (held[1], day)):
                yield self._lost(level, *held)

    def _above(self, policy: Policy, level: Level, day: int) -> bool:
        return not level.specialisation and any(
            not each.specialisation and each.rank > level.rank and contains(self._found.held[each.id][0], day)
            for each in policy.levels
        )

    def _lost(self, level: Level, since: int, until: int) -> LostLevel:
        version = self._chain.version_on(date.fromordinal(until))
        causes = list(self._causes(level.id, version, until))
        return LostLevel(
            id=level.id,
            title=level.title,
            since=day_shown(since),
            until=date.fromordinal(until),
            version=version.policy.version if version else "",
            reasons=tuple(dict.fromkeys(code for cause in causes for code in cause.codes if code)),
            clauses=tuple(dict.fromkeys(no for cause in causes for no in cause.clauses())),
            evidence=tuple(dict.fromkeys(each for cause in causes for each in cause.cited())),
        )

    def _causes(self, name: str, version: Version | None, until: int) -> Iterator[Proof]:
        """Yield what ended a level on its last day: that it is not kept, or is lost, or a recognition that ended.

        A level that was kept while another was held, and has no reason of its own, was lost for that one's reasons.
        """
        for item in self._facts.get(RECOGNITION, ()):
            if item["level"] in {None, name} and _ends(recognised_days(item)[1], until):
                decided = Cited(kind=RECOGNITION, id=item["id"], event=item.get("event", ""))
                yield Proof(says=RECOGNITION, holds=False, codes=(RECOGNITION_ENDED,), evidence=(decided,))
        level = next((each for each in version.policy.levels if each.id == name), None) if version else None
        if version is None or level is None or not _ends(self._found.entitled[name][1], until):
            return
        for condition, ends in ((level.kept, False), (level.lost, True)):
            proof = None if condition is None else self._prove(version, condition, until)
            if condition is not None and proof is not None and proof.holds is ends:
                yield proof
                leant_on = named_in(condition) if not any(proof.codes) else ()
                for other in dict.fromkeys(leant_on):
                    yield from self._causes(other.removeprefix("level "), version, until)


def last_reasons(lost: Sequence[LostLevel], aside: Collection[str]) -> tuple[str, ...]:
    """Return why the level that was held last was lost, and why each of those that stand ``aside`` was."""
    latest = max((each.until for each in lost if each.id not in aside), default=None)
    return tuple(code for each in lost if each.id in aside or each.until == latest for code in each.reasons)


def _last_held(held: Timeline, day: int) -> tuple[int, int] | None:
    """Return the first day of what was certainly held last, and the first on which it was not even possibly."""
    certain, possible = held
    since = max((from_ for from_ in certain[::2] if from_ <= day), default=None)
    span = None if since is None or contains(possible, day) else span_at(possible, since)
    return (since, span[1]) if since is not None and span else None


def _ends(spans: Spans, day: int) -> bool:
    return contains(spans, day - 1) and not contains(spans, day)

"""What each way to a level lacks, of one pathway on a day."""

from collections.abc import Callable, Iterator

import msgspec

from domain.answer import ANNOUNCED, Missing
from domain.policy.chain import Version
from domain.policy.language import Condition
from domain.policy.needing import day_of_refusal, levels_needed
from domain.policy.proof import Proof
from domain.policy.rules import Assessment
from domain.policy.text import Announcement, Level, Route
from domain.timeline import NO

LEVEL_MISSING = "LEVEL_MISSING"
"""The reason code of a way that asks for a level that is not held, where the text has none for it."""

Prove = Callable[[Condition], Proof]
RefusedSince = Callable[[Condition, int], Proof | None]
"""Gives the act of a condition that was refused on or after a day."""


class Ways(msgspec.Struct, frozen=True):
    """The ways of one text to its levels on a day, with what proves a condition there.

    ``held`` are the levels of the text that are held on the day; ``shaken`` those of them of which what they rest on
    does not give them any more.
    """

    version: Version
    day: int
    found: Assessment
    prove: Prove
    refused_since: RefusedSince
    held: frozenset[str]
    shaken: frozenset[str]

    def missing(self) -> Iterator[Missing]:
        """Yield what each way lacks to a level that is not held, or whose basis no longer stands, the lowest first."""
        levels = self.version.policy.levels
        ranks = [each.rank for each in levels if each.id in self.held and not each.specialisation]
        for level in sorted(levels, key=lambda each: (each.specialisation, each.rank)):
            held = level.id in self.held
            if held and level.id not in self.shaken:
                continue
            sought = held if level.specialisation else level.rank >= max(ranks, default=level.rank)
            proofs = [(route, self.prove(route.condition)) for route in level.routes]
            if held and any(proof.holds for _, proof in proofs):
                continue
            lacking = [(route.name, *self._lacking(level, route, proof)) for route, proof in proofs]
            begun = [proof.failed if proof.rests_on_evidence() else None for _, proof, _ in lacking]
            least = min([failed for failed in begun if failed is not None], default=-1)
            for (route, proof, status), failed in zip(lacking, begun, strict=True):
                yield self._way(level, route, proof, status, nearest=sought and (status != "open" or failed == least))
            for each in self.version.policy.announcements:
                if each.level == level.id and not held:
                    yield _announced(level, each, nearest=sought and least >= 0)

    def _way(self, level: Level, route: str, proof: Proof, status: str, *, nearest: bool) -> Missing:
        """Return what is missing of a way; one that needs a level that is not held is not the nearest."""
        needed = levels_needed(proof)
        needs = tuple([each for each in needed if each not in self.held])
        untold = False in needed.values()
        return Missing(
            level=level.id,
            title=level.title,
            route=route,
            status=status,
            reasons=(LEVEL_MISSING, *proof.codes) if untold else proof.codes,
            short=proof.short,
            clauses=tuple(proof.clauses()),
            text="",
            nearest=nearest and not needs,
            last_day=proof.last_day,
            needs=needs,
            judged_on=day_of_refusal(proof),
        )

    def _lacking(self, level: Level, route: Route, proof: Proof) -> tuple[Proof, str]:
        """Return what is missing of a way to a level: the way itself, or, where that is met, what keeps the level.

        An act that was refused after the level was lost says more than that the one of before was met.
        """
        lost = self._lost(level)
        refused = None if lost is None else self.refused_since(route.condition, lost)
        if proof.holds is False and refused is not None and not {*refused.codes} <= {*proof.codes}:
            codes = dict.fromkeys((*refused.codes, *proof.codes))
            return msgspec.structs.replace(proof, codes=tuple(codes), parts=(refused, *proof.parts)), "open"
        for condition, ends, status in ((level.kept, False, "met, not kept"), (level.lost, True, "met, lost")):
            if not proof.holds or condition is None:
                continue
            lasting = self.prove(condition)
            if (lasting.holds is True) is ends:
                if refused is not None:
                    return refused, "open"
                return (msgspec.structs.replace(lasting, short="") if ends else lasting), status
        return proof, "open"

    def _lost(self, level: Level) -> int | None:
        """Return the first day on which a level was not held any more that was held before."""
        certain, _ = self.found.held.get(level.id, NO)
        return max((until for until in certain[1::2] if until <= self.day), default=None)


def _announced(level: Level, announced: Announcement, *, nearest: bool) -> Missing:
    return Missing(
        level=level.id,
        title=level.title,
        route=announced.route,
        status=ANNOUNCED,
        reasons=(announced.reason,),
        short="",
        clauses=(),
        text=announced.text,
        nearest=nearest,
    )

"""A pathway as a log has it, recorded or rehearsed: the side of a comparison."""

import msgspec

from application.assessing import Assessor
from domain.impact import Side
from domain.pathway.decisions import PathwayUnknown
from domain.policy.hand import Facts
from domain.policy.rules import Rules


class Log(msgspec.Struct, frozen=True):
    """A log, recorded or rehearsed: who assesses by it, up to which position, and by which rules."""

    assessor: Assessor
    position: int
    rules: Rules

    def side(self, facts: Facts) -> Side:
        return Side(facts, self.rules.assess(facts))

    def side_of(self, pathway: str) -> Side:
        """Return a pathway as its events have it; one that is not opened in this log has no facts."""
        try:
            return self.side(self.assessor.facts(pathway, self.position))
        except PathwayUnknown:
            return self.side({})

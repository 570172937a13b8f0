"""Two texts of a rulebook beside each other, with the clauses of one found in the other."""

from domain.policy.differing_conditions import Comparison, Side
from domain.policy.leaning_on import leaning_on
from domain.policy.normal import normal
from domain.policy.renumbering import same_clauses
from domain.policy.saying_text import speech_of
from domain.policy.text import Level, Policy


class Pair:
    """The old and the new text, what says their conditions, and what compares them."""

    def __init__(self, old: Policy, new: Policy) -> None:
        self.old, self.new = old, new
        self._numbers = same_clauses(old, new)
        self.before = Side(speech_of(old), normal)
        self.after = Side(speech_of(new), lambda each: normal(each, self.old_number))
        self.conditions = Comparison(self.before, self.after)
        self.leaning = leaning_on(new)

    def old_number(self, no: str) -> str:
        """Return the number of a clause in the old text; that of a new one is like none in it."""
        return self._numbers.get(no, f"new {no}")

    def renamed_routes(self, old: Level, new: Level) -> dict[str, str]:
        """Return the routes that only have another name: new name → old name."""
        left = {each.name: self.before.normal(each.condition) for each in old.routes}
        for each in new.routes:
            left.pop(each.name, None)
        found: dict[str, str] = {}
        for route in new.routes:
            form = self.after.normal(route.condition)
            same = next((name for name, was in left.items() if was == form), None)
            if same is not None and route.name not in {each.name for each in old.routes}:
                found[route.name] = same
                del left[same]
        return found

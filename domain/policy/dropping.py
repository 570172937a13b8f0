"""What an amendment takes out of the text before it."""

from domain.policy.text import Policy
from domain.policy.typed import Walk, entries_of, unknown


class Drops:
    """What an amendment takes out of the text before it, by section."""

    def __init__(self, walk: Walk, old: Policy) -> None:
        """Read the names under ``drops``; those that the old text does not have are faults."""
        known = {
            "parameters": {each.name for each in old.parameters},
            "clauses": {each.no for each in old.clauses},
            "refuses": {each.no for each in old.refusals},
            "periods": {each.name for each in old.periods},
            "announces": {each.route for each in old.announcements},
            "levels": {each.id for each in old.levels},
            "routes": {f"{level.id}: {route.name}" for level in old.levels for route in level.routes},
            "standings": {each.name for each in old.standings},
            "needs": {each.name for each in old.listing},
            "conditions": {each.name for each in old.conditions},
            "notes": {each.name for each in old.notes},
        }
        self._names: dict[str, set[str]] = {}
        if "drops" not in walk.entries:
            return
        with walk.keeping_faults():
            part = Walk(walk.entries["drops"][0], entries_of(walk.entries["drops"][1], "what is dropped", known))
            for section in part.entries:
                with walk.keeping_faults():
                    names = part.names(section)
                    walk.faults += [
                        unknown(name, f"what is dropped from {section}:", known[section])
                        for name in names
                        if name.value not in known[section]
                    ]
                    self._names[section] = {name.value for name in names}

    def of(self, section: str) -> set[str]:
        """Return the names dropped from a section."""
        return self._names.get(section, set())

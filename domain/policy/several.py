"""Lines that join several conditions: nothing would say which of them belong together."""

import re

from domain.policy.slips import RELATIONS
from domain.policy.typed import Fault, Text

_COMPARED = "|".join(sorted((*RELATIONS, "is given"), key=len, reverse=True))
_NAMED = r"(?:[\w-]+ ){0,4}[\w-]+"
_JOINT = re.compile(
    r" (?:and|(?<! on )or|AND|OR|&) (?:not |either |\()*"
    r"(?:clause \S|clauses [A-Z]?\d|holds \S|entitled to \S"
    rf"|the day (?:{_COMPARED}) |{_NAMED}\.\w+ (?:{_COMPARED})(?: |$)"
    rf"|{_NAMED} (?:in force on|begun by) |(?:{_COMPARED}) \d)"
)
_AND, _OR = (re.compile(pattern, re.IGNORECASE) for pattern in (r" (?:and|&) ", r"(?<! on) or "))


def joined(text: Text) -> Fault | None:
    """Return the fault of a line in which another condition begins after ``and`` or ``or``, if one does."""
    return several(text) if _JOINT.search(text.value) else None


def several(text: Text) -> Fault:
    """Return the fault of a line with several conditions."""
    both = _AND.search(text.value) and _OR.search(text.value)
    inside = "; where there are both, an 'all:' stands under the 'any:', or an 'any:' under the 'all:'" if both else ""
    return Fault(
        text.place,
        f"one condition stands on a line: what 'and' joins stands under 'all:', what 'or' joins under 'any:'{inside}",
    )

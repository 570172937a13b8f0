"""What a careful lawyer would ask of a text that can be read: each remark with its code and its way in the document."""

from collections.abc import Callable, Iterator

import msgspec

from domain.policy.lint_alternatives import alternatives
from domain.policy.lint_amounts import amounts
from domain.policy.lint_apart import apart
from domain.policy.lint_captured import captured
from domain.policy.lint_coming import coming
from domain.policy.lint_contradictions import contradictions
from domain.policy.lint_keeping import acts_restated, losses
from domain.policy.lint_names import names, read_as_in_force
from domain.policy.lint_reasons import reasons
from domain.policy.lint_repetitions import repetitions
from domain.policy.places import Way
from domain.policy.text import Policy


class Remark(msgspec.Struct, frozen=True):
    """A question to whoever wrote the text."""

    code: str
    way: Way
    words: str


CHECKS: tuple[Callable[[Policy], Iterator[tuple[str, Way, str]]], ...] = (
    contradictions,
    alternatives,
    repetitions,
    amounts,
    names,
    reasons,
    captured,
    apart,
    coming,
    losses,
)


def remarks(policy: Policy, before: Policy | None = None) -> tuple[Remark, ...]:
    """Return the remarks on a text, without those that the text before it gives rise to as well."""
    found = dict.fromkeys(Remark(*each) for check in CHECKS for each in check(policy))
    if before is None:
        return tuple(found)
    known = set(remarks(before))
    own = (each for each in found if each not in known and not _read_before(each, policy, before))
    return (*own, *(Remark(*each) for each in acts_restated(policy, before)))


def _read_before(remark: Remark, policy: Policy, before: Policy) -> bool:
    """Tell whether what nothing reads was not declared for nothing.

    Of a kind it is enough that the text before knew it; a period has to be read by a clause as it stood in force then.
    """
    if remark.code == "period-not-read":
        return remark.way[-1] in read_as_in_force(policy, before)
    return remark.code == "kind-not-read" and remark.way[-1] in before.vocabulary

"""Why a condition holds on a day, or why not: a tree with the clauses, the evidence, and what is short."""

from datetime import date

import msgspec


class Cited(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item of evidence: its kind, its name within its stream, and the event that states it."""

    kind: str
    id: str
    event: str = ""


class SetAside(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item of evidence that does not count: the line that it fails, what was found, and the reason code if any."""

    evidence: Cited
    fails: str
    found: str = ""
    short: str = ""
    code: str = ""


class Reduced(msgspec.Struct, frozen=True):
    """What was measured and what counts of it: a cap bites, or a surplus alone counts."""

    code: str
    found: str
    counts: str


class Proof(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A condition on one day. ``holds`` is None where it is in doubt; ``short`` says what would be enough.

    ``codes`` are the reasons for the outcome, the innermost ones. ``passed`` and ``failed`` count the lines of the
    selection that got furthest; what was never judged counts as failed. ``last_day`` is the last on which what is
    missing would still count, as far as the condition itself says. ``reverse`` tells that it fails by what holds;
    ``dead`` that nothing to come can mend it. ``level`` is the level that it asks for, ``judged_on`` the day on which
    an act was judged. ``besides`` tells that its reasons stand beside the one given around it, and not in its place.
    """

    says: str
    holds: bool | None
    codes: tuple[str, ...] = ()
    clause: str = ""
    text: str = ""
    source: str = ""
    found: str = ""
    short: str = ""
    evidence: tuple[Cited, ...] = ()
    parts: tuple["Proof", ...] = ()
    passed: int = 0
    failed: int = 0
    set_aside: tuple[SetAside, ...] = ()
    reduced: tuple[Reduced, ...] = ()
    last_day: date | None = None
    lifted_by: str = ""
    reverse: bool = False
    dead: bool = False
    level: str = ""
    judged_on: date | None = None
    besides: bool = False

    def rests_on_evidence(self) -> bool:
        """Tell whether there was any evidence to judge."""
        if self.evidence:
            return True
        for part in self.parts:  # noqa: SIM110 -- half the time of any() over a generator, at every node of every way
            if part.evidence or (part.parts and part.rests_on_evidence()):
                return True
        return False

    def cited(self) -> list[Cited]:
        """Return all evidence that the outcome rests on, without repetition."""
        return list(dict.fromkeys([each for proof in self._made_by() for each in proof.evidence]))

    def clauses(self) -> list[str]:
        """Return the numbers of the clauses that the outcome rests on."""
        return list(dict.fromkeys([proof.clause for proof in self._made_by() if proof.clause]))

    def _made_by(self) -> list["Proof"]:
        """Return the proof and those inside it that the outcome rests on, in the order in which they are told."""
        found = [self]
        self._add_parts(found)
        return found

    def _add_parts(self, found: list["Proof"]) -> None:
        outcome = True if self.reverse and self.holds is False else self.holds
        for part in self.parts:
            if part.holds is outcome:
                found.append(part)
                if part.parts:
                    part._add_parts(found)  # noqa: SLF001 -- its own kind

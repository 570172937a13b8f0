from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours over theirs, both measured in the same run, so that the machine cancels out.

    A greater ratio is better; a cost is given as its inverse. `detail` says what was measured and against what.
    What has no target is shown for comparison.
    """

    name: str
    ratio: float
    target: float | None
    detail: str

    @property
    def verdict(self) -> str:
        if self.target is None:
            return "shown"
        return "pass" if self.ratio >= self.target else "below"

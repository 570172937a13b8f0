from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours over theirs, both measured in the same run, so that the machine cancels out.

    A greater ratio is better; a cost is given as its inverse. `detail` says what was measured and against what.
    """

    name: str
    ratio: float
    target: float
    detail: str

    @property
    def verdict(self) -> str:
        return "pass" if self.ratio >= self.target else "below"

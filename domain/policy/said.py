"""What is said of a rule: a line of words, and under it the lines that it speaks of, so that its bracketing is seen."""

from collections.abc import Iterator

import msgspec

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class Said(msgspec.Struct, frozen=True):
    """A line of plain English; what stands ``under`` it is told of by its last words."""

    words: str
    under: tuple["Said", ...] = ()

    def led_by(self, words: str) -> "Said":
        """Return the same with words before it."""
        return Said(f"{words}{self.words}", self.under)


class Line(msgspec.Struct, frozen=True):
    """A line as it is printed: how deep it stands, the label it is called by aloud, and its words."""

    depth: int
    label: str
    words: str


def one_line(said: Said) -> str:
    """Return all of it in one line, each level in brackets of its own."""
    if not said.under:
        return said.words
    return f"{said.words}: [{'; '.join(one_line(each) for each in said.under)}]"


def lines_of(said: Said, depth: int = 0, label: str = "") -> Iterator[Line]:
    """Yield the lines of it, those under a line labelled (a), (b), and under those (i), (ii), and then (1), (2)."""
    yield Line(depth, label, f"{said.words}:" if said.under else said.words)
    for place, each in enumerate(said.under):
        yield from lines_of(each, depth + 1, label_of(depth, place))


def label_of(depth: int, place: int) -> str:
    """Return the label of a line by its place under another that stands so deep."""
    style = depth % 3
    if style == 0 and place < len(LETTERS):
        return f"({LETTERS[place]})"
    if style == 1 and place < len(ROMAN):
        return f"({ROMAN[place]})"
    return f"({place + 1})"


def listed(words: list[str], last: str = "or") -> str:
    """Return words one after the other: ``lead, sole or co``."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if words[1:] else "".join(words)

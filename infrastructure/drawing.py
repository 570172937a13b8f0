"""A ladder of levels drawn as SVG: whole in itself, the same for the same text."""

from collections.abc import Iterator, Sequence
from textwrap import shorten, wrap
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from domain.policy.ladder import Ladder, Leaning, Rung, Way

MARGIN, GAP, PAD, LINE = 32, 24, 12, 18
ROUTE, LEVEL, BETWEEN, GUTTER = 560, 300, 80, 90
LETTERS_OF_ROUTE, LETTERS_OF_LEVEL = 74, 38
WIDTH = MARGIN + ROUTE + BETWEEN + LEVEL + GUTTER + MARGIN
INK, FAINT, PAPER = "#1b2733", "#5b6b7a", "#ffffff"
ROUTE_FILL, LEVEL_FILL, LASTING_FILL, EDGE, HELD = "#f2f6fa", "#dcebdd", "#f7f3e6", "#5b6b7a", "#9a5b13"
FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
BY_RECOGNITION = Way("by recognition alone", ())


def drawn(ladder: Ladder) -> str:
    """Return the drawing: levels on the right, the highest on top; their routes on the left, each with its clauses."""
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": FONT, "font-size": "13"})
    SubElement(svg, "title").text = _printable(ladder.title)
    _arrows(svg)
    paper = SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
    paper.tail = "\n"
    page = _Page(svg)
    page.heading(ladder.title, 18)
    for rung in ladder.rungs:
        page.rung(rung)
    if ladder.aside:
        page.heading("Beside the ladder", 15)
    for rung in ladder.aside:
        page.rung(rung)
    page.prerequisites([*ladder.rungs, *ladder.aside])
    height = page.y + MARGIN - GAP
    svg.attrib |= {"width": str(WIDTH), "height": str(height), "viewBox": f"0 0 {WIDTH} {height}"}
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def _arrows(svg: Element) -> None:
    defs = SubElement(svg, "defs")
    for name, colour in (("to-level", EDGE), ("from-level", HELD)):
        sizes = {"viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "8", "markerHeight": "8"}
        marker = SubElement(defs, "marker", {"id": name, "orient": "auto", **sizes})
        SubElement(marker, "path", {"d": "M0 0 L8 4 L0 8 z", "fill": colour})


class _Page:
    """Draws from top to bottom; ``y`` is the first free line."""

    def __init__(self, svg: Element) -> None:
        self.y = MARGIN
        self._svg = svg
        self._middles: dict[str, int] = {}

    def heading(self, words: str, size: int) -> None:
        self._text(MARGIN, self.y + size, words, {"font-size": str(size), "font-weight": "600"})
        self.y += size + GAP

    def rung(self, rung: Rung) -> None:
        """Draw a level beside its routes, both beginning at the same height."""
        top = self.y
        arrows = []
        for way in rung.routes or (BY_RECOGNITION,):
            height = self._box(MARGIN, self.y, ROUTE, _lines(way, LETTERS_OF_ROUTE), ROUTE_FILL)
            arrows.append(self.y + height // 2)
            self.y += height + PAD
        right = MARGIN + ROUTE + BETWEEN
        lines = [("bold", each) for each in wrap(rung.title, LETTERS_OF_LEVEL)]
        lines.append(("faint", rung.id if rung.rank is None else f"{rung.id}, rank {rung.rank}"))
        height = self._box(right, top, LEVEL, lines, LEVEL_FILL)
        self._middles[rung.id] = top + height // 2
        below = top + height
        for way in rung.lasting:
            below += self._box(right, below, LEVEL, _lines(way, LETTERS_OF_LEVEL), LASTING_FILL)
        for middle in arrows:
            self._arrow(MARGIN + ROUTE, middle, right, self._middles[rung.id])
        self.y = max(self.y - PAD, below) + GAP

    def prerequisites(self, rungs: Sequence[Rung]) -> None:
        """Draw, at the right, an arrow from each level that has to be held to the level that asks for it."""
        edge = MARGIN + ROUTE + BETWEEN + LEVEL
        asked = [(held, rung.id) for rung in rungs for way in rung.routes for held in way.levels]
        for held, level in dict.fromkeys(asked):
            if held not in self._middles or held == level:
                continue
            start, end = self._middles[held], self._middles[level]
            bend = edge + min(GUTTER, 24 + abs(end - start) // 8)
            path = f"M{edge} {start + 6} C{bend} {start + 6} {bend} {end - 6} {edge} {end - 6}"
            line = SubElement(self._svg, "path", {"d": path, "fill": "none", "stroke": HELD, "stroke-dasharray": "5 3"})
            line.set("marker-end", "url(#from-level)")
            SubElement(line, "title").text = _printable(f"{level} asks for {held}")

    def _arrow(self, x: int, y: int, to_x: int, to_y: int) -> None:
        half = (x + to_x) // 2
        path = f"M{x} {y} C{half} {y} {half} {to_y} {to_x} {to_y}"
        attributes = {"d": path, "fill": "none", "stroke": EDGE, "marker-end": "url(#to-level)"}
        SubElement(self._svg, "path", attributes)

    def _box(self, x: int, y: int, width: int, lines: Sequence[tuple[str, str]], fill: str) -> int:
        """Draw a box with lines of text; return its height."""
        height = len(lines) * LINE + PAD
        size = {"x": str(x), "y": str(y), "width": str(width), "height": str(height), "rx": "6"}
        SubElement(self._svg, "rect", {**size, "fill": fill, "stroke": EDGE, "stroke-opacity": "0.5"})
        for place, (style, words) in enumerate(lines):
            self._text(x + PAD, y + PAD // 2 + 13 + place * LINE, words, STYLES[style])
        return height

    def _text(self, x: int, y: int, words: str, style: dict[str, str]) -> None:
        text = SubElement(self._svg, "text", {"x": str(x), "y": str(y), "fill": INK, **style})
        text.text = _printable(words)


STYLES: dict[str, dict[str, str]] = {
    "bold": {"font-weight": "600"},
    "faint": {"fill": FAINT},
    "plain": {},
}


def _lines(way: Way, letters: int) -> list[tuple[str, str]]:
    return [("bold", shorten(way.name, letters, placeholder=" …")), *_leaning(way.leaning, letters)]


def _leaning(leaning: Sequence[Leaning], letters: int) -> Iterator[tuple[str, str]]:
    for each in leaning:
        within = f" ({', '.join(each.within)})" if each.within else ""
        number = f"{each.no}{within}  " if each.no else ""
        words = shorten(each.words, max(letters - len(number), 12), placeholder=" …")
        yield ("plain" if each.no else "faint"), f"{number}{words}"


def _printable(words: str) -> str:
    """Return words without the characters that no XML may hold."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in words)

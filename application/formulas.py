"""Text that a spreadsheet would take for a formula: written so that it does not, and read back as it was.

The characters are those of OWASP's page on CSV injection. A text that begins with one of them is written after an
apostrophe, by which spreadsheets know text.
"""

_FULL_WIDTH = "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
BEGIN_A_FORMULA = frozenset("=+-@\t\r\n" + _FULL_WIDTH)
APOSTROPHE = "'"


def defused(text: str) -> str:
    """Return the text as it may stand in a cell that a spreadsheet opens."""
    return APOSTROPHE + text if _would_run(text) else text


def as_it_was(cell: str) -> str:
    """Return the text that was defused into the cell, or the cell itself."""
    return cell[1:] if cell.startswith(APOSTROPHE) and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    """Tell whether a text begins a formula, after any apostrophes: these are kept apart from the one that is added."""
    return text.lstrip(APOSTROPHE)[:1] in BEGIN_A_FORMULA

"""What to do about a fault of YAML, for somebody who has not learnt YAML."""

ADVICE = {
    "mapping values are not allowed": (
        "put a text that holds a colon and a blank in quotes; keys that belong together begin in one column"
    ),
    "expected <block end>": (
        "lines that belong together begin in one column; after a text in quotes nothing follows, and a quote inside it "
        "is doubled"
    ),
    "cannot start any token": "put a text that begins with this sign in quotes",
    "expected alphabetic or numeric": "put a text that begins with this sign in quotes",
    "unexpected end of stream": "a quote that opens a text has to close it",
    "expected ',' or": "a bracket that opens a list or a mapping has to close it",
    "expected a comment or a line break": "a text after '>' or '|' begins on the next line",
    "could not find expected ':'": "a line of a list begins with a dash and a blank, and a key ends with a colon",
    "but found another document": "one file is one document: take out the line '---'",
}
"""Advice by words of the problem as the library states it."""


def advised(problem: str, line: str = "") -> str:
    """Return the problem with what to do about it, where that is known; ``line`` is where it was found."""
    if line.strip().startswith("else:"):
        return f"{problem}; a line with a reason of its own begins with 'require:', and 'else:' stands below it"
    found = next((advice for words, advice in ADVICE.items() if words in problem), "")
    return f"{problem}; {found}" if found else problem

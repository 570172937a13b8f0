"""The word that somebody may have meant: by another name for it, by its form, or by its letters."""

from collections.abc import Iterable
from difflib import get_close_matches

OTHER_NAMES = {
    "and": ("all",),
    "article": ("clauses",),
    "articles": ("clauses",),
    "both": ("all",),
    "cap": ("counts at most",),
    "cycle": ("periods",),
    "cycles": ("periods",),
    "day": ("the day",),
    "definitions": ("vocabulary",),
    "delete": ("drops",),
    "deletes": ("drops",),
    "description": ("text",),
    "duration": ("lasts",),
    "effective": ("in force from",),
    "effective from": ("in force from",),
    "either": ("any",),
    "end": ("last_day", "until"),
    "ends": ("ends when", "last_day", "until"),
    "evidence": ("vocabulary",),
    "except": ("unless",),
    "exceptions": ("unless",),
    "exempt": ("unless",),
    "expires": ("until", "lasts"),
    "expiry": ("until", "last_day"),
    "extension": ("extended",),
    "extensions": ("extended",),
    "false": ("no",),
    "from": ("begins",),
    "grades": ("levels",),
    "grace": ("late",),
    "if": ("when", "that"),
    "kept": ("kept while",),
    "kinds": ("vocabulary",),
    "last": ("last_day",),
    "length": ("lasts",),
    "lost": ("lost when",),
    "max": ("counts at most", "at most"),
    "maximum": ("counts at most", "at most"),
    "message": ("else", "reason"),
    "min": ("at least",),
    "minimum": ("at least",),
    "name": ("title", "text"),
    "neither": ("none",),
    "not": ("none",),
    "now": ("the day",),
    "or": ("any",),
    "otherwise": ("else",),
    "paths": ("routes",),
    "ranks": ("levels",),
    "reference": ("source",),
    "remove": ("drops",),
    "removes": ("drops",),
    "renewal": ("renewed",),
    "renews": ("renewed",),
    "repeals": ("drops",),
    "requirements": ("clauses",),
    "requires": ("require",),
    "rule": ("clauses",),
    "rules": ("clauses",),
    "sections": ("clauses",),
    "start": ("begins", "from"),
    "started": ("begins", "from"),
    "starts": ("begins", "from"),
    "terms": ("periods",),
    "today": ("the day",),
    "true": ("yes",),
    "valid from": ("in force from",),
    "valid until": ("in force until",),
    "validity": ("lasts", "periods"),
    "waivable": ("may be waived",),
    "waived": ("may be waived",),
}
"""Words that rulebooks use for what the language calls otherwise, the likelier one first."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest, or nothing."""
    words = sorted(known)
    form = _form(word)
    alike = [each for each in words if _form(each) == form]
    alike += [each for each in OTHER_NAMES.get(form, ()) if each in words]
    alike += get_close_matches(word, words, n=1)
    alike += [each for each in reversed(words) if word.startswith(f"{each} ")]
    return next(iter(alike), "")


def _form(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())

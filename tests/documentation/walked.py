"""Pages that are walked: blocks of commands, and what each is said to print.

A block ``sh`` is a command as it is typed. A block of another language that follows it at once is what it prints, save
for what is left out openly: ``…`` stands for further members, items, lines, or for any part of a text.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

MORE = "…"
LANGUAGES = ("json", "jsonl", "http", "text")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Step(NamedTuple):
    """A block of commands, the language of what follows it, and what that says; both are empty if nothing follows."""

    command: str
    language: str
    shown: str


def steps(page: Path) -> list[Step]:
    """Return the steps of a page."""
    text = page.read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    found = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block[1] != "sh":
            continue
        shows_next = following is not None and not text[block.end() : following.start()].strip()
        if shows_next and following is not None and following[1] in LANGUAGES:
            found.append(Step(block[2], following[1], following[2]))
        else:
            found.append(Step(block[2], "", ""))
    return found


def agrees(step: Step, printed: str) -> bool:
    """Tell whether what was printed is what the page shows."""
    match step.language:
        case "json":
            return shows(json.loads(step.shown), json.loads(printed))
        case "jsonl":
            return shows(_lines(step.shown), _lines(printed))
        case "http":
            return _response(step.shown, printed)
        case _:
            return not step.language or _text(step.shown.strip(), printed.strip())


def shows(shown: Any, given: Any) -> bool:  # noqa: ANN401  (JSON)
    """Tell whether an example shows what was given, save for what it leaves out openly."""
    if isinstance(shown, dict):
        if not isinstance(given, dict):
            return False
        members = {name: value for name, value in shown.items() if name != MORE}
        complete = MORE in shown or set(members) == set(given)
        return complete and all(name in given and shows(value, given[name]) for name, value in members.items())
    if isinstance(shown, list):
        if not isinstance(given, list):
            return False
        items = [item for item in shown if item != MORE]
        some = given[len(given) - len(items) :] if shown[:1] == [MORE] else given[: len(items)]
        complete = len(items) < len(shown) or len(items) == len(given)
        return complete and len(some) == len(items) and all(map(shows, items, some))
    if isinstance(shown, str) and isinstance(given, str):
        return _text(shown, given)
    return bool(shown == given)


def _lines(text: str) -> list[Any]:
    return [MORE if line == MORE else json.loads(line) for line in text.splitlines() if line.strip()]


def _text(shown: str, given: str) -> bool:
    whole_lines = re.sub(r"(?m)^…$", "\0", shown)
    pattern = re.escape(whole_lines).replace("\0", r"[\s\S]*?").replace(MORE, ".*")
    return re.fullmatch(pattern, given) is not None


def _response(shown: str, printed: str) -> bool:
    """Compare a status line, the headers that the page shows, and a body if it shows one."""
    shown_head, _, shown_body = shown.partition("\n\n")
    head, _, body = printed.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
    status, *headers = head.splitlines()
    wanted, *wanted_headers = shown_head.strip().splitlines()
    given = {name.lower(): value for name, _, value in (each.partition(": ") for each in headers)}
    for each in wanted_headers:
        name, _, value = each.partition(": ")
        if not _text(value, given.get(name.lower(), "")):
            return False
    return wanted == status and (not shown_body.strip() or shows(json.loads(shown_body), json.loads(body)))

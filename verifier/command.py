"""``python milepost_verifier.py DOSSIER --key KEY``: checks a dossier offline and prints a verdict."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from textwrap import wrap
from typing import Any

from verifier.checks import Checks, Report
from verifier.dossiers import Entry

USAGE = 2
WIDTH = 110
STATUS = {"VERIFIED": 0, "NOT VERIFIED": 1, "VERIFIED IN PART": 3}
"""The exit status of each verdict; another is given where the command could not be carried out."""
CARRIED = (
    "Not derived again, and only signed by the log's key: the explanations. These are the wording of what is short and "
    "until when, which clauses and evidence are cited, and which reasons are given for ways that are not met; of them "
    "it was checked that the rules know each reason, and that each proof has the outcome that follows."
)
UNSEEN = (
    "What no such file can show: whether what was recorded was true, and whether something was never recorded at all."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the command line names, print the verdict, and return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        content = Path(asked.dossier).read_bytes()
        keys = _key(asked.key)
        earlier = None if asked.checkpoint is None else Path(asked.checkpoint).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        print(f"cannot be read: {cause}", file=sys.stderr)
        return USAGE
    report = Checks(content, keys, earlier).run()
    hashed = sha256(content).hexdigest()
    lines = [json.dumps(as_json(report, hashed), indent=2)] if asked.json else _lines(report, asked.dossier, hashed)
    for line in lines if asked.json else map(legible, lines):
        print(line)
    return STATUS[report.verdict]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Check a dossier of Milepost offline: signatures, proofs, and the answer, worked out again.",
        epilog="Exit status: 0 verified, 1 not verified, 3 verified in part, 2 if it could not be tried.",
    )
    parser.add_argument("dossier", help="the file")
    parser.add_argument("--key", required=True, help="the log's verifier key, NAME+ID+KEY, or a file with such keys")
    parser.add_argument(
        "--checkpoint", help="a checkpoint of the log that you kept from earlier: a file with a signed note"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    return parser


def _key(given: str) -> str:
    """Return the keys that are given as they are, or in a file."""
    if given.count("+") > 1 and not Path(given).exists():
        return given
    return Path(given).read_text(encoding="utf-8")


def as_json(report: Report, hashed: str) -> dict[str, Any]:
    """Return what was checked and found."""
    problem = report.problem
    return {
        "format": "milepost.verdict/v1",
        "verdict": report.verdict,
        "file": f"sha256:{hashed}",
        "log": None if report.log is None else {"origin": report.log.origin, "size": report.log.size},
        "checked": [{"check": each.name, "found": each.sentence} for each in report.checked],
        "failed": None
        if problem is None
        else {"check": report.failed, "name": type(problem).__name__, "what": str(problem)},
        "left_open": report.left_open,
        "streams": report.streams,
        "answer": _answer_of(report) if report.problem is None else None,
    }


def _answer_of(report: Report) -> Mapping[str, Any] | None:
    return None if report.dossier is None else dict(report.dossier.members["answer"])


def legible(line: str) -> str:
    """Return a line as it may be shown: what steers a terminal, or cannot be seen or written there, is spelt out."""
    encoding = sys.stdout.encoding or "utf-8"
    seen = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)
    return seen.encode(encoding, "backslashreplace").decode(encoding)


def _lines(report: Report, file: str, hashed: str) -> list[str]:
    lines = [f"Dossier {file}", f"  sha256:{hashed}", "", *_coordinates(report), "What was checked"]
    for each in report.checked:
        lines += _wrapped(f"  {'ok' if each.done else '--'}  ", each.sentence)
    if report.problem is not None:
        lines += [*_wrapped("  NO  ", str(report.problem)), "      Nothing after this was looked at."]
        return [*lines, "", f"NOT VERIFIED: {type(report.problem).__name__}"]
    lines += ["", *_stands(report), *_events(report), "", report.verdict]
    for told in (*report.left_open, CARRIED, UNSEEN):
        lines += _wrapped("", told)
    return lines


def _wrapped(before: str, sentence: str) -> list[str]:
    """Return a sentence in lines that fit on a page, the later ones set in."""
    return wrap(sentence, WIDTH, initial_indent=before, subsequent_indent=" " * len(before))


def _coordinates(report: Report) -> list[str]:
    if report.dossier is None:
        return []
    members = report.dossier.members
    under, known = (_part(members["answer"], name) for name in ("under", "known"))
    said = "What the file says of itself" if report.problem is not None else "The question"
    return [
        said,
        f"  who      {members['pathway']}",
        f"  when     on {members['on']}",
        f"  by       {under.get('rulebook')} {under.get('version')}: {under.get('title')}",
        f"           {under.get('content_hash')}, in force from {under.get('in_force_from')}",
        f"  knowing  the log up to position {members['known']}, recorded {known.get('recorded_at')}",
        "",
    ]


def _part(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of an answer of which nothing is known yet, empty if it is no object."""
    found = answer.get(name)
    return found if isinstance(found, dict) else {}


def _stands(report: Report) -> list[str]:
    answer = _answer_of(report) or {}
    lines = ["Where the person stood", *map(_told_of_level, [*answer["levels"], *answer["specialisations"]])]
    if not answer["levels"]:
        lines.append("  No level is held.")
    lines += [
        f"  {lost['title']} ({lost['id']}) was held from {lost['since']} and lost on {lost['until']}."
        for lost in answer["lost"]
    ]
    if answer["possible_levels"]:
        lines.append(f"  In doubt, because something is not known: {', '.join(answer['possible_levels'])}.")
    standing = answer["standing"]
    also = f" (also {', '.join(standing['also'])})" if standing["also"] else ""
    lines.append(f"  Standing: {standing['id']}{also}. Public list: {answer['listing']['state']}.")
    owed = [f"{each['id']} since {each['since']}" for each in answer["open_conditions"]]
    return [*lines, *([f"  Owed: {', '.join(owed)}."] if owed else [])]


def _told_of_level(level: Mapping[str, Any]) -> str:
    since = f" since {level['since']}" if level["since"] else ""
    until = f", up to before {level['until']} if nothing more happens" if level["until"] else ""
    return f"  {level['title']} ({level['id']}) is held{since}{until}."


def _events(report: Report) -> list[str]:
    """Return which events count: the person's own each by itself, those of shared streams by their number."""
    if report.dossier is None:
        return []
    known = [each for each in report.dossier.entries if each.position <= report.dossier.known]
    own = f"pathway/{report.dossier.members['pathway']}"
    lines = [_event(each) for each in known if each.envelope["stream"] == own]
    shared = {name: sum(each.envelope["stream"] == name for each in known) for name in report.streams if name != own}
    lines += [f"  {name}: {number} events" for name, number in shared.items()]
    later = len(report.dossier.entries) - len(known)
    if later:
        lines.append(f"  {later} later ones are in the file; they were not known yet, and do not count")
    return ["", "The events that count", *lines]


def _event(entry: Entry) -> str:
    what = str(entry.envelope["topic"]).split(".")[1].replace("-", " ")
    said = entry.said.get("ref") or entry.said.get("of")
    named = f" ({said})" if said else ""
    recorded = str(entry.envelope["recorded_at"])[: len("YYYY-MM-DD")]
    return f"  {entry.id}: {what}{named}, recorded {recorded} at position {entry.position}"


if __name__ == "__main__":
    sys.exit(main())

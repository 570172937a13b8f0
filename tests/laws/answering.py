"""Answers everything about somebody who goes every way there is, as bytes; run as a program, it writes them out."""

from datetime import date, timedelta

import msgspec

from domain.answer import Known
from domain.case import Case
from tests.laws.imi import LIKELY, VARIANTS, rules

KNOWN = Known(position=1, recorded_at="2026-01-01T00:00:00+00:00")
DAYS = [date(2019, 6, 1) + timedelta(97 * number) for number in range(28)]


def told() -> bytes:
    """Return the timelines, answers and proofs under every variant of the rules."""
    lines: list[bytes] = []
    for variant in VARIANTS:
        case = Case(rules(variant), LIKELY)
        lines.append(msgspec.json.encode(case.segments()))
        for day in DAYS:
            lines.append(msgspec.json.encode(case.answer("ada", day, KNOWN, variant)))
            lines += [msgspec.json.encode(each) for each in case.proof_of_rules(day)]
    return b"\n".join(lines)


if __name__ == "__main__":
    print(told().decode())  # noqa: T201 - this is what the program is for

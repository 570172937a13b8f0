"""The assessment beside the decoding of what it reads: whole timelines under all versions of IMI's rulebook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import msgspec

from benchmarks.row import Row
from domain.content import content_hash
from domain.policy.chain import Version, in_force
from domain.policy.hand import Facts
from domain.policy.reading import read_policy, read_vocabulary
from domain.policy.rules import Rules
from infrastructure.documents import canonical_bytes, read_document

RULEBOOKS = Path(__file__).parent.parent / "rulebooks"
ROUNDS = 25
TURNS = 200
ENTRIES = 200


def rows() -> list[Row]:
    """Return what an assessment costs, in decodings of its facts, and how that grows with a logbook."""
    rules = Rules(in_force(_versions()))
    dozen, logbook = _dozen(), _with_logbook()
    packed = msgspec.msgpack.encode(dozen)
    decode, assess, assess_logbook = _side_by_side(
        lambda: msgspec.msgpack.decode(packed), lambda: rules.assess(dozen), lambda: rules.assess(logbook)
    )
    decodings = assess / decode
    growth = assess_logbook / assess
    return [
        Row(
            "assess a dozen facts, against 80 decodings",
            80 / decodings,
            1.0,
            f"whole timeline under {len(rules.chain.covers)} versions in {assess * 1e6:.0f} µs = "
            f"{decodings:.0f} decodings of its {len(packed)} bytes of facts",
        ),
        Row(
            f"assess {ENTRIES} logbook entries more, against 10 times that",
            10 / growth,
            1.0,
            f"{assess_logbook * 1e6:.0f} µs = {growth:.1f} times the dozen",
        ),
    ]


def _versions() -> list[Version]:
    base = read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))
    policy = None
    versions: list[Version] = []
    for path in sorted((RULEBOOKS / "imi").glob("*.yaml")):
        policy = read_policy(read_document(path), base, policy)
        versions.append(Version(policy=policy, content_hash=content_hash(canonical_bytes(policy))))
    return versions


def _side_by_side(*measured: Callable[[], Any]) -> list[float]:
    """Return the median seconds of each, measured in turns, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in measured]
    for _ in range(ROUNDS):
        for index, run in enumerate(measured):
            begun = perf_counter()
            for _ in range(TURNS):
                run()
            times[index].append((perf_counter() - begun) / TURNS)
    return [median(each) for each in times]


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _dozen() -> Facts:
    """Return a mediator qualified by an online course of the pandemic, and what came before and after."""
    return {
        "approval": [
            {"id": "X/1", "program": "X", "version": "1", "format": "face to face", "kind": "CMTP",
             "from": _day("2020-03-01"), "min_hours": 40000, "retrospective": True},
        ],
        "adaptation": [{"id": "X/a", "program": "X", "accepted_on": _day("2020-05-10")}],
        "course": [
            {"id": "course-1", "event": "pathway/f@2", "program": "X", "program_version": "1", "format": "online",
             "ended_on": _day("2020-06-12"), "hours": 40000, "result": "passed"},
        ],
        "component": [
            {"id": "role-play", "course": "course-1", "component": "face-to-face role-play", "result": "passed",
             "format": "face to face", "held_on": _day("2021-05-15")},
        ],
        "profile": [{"id": "profile", "completed_on": _day("2020-07-02")}],
        "listing request": [{"id": "listing", "requested_on": _day("2020-07-01")}],
        "fee": [
            {"id": "fee-1", "purpose": "listing", "paid_on": _day("2020-07-01")},
            {"id": "fee-2", "purpose": "annual", "paid_on": _day("2024-05-01")},
        ],
        "learning": [
            {"id": f"learning-{n}", "held_on": _day("2021-01-01") + 30 * n, "hours": 5000} for n in range(4)
        ],
    }  # fmt: skip


def _with_logbook() -> Facts:
    return {
        **_dozen(),
        "mediation": [
            {"id": f"case-{n}", "started_on": _day("2019-01-01") + 5 * n, "hours": 3000 + n, "role": "lead",
             "medium": "online" if n % 3 else "in room", "full_scale": True}
            for n in range(ENTRIES)
        ],
    }  # fmt: skip

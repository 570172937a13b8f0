"""Every bundled rulebook: how long compiling takes, the sample population under each, and how a long logbook grows."""

from collections import defaultdict
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.row import Row
from domain.content import content_hash
from domain.event import Event
from domain.facts import Facts, referenced_streams, stream_facts
from domain.policy.chain import Chain, Version, in_force
from domain.policy.rules import Rules
from infrastructure.documents import canonical_bytes, read_document
from milepost.composition import RULEBOOKS, chains
from milepost.sample.population import Population

COMPILING = 0.050
"""Seconds that compiling IMI's rulebook may take."""
TIMES_IMI = 3
ROUNDS = 15
PATHWAYS = 60
LOGBOOKS = (20, 200, 2_000)
EXAMPLES = "constructs"
"""Not a body's rulebook: one example of every construct, as many rules as several bodies have; shown apart."""


def rows() -> list[Row]:
    """Return what compiling costs, the sample under each rulebook, and the growth of a logbook under the slowest."""
    texts = {folder.name: _chain(folder) for folder in _folders()}
    compiling = min(_seconds(lambda: Rules(texts["imi"])) for _ in range(ROUNDS))
    rules = {name: Rules(chain) for name, chain in texts.items()}
    costs = _sample_under(rules)
    slowest = max((name for name in costs if name != EXAMPLES), key=lambda name: costs[name])
    growth = {name: _growth(each) for name, each in rules.items()}
    steepest = max(growth, key=lambda name: growth[name][1] / growth[name][0])
    short, long = growth[steepest]
    allowed = LOGBOOKS[2] * log2(LOGBOOKS[2]) / (LOGBOOKS[1] * log2(LOGBOOKS[1]))
    return [
        Row(
            "compile IMI's rulebook, against 50 ms",
            COMPILING / compiling,
            1.0,
            f"{len(texts['imi'].covers)} versions in {compiling * 1e3:.0f} ms",
        ),
        Row(
            f"assess the sample under every rulebook, against {TIMES_IMI} times IMI's",
            TIMES_IMI / (costs[slowest] / costs["imi"]),
            1.0,
            "; ".join(f"{name} {costs[name] / costs['imi']:.1f}" for name in sorted(costs)),
        ),
        Row(
            f"{LOGBOOKS[2]} logbook entries against {LOGBOOKS[1]}, against n log n",
            allowed / (long / short),
            1.0,
            f"{long / short:.1f} times as long under {steepest}, the steepest; n log n is {allowed:.1f}",
        ),
    ]


def _folders() -> list[Path]:
    return sorted(folder for folder in RULEBOOKS.iterdir() if folder.is_dir() and any(folder.glob("*.yaml")))


def _chain(folder: Path) -> Chain:
    documents = chains().documents([read_document(path) for path in sorted(folder.glob("*.yaml"))])
    return in_force(
        Version(policy=each.policy, content_hash=content_hash(canonical_bytes(each.policy)))
        for each in documents.versions
    )


def _sample_under(rules: dict[str, Rules]) -> dict[str, float]:
    """Return the least seconds of an assessment of the sample's pathways under each, in turns."""
    facts = _sample()
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, each in rules.items():
            times[name].append(_seconds(lambda each=each: [each.assess(one) for one in facts]))
    return {name: min(each) / len(facts) for name, each in times.items()}


def _sample() -> list[Facts]:
    events: dict[str, list[Event]] = defaultdict(list)
    for entries in Population(PATHWAYS, 1, datetime(2026, 1, 1, tzinfo=UTC)):
        for entry in entries:
            events[entry.stream].append(entry.event)
    found = []
    for stream in [name for name in events if name.startswith("pathway/")]:
        facts = stream_facts(stream, events[stream])
        for other in referenced_streams(facts):
            for kind, items in stream_facts(other, events[other]).items():
                facts.setdefault(kind, []).extend(items)
        found.append(facts)
    return found


def _growth(rules: Rules) -> tuple[float, float]:
    """Return the seconds of an assessment of a middling and of a long logbook."""
    short, long = (_logbook(number) for number in LOGBOOKS[1:])
    times = [(_seconds(lambda: rules.assess(short)), _seconds(lambda: rules.assess(long))) for _ in range(ROUNDS)]
    return min(first for first, _ in times), min(second for _, second in times)


def _logbook(entries: int) -> Facts:
    """Return a mediator with so many mediations and pieces of learning, spread over twenty years."""
    first, step = datetime(2005, 1, 1, tzinfo=UTC).toordinal(), 7_300 / entries
    days = [first + int(step * number) for number in range(entries)]
    recognised: dict[str, Any] = {"id": "r", "level": "accredited", "granted_on": first, "label": "Accredited"}
    return {
        "recognition": [recognised],
        "mediation": [
            {"id": f"case-{n}", "started_on": day, "ended_on": day, "hours": 3_000 + n, "role": "lead",
             "medium": "online" if n % 3 else "in room", "area": "family" if n % 2 else "county", "full_scale": True}
            for n, day in enumerate(days)
        ],
        "learning": [
            {"id": f"learning-{n}", "held_on": day, "hours": 2_000, "unit_minutes": 60_000, "category": "course",
             "process": f"p{n % 50}", "live": bool(n % 2), "points": 1_000}
            for n, day in enumerate(days)
        ],
    }  # fmt: skip


def _seconds(run: Any) -> float:  # noqa: ANN401 -- whatever is measured
    begun = perf_counter()
    run()
    return perf_counter() - begun

"""The impact of a draft, beside the assessments alone that its re-projection would take."""

from collections import deque
from datetime import date
from itertools import islice
from statistics import median
from time import perf_counter

from application.assessing import Assessor
from application.building import Builder, Building
from application.generations import Batch, Part, Written
from application.impact import BATCH, Report
from application.impact_lines import written
from application.impacts import Inquiry, Question
from application.jobs import Claim
from benchmarks.population import MILLION
from benchmarks.row import Row
from benchmarks.texts import WINDOW
from domain.policy.chain import Version
from domain.policy.rules import Rules
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.documents import policy_from, read_document
from infrastructure.engine import open_engine
from infrastructure.generations import SqlGenerations
from infrastructure.mapper import EventMapper, EventTranscoder
from infrastructure.spilling import Spilled
from milepost.clock import now
from milepost.composition import open_milepost
from milepost.settings import Settings

ROUNDS = 5
PATHWAYS = 10_000
"""How many are looked at in each round."""
TWINS = 100
"""For how many of the whole population a twin is looked for; in each round, for as many as fall to it."""
ON = date(2026, 11, 1)
_CLAIM = Claim(0, "bench")


class Unwritten(SqlGenerations):
    """Generations that are read, and keep nothing."""

    come: Part

    def write(self, _claim: Claim, _generation: int, batch: Batch) -> Written:
        """Take the rows, and remember how far it has come."""
        deque(batch.rows, maxlen=0)
        written = batch.written()
        self.come = written.part
        return written

    def part(self, _job: int, _number: int) -> Part:
        """Return how far it has come."""
        return self.come


class UnderDraft(Assessor):
    """Assesses as if a draft were adopted."""

    draft: Rules

    def rules(self, position: int, under: str | None = None, *, hindsight: bool = False) -> Rules:
        """Return the rules with the draft among them."""
        return self.draft if under is None else super().rules(position, under, hindsight=hindsight)


def impact_row(where: str, url: str) -> Row:
    """Return what the report takes, by rounds taken in turns with the assessments; nothing is kept of either."""
    settings = Settings(database_url=url)
    milepost = open_milepost(settings)
    document, _, _ = milepost.rulebooks.read(read_document(WINDOW))
    draft = Version(policy=document.policy, content_hash=document.content_hash)
    inquiry = milepost.impact.of_draft(
        draft, Question(ON, milepost.store.head(), twins=TWINS * PATHWAYS // MILLION.pathways)
    )
    generations = Unwritten(database(open_engine(url)), EventMapper(EventTranscoder(EVENTS, UPCASTERS)))
    assessor = UnderDraft(milepost.store, policy_from, now, settings.rulebook)
    assessor.draft = inquiry.trying.after.rules
    builder = Builder(milepost.store, assessor, generations, now)
    streams = milepost.store.streams("pathway/")
    pairs = []
    touched = 0
    for _ in range(ROUNDS):
        names = [name.removeprefix("pathway/") for name in islice(streams, PATHWAYS)]
        if names:
            taken, found = _reported(inquiry, names)
            touched += found
            pairs.append((taken, _assessed(builder, generations, names)))
    milepost.close()
    ratio = median(theirs / ours for ours, theirs in pairs)
    ours, theirs = (median(each) / PATHWAYS * 1e6 for each in zip(*pairs, strict=True))
    detail = f"{1 / ratio:.2f} times: {ours:.0f} µs a pathway, {theirs:.0f} without; {touched:,} lines"
    return Row(f"impact of a draft, within 2.2 re-projections without writing, {where}", 2.2 * ratio, 1.0, detail)


def _reported(inquiry: Inquiry, names: list[str]) -> tuple[float, int]:
    began = perf_counter()
    batches = (names[start : start + BATCH] for start in range(0, len(names), BATCH))
    lines = sum(1 for line in Report(inquiry.heading, inquiry.trying, Spilled).lines(batches) if written(line))
    return perf_counter() - began, lines


def _assessed(builder: Builder, generations: Unwritten, names: list[str]) -> float:
    generations.come = Part(1, names[-1], names[0])
    began = perf_counter()
    for _ in builder.build(Building(_CLAIM, 0, from_events=False), generations.come):
        pass
    return perf_counter() - began

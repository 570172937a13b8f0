"""The impact of a draft on all pathways, or of events on those that they reach: asked for, and told line by line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from typing import Literal, TypeAlias

import msgspec

from application.assessing import Assessor
from application.impact import BATCH, Report, Sides, Spread, Trying, UnderTwoTexts, WithOtherFacts
from application.impact_lines import DraftShown, ImpactHeading, Line, WhatIf
from application.recording import Submission
from application.rehearsal import Rehearsal
from application.rulebooks import Rulebooks
from application.sides import Log
from application.sorting import NewSorting
from application.store import EventStore, StandingRows
from domain.measures import MeasureDrafted, effect_of, in_words, terms_of
from domain.policy.chain import Version, in_force
from domain.policy.text import Loss
from domain.rulebook import VersionUnknown
from domain.sealed import without_texts
from domain.world import World

PATHWAY, POLICY = "pathway/", "policy/"


class Question(msgspec.Struct, frozen=True):
    """What an impact is asked about: the day, how far the log is known, and how far cliffs are looked for.

    ``proofs`` asks for the proofs of what changes for each who is touched.
    """

    on: date
    position: int
    days: int = 31
    twins: int = 100
    proofs: bool = False


class Inquiry:
    """One change that is looked into: whom it may touch, and what tries it on them."""

    def __init__(self, heading: ImpactHeading, trying: Trying, streams: Callable[[], Iterable[str]]) -> None:
        self.heading = heading
        self.trying = trying
        self._streams = streams

    def whole(self) -> int:
        """Return how many pathways are looked at; they are counted one by one."""
        return sum(1 for _ in self._streams())

    def lines(self, new: NewSorting, spread: Spread | None = None) -> Iterator[Line]:
        """Yield the report, given where records are sorted, and what spreads the work if not all is done here."""
        return Report(self.heading, self.trying, new).lines(_batches(self._streams()), spread)


Proposed: TypeAlias = Version | MeasureDrafted
"""What somebody proposed: a text, or a measure."""


class AskingImpact:
    """Looks into changes. Events that are recorded meanwhile change nothing of what is found."""

    def __init__(self, store: EventStore, rows: StandingRows, assessor: Assessor, rulebooks: Rulebooks) -> None:
        self._store = store
        self._rows = rows
        self._assessor = assessor
        self._rulebooks = rulebooks

    def of_proposed(self, proposed: Proposed, asked: Question) -> Inquiry:
        """Look into a draft or a measure. Raises `NoPolicyInForce`."""
        if isinstance(proposed, MeasureDrafted):
            return self.of_measure(proposed, asked)
        return self.of_draft(proposed, asked)

    def of_draft(self, draft: Version, asked: Question) -> Inquiry:
        """Look into a draft that is added to the texts in force, or corrects one. Raises `NoPolicyInForce`."""
        position, policy = asked.position, draft.policy
        texts = self._rulebooks.texts(position)
        corrects = policy.version in texts.published
        announced = self._store.recorded_at(position).date() if corrects else policy.published
        shown = DraftShown(
            policy.version,
            policy.title,
            draft.content_hash,
            policy.published,
            policy.in_force_from,
            policy.in_force_until,
            policy.retroactive,
            policy.losses,
            corrects=corrects,
        )
        others = [each for name, each in texts.published.items() if name != policy.version]
        return self._of_texts(asked, [*others, texts.corrected(draft)], shown, announced)

    def of_measure(self, proposed: MeasureDrafted, asked: Question) -> Inquiry:
        """Look into a measure that is proposed, which is known from the day on which the last event was recorded.

        Raises `NoPolicyInForce`.
        """
        terms, announced = terms_of(proposed), self._store.recorded_at(asked.position).date()
        shown = DraftShown(
            proposed.measure,
            in_words(terms.measure),
            proposed.content_hash,
            announced,
            effect_of(terms.measure, announced),
            retroactive=terms.retroactive,
            takes_away=tuple(
                Loss(proposed.measure, each.level, each.text, proposed.measure, each.from_, each.reasons)
                for each in terms.takes_away
            ),
        )
        texts = self._rulebooks.texts_after(terms.measure, asked.position)
        return self._of_texts(asked, texts.published.values(), shown, announced)

    def _of_texts(self, asked: Question, texts: Iterable[Version], shown: DraftShown, announced: date) -> Inquiry:
        """Look into the texts that would judge in place of those in force."""
        position = asked.position
        before = World(self._assessor.rules(position), asked.on)
        after = World(self._assessor.compiled(in_force(texts)), asked.on)
        sides = UnderTwoTexts(self._assessor, self._rows, position, before.rules, after.rules)
        heading = self._heading(asked, draft=shown, announced=announced)
        streams = partial(self._store.streams, PATHWAY, until=position)
        return Inquiry(heading, Trying(sides, before, after, announced, proofs=asked.proofs), streams)

    def of_events(self, submission: Submission, rehearsal: Rehearsal, rehearsed: Assessor, asked: Question) -> Inquiry:
        """Look into events that would be recorded next, after which ``rehearsed`` assesses. Raises as `of_draft`.

        They are known from the day asked about on, so that the report is the same on whatever day it is made.
        """
        position, head = asked.position, rehearsal.head()
        before, after = World(self._assessor.rules(position), asked.on), World(rehearsed.rules(head), asked.on)
        logs = Log(self._assessor, position, before.rules), Log(rehearsed, head, after.rules)
        moved = frozenset(stream.removeprefix(PATHWAY) for stream in submission.touched)
        sides: Sides = WithOtherFacts(self._rows, *logs, moved)
        if all(stream.startswith(POLICY) for stream in submission.touched):
            sides = UnderTwoTexts(self._assessor, self._rows, position, before.rules, after.rules)
        heading = self._heading(asked, what_if=_what_if(submission), announced=asked.on)
        trying = Trying(sides, before, after, asked.on, proofs=asked.proofs)
        return Inquiry(heading, trying, cache(partial(_reached, submission, rehearsal)))

    def _heading(
        self, asked: Question, *, announced: date, draft: DraftShown | None = None, what_if: WhatIf | None = None
    ) -> ImpactHeading:
        known = self._assessor.known(asked.position)
        rulebook = self._rulebooks.stream.removeprefix(POLICY)
        proofs: Literal[True] | msgspec.UnsetType = True if asked.proofs else msgspec.UNSET
        return ImpactHeading(asked.on, known, rulebook, draft, what_if, announced, asked.days, asked.twins, proofs)


def proposal(rulebooks: Rulebooks, name: str, position: int) -> Proposed:
    """Return an open proposal, of a text, a correction or a measure, by its name, or a measure by its hash.

    Raises `VersionUnknown`.
    """
    texts, measures = rulebooks.texts(position), rulebooks.measures(position)
    open_now: dict[str, Proposed] = {**texts.proposed, **texts.corrections, **{each.measure: each for each in measures}}
    found = open_now.get(name) or rulebooks.measure(name, position)
    if found is not None:
        return found
    if name in texts.published:
        told = f"version '{name}' is adopted: its impact is told as known before that, by an earlier position"
        raise VersionUnknown(told)
    near = get_close_matches(name, open_now, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(open_now) or 'none'}"
    told = f"no version '{name}' is proposed; {hint}"
    raise VersionUnknown(told)


def _batches(streams: Iterable[str]) -> Iterator[Sequence[str]]:
    """Yield the pathways of streams, so many at a time."""
    ahead = iter(streams)
    while batch := tuple(islice(ahead, BATCH)):
        yield tuple(stream.removeprefix(PATHWAY) for stream in batch)


def _reached(submission: Submission, rehearsal: Rehearsal) -> list[str]:
    """Return the streams that the events reach: pathways, and those that rely on a stream; all if a text moves."""
    found: set[str] = set()
    for stream in submission.touched:
        if stream.startswith(PATHWAY):
            found.add(stream)
        elif stream.startswith(POLICY):
            found.update(rehearsal.streams(PATHWAY))
        else:
            found.update(rehearsal.relying_on(stream))
    return sorted(found)


def _what_if(submission: Submission) -> WhatIf:
    said = [(append.stream, event) for append in submission.appends for event in append.events]
    content = b"\n".join(stream.encode() + b" " + msgspec.json.encode(without_texts(event)) for stream, event in said)
    told = tuple(f"{event.topic()} of {stream}" for stream, event in said)
    return WhatIf(f"sha256:{sha256(content).hexdigest()}", told)

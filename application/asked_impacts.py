"""The impact of a change asked for beside the command line: checked when it is asked for, and looked into later."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from application.as_known import AsKnown
from application.assessing import Assessor, Instant
from application.impacts import AskingImpact, Inquiry, Proposed, Question, proposal
from application.importing import Importing
from application.recording import Registrar, Submission
from application.refusals import RowRefused
from application.rehearsal import Rehearsal
from application.rows import without_texts
from application.rulebooks import Rulebooks
from application.sheets import Row, rows
from application.store import EventStore
from domain.measures import InterpretationChosen
from domain.refusal import Refusal


class OneChangeAtATime(Refusal):
    """None or several changes are named."""


class Choice(msgspec.Struct, frozen=True):
    """An open question of the rulebook, and how it would be read in every version that has it."""

    parameter: str
    value: str


class ImpactAsked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of what the impact is asked: a draft by its hash, rows as lines of JSON, or a choice; and by which coordinates.

    Rows have no text about a person. What was asked by an earlier release may have no position where it has rows or a
    choice: it is tried on the log as it is when it is looked into.
    """

    on: date
    days: int
    twins: int
    known: int | None = None
    draft: str | None = None
    rows: str = ""
    choice: Choice | None = None
    proofs: bool = False

    def question(self, position: int) -> Question:
        """Return what is asked of a change, of the log as it was known at a position."""
        return Question(self.on, position, self.days, self.twins, self.proofs)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wished for, as a caller says it: a draft by its name or hash; what is left out is usual."""

    draft: str | None = None
    rows: Sequence[Mapping[str, Any]] = ()
    choice: Choice | None = None
    on: date | None = None
    known: Instant | None = None
    days: int
    twins: int
    proofs: bool = False


class Judging(msgspec.Struct, frozen=True):
    """What judges by the events of a store, and looks into changes of it."""

    store: EventStore
    registrar: Registrar
    assessor: Assessor
    rulebooks: Rulebooks
    importing: Importing
    impact: AskingImpact


class AskedImpacts:
    """Checks what is asked, and looks into it."""

    def __init__(self, by: Judging, over: Callable[[EventStore], Judging]) -> None:
        """Take what judges by a store, and what gives the same over another one."""
        self._by = by
        self._over = over

    def known_at(self, position: int) -> "AskedImpacts":
        """Return what looks into changes of the log as it was known at a position, whatever is recorded meanwhile."""
        return AskedImpacts(self._over(AsKnown(self._by.store, position)), self._over)

    def ask(self, wish: Wish, at: datetime) -> ImpactAsked:
        """Return what is asked, with every coordinate settled.

        Raises OneChangeAtATime, VersionUnknown, KnownInTheFuture, FileRefused, FileEmpty, ParameterUnknown and
        ReadingUnknown.
        """
        if sum((wish.draft is not None, bool(wish.rows), wish.choice is not None)) != 1:
            raise OneChangeAtATime(_ONE)
        on, position = wish.on or at.date(), self._by.assessor.position(wish.known)
        asked = ImpactAsked(on, wish.days, wish.twins, known=position, choice=wish.choice, proofs=wish.proofs)
        if wish.draft is not None:
            return msgspec.structs.replace(asked, draft=self._draft(wish.draft, position).content_hash)
        asked = msgspec.structs.replace(asked, rows=_lines(wish.rows))
        self.known_at(position).submission(asked, at)
        return msgspec.structs.replace(asked, rows=_lines(map(without_texts, wish.rows)))

    def inquiry(self, asked: ImpactAsked, at: datetime) -> Inquiry:
        """Look into it. Raises what `ask` raises, where the log has come to speak against it, and NoPolicyInForce."""
        if asked.draft is not None and asked.known is not None:
            return self._by.impact.of_proposed(self._draft(asked.draft, asked.known), asked.question(asked.known))
        then = self if asked.known is None else self.known_at(asked.known)
        return then.of_submission(then.submission(asked, at), asked, at)

    def of_submission(self, submission: Submission, asked: ImpactAsked, at: datetime) -> Inquiry:
        """Look into events that would be recorded next, whatever position is asked for."""
        rehearsal = Rehearsal(self._by.store, submission, at)
        question = asked.question(rehearsal.head() - len(submission.appends))
        return self._by.impact.of_events(submission, rehearsal, self._over(rehearsal).assessor, question)

    def chosen(self, choice: Choice, on: date) -> Submission:
        """Return how a parameter would be read otherwise from a day on. Raises ParameterUnknown and ReadingUnknown.

        Who would choose it is left open: whoever asks is told the same.
        """
        self._by.rulebooks.may_be_chosen(choice.parameter, choice.value, None)
        parameter, value = choice.parameter, choice.value
        chosen = InterpretationChosen(parameter=parameter, value=value, chosen_by=_ANYBODY, chosen_on=on)
        submission = self._by.registrar.submission()
        submission.add(self._by.rulebooks.stream, chosen)
        return submission

    def draft(self, asked: ImpactAsked) -> Proposed | None:
        """Return the text or measure that is asked about, if it is one that is proposed."""
        return None if asked.draft is None or asked.known is None else self._draft(asked.draft, asked.known)

    def submission(self, asked: ImpactAsked, at: datetime) -> Submission:
        """Return the events that would be recorded. Raises what `ask` raises of rows and choices."""
        if asked.choice is not None:
            return self.chosen(asked.choice, asked.on)
        return self.read(rows(asked.rows.encode()), at.date())

    def read(self, found: Iterable[Row | RowRefused], on: date) -> Submission:
        """Return the events of rows, as they would be recorded on a day. Raises FileRefused and FileEmpty."""
        return self._by.importing.read(found, on)

    def _draft(self, named: str, position: int) -> Proposed:
        """Return what is proposed by its name or hash. Raises VersionUnknown."""
        texts = self._by.rulebooks.texts(position)
        proposed = (*texts.proposed.values(), *texts.corrections.values())
        of_hash = [each for each in proposed if each.content_hash == named]
        if of_hash:
            return of_hash[0]
        return proposal(self._by.rulebooks, named, position)


_ANYBODY = "anybody"
_ONE = "name one change to try: a draft, rows of evidence, or a choice"


_ENCODER = msgspec.json.Encoder(decimal_format="number")


def _lines(given: Iterable[Mapping[str, Any]]) -> str:
    return b"\n".join(map(_ENCODER.encode, given)).decode()

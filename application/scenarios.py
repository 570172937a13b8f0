"""Scenarios: given these events, expect this standing for these reasons, of what answers everybody."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec

from application.assessing import Assessor, Coordinates
from application.compiled import CompiledChains
from application.expectations import Stated, differences_between
from application.memory import MemoryStore
from application.recording import StreamImpossible, Submission
from application.store import Command
from domain.answer import Answer
from domain.case import Case, NoPolicyInForce
from domain.event import Event
from domain.measures import InterpretationChosen
from domain.pathway.opening import PathwayOpened
from domain.policy.text import Policy
from domain.policy.typed import Place
from domain.possible import FIRST_DAY
from domain.refusal import Refusal
from domain.rulebook import PolicyDrafted, PolicyPublished

MEDIATOR = "mediator"
"""The id of the one pathway that a scenario is about."""

STREAM = f"pathway/{MEDIATOR}"
COORDINATES = frozenset({"on", "known", "under"})
PLAYING = Command(actor="scenario", command_id="scenario")


class Document(msgspec.Struct, frozen=True):
    """A text of a rulebook with its canonical JSON and the hash of that."""

    policy: Policy
    text: str
    content_hash: str


class Documents(msgspec.Struct, frozen=True):
    """The texts that scenarios are tried on: the versions in the order of their amendments, and proposals.

    Chains of them are compiled once for all scenarios.
    """

    rulebook: str
    versions: tuple[Document, ...]
    proposals: tuple[Document, ...] = ()
    compiled: CompiledChains = msgspec.field(default_factory=CompiledChains)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a stream, the day on which it is recorded, and how it was typed."""

    place: Place
    says: str
    stream: str
    event: Event
    recorded: date


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The coordinates of an expectation; ``known`` is a day, known to its end. ``readings`` hold from the beginning."""

    on: date
    known: date | None = None
    under: str | None = None
    readings: Mapping[str, str] = {}

    def __str__(self) -> str:
        known = [f"known {self.known}"] if self.known else []
        under = [f"under {self.under}"] if self.under else []
        read = [f"{parameter} read as {value}" for parameter, value in self.readings.items()]
        return ", ".join([f"on {self.on}", *known, *under, *read])


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be found at some coordinates; ``same_as`` are others at which the answer has to be the same."""

    place: Place
    question: Question
    stated: tuple[Stated, ...]
    same_as: Question | None = None


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One mediator's history, and what is expected of it."""

    place: Place
    name: str
    text: str
    source: str
    given: tuple[Given, ...]
    expectations: tuple[Expectation, ...]


class Difference(msgspec.Struct, frozen=True):
    """What was found otherwise than expected, or a given that cannot be; in words.

    ``key`` is what was expected otherwise, ``about`` the words and days that it is about, and ``question`` what was
    asked; there is none where there is no answer.
    """

    place: Place
    message: str
    key: str = ""
    about: tuple[Any, ...] = ()
    question: Question | None = None

    def __str__(self) -> str:
        asked = f"{self.question}: " if self.question else ""
        return f"{self.place}: {asked}{self.message}"


class Found(msgspec.Struct, frozen=True):
    """What a question of a scenario comes to: the answer, and what it was worked out from."""

    answer: Answer
    case: Case


class ImpossibleGiven(Exception):
    """A scenario gives an event that could not be recorded."""

    def __init__(self, given: Given, refusal: Exception) -> None:
        super().__init__(f"'{given.says}' cannot be recorded: {refusal}")
        self.place = given.place


def play(scenario: Scenario, documents: Documents) -> list[Difference]:
    """Return every difference between what the scenario expects and what is found, none if it holds."""
    player = _Player(scenario, documents)
    found: list[Difference] = []
    for expectation in scenario.expectations:
        try:
            found += player.differences(expectation)
        except ImpossibleGiven as impossible:
            return [Difference(impossible.place, str(impossible))]
    return found


def found_by(question: Question, scenario: Scenario, documents: Documents) -> Found:
    """Return what a question comes to that was answered when the scenario was played."""
    return _Player(scenario, documents).found(question)


def log_of(question: Question, scenario: Scenario, documents: Documents) -> MemoryStore:
    """Return the log that a question of a scenario is asked of. Raises ImpossibleGiven."""
    return _Player(scenario, documents).log(question.readings)


class _Player:
    """Asks one scenario's questions; a log is made once for each choice of readings."""

    def __init__(self, scenario: Scenario, documents: Documents) -> None:
        self._scenario = scenario
        self._documents = documents
        self._assessors: dict[tuple[tuple[str, str], ...], Assessor] = {}

    def differences(self, expectation: Expectation) -> Iterator[Difference]:
        place, same_as = expectation.place, expectation.same_as
        try:
            answer = self._answer(expectation.question)
            other = self._answer(same_as) if same_as else None
        except NoPolicyInForce as none:
            yield Difference(place, str(none))
            return
        question = expectation.question
        for each in differences_between(expectation.stated, answer):
            yield Difference(each.place, each.message, each.key, each.about, question)
        for name in Answer.__struct_fields__ if same_as else ():
            if name not in COORDINATES and getattr(answer, name) != getattr(other, name):
                yield Difference(place, f"'{name}' is not the same as {same_as}", question=question)

    def found(self, question: Question) -> Found:
        assessor, at = self._asked(question)
        return Found(assessor.answer(MEDIATOR, at), assessor.case(MEDIATOR, at, thorough=True)[0])

    def _answer(self, question: Question) -> Answer:
        assessor, at = self._asked(question)
        return assessor.answer(MEDIATOR, at)

    def _asked(self, question: Question) -> tuple[Assessor, Coordinates]:
        readings = tuple(sorted(question.readings.items()))
        if readings not in self._assessors:
            self._assessors[readings] = self._assessor(question.readings)
        at = Coordinates(on=question.on, known=question.known, under=question.under, hindsight=True)
        return self._assessors[readings], at

    def log(self, readings: Mapping[str, str]) -> MemoryStore:
        store = MemoryStore()
        submission = Submission(store)
        for given in sorted((*self._beginning(readings), *self._scenario.given), key=lambda each: each.recorded):
            try:
                submission.add(given.stream, given.event)
            except (Refusal, StreamImpossible) as refusal:
                raise ImpossibleGiven(given, refusal) from None
            store.append(submission.appends[-1:], PLAYING, datetime.combine(given.recorded, time.min, UTC))
        return store

    def _assessor(self, readings: Mapping[str, str]) -> Assessor:
        texts = {each.text.encode(): each.policy for each in (*self._documents.versions, *self._documents.proposals)}
        end = datetime.max.replace(tzinfo=UTC)
        store, rulebook = self.log(readings), self._documents.rulebook
        return Assessor(store, texts.__getitem__, lambda: end, rulebook, compiled=self._documents.compiled)

    def _beginning(self, readings: Mapping[str, str]) -> Iterator[Given]:
        """Yield what every scenario begins with: a pathway, readings chosen, and the rulebook's texts."""
        policy = f"policy/{self._documents.rulebook}"
        yield self._implied(STREAM, PathwayOpened(opened_on=FIRST_DAY), FIRST_DAY)
        for parameter, value in readings.items():
            chosen = InterpretationChosen(
                parameter=parameter, value=value, chosen_by=PLAYING.actor, chosen_on=FIRST_DAY
            )
            yield self._implied(policy, chosen, FIRST_DAY)
        for document in self._documents.proposals:
            yield self._implied(policy, _drafted(document), document.policy.published)
        for document in self._documents.versions:
            yield self._implied(policy, _published(document), document.policy.published)

    def _implied(self, stream: str, event: Event, recorded: date) -> Given:
        return Given(place=self._scenario.place, says=event.topic(), stream=stream, event=event, recorded=recorded)


def _drafted(document: Document) -> PolicyDrafted:
    return PolicyDrafted(
        version=document.policy.version,
        document=document.text,
        content_hash=document.content_hash,
        drafted_on=document.policy.published,
    )


def _published(document: Document) -> PolicyPublished:
    return PolicyPublished(
        version=document.policy.version,
        document=document.text,
        content_hash=document.content_hash,
        published_on=document.policy.published,
        effective_from=document.policy.in_force_from,
        effective_to=document.policy.in_force_until,
        retroactive=bool(document.policy.retroactive),
    )

"""The checks of a dossier, one after the other, each in a sentence; the first that fails ends them."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from verifier.answers import IN_FORCE, Case, NoTextInForce
from verifier.comparison import differences, differences_of_timeline
from verifier.dossiers import (
    ClockSetBack,
    Dossier,
    Entry,
    EventMalformed,
    EventsOutOfOrder,
    FileCutOff,
    NotADossier,
    read_dossier,
    require_times_in_order,
)
from verifier.facts import Fact, UnreadableEvent, pathway_facts, streams_named
from verifier.levels import Levels
from verifier.notes import (
    ANSWER,
    STREAMS,
    Checkpoint,
    Key,
    KeyMalformed,
    NoteMalformed,
    NotSigned,
    OfAnotherLog,
    hashes_of,
    is_size,
    opened,
    read_keys,
)
from verifier.periods import PeriodInDoubt
from verifier.programs import program_facts, register_facts
from verifier.proved import proofs_differing, reasons_differing
from verifier.rulebooks import STATED, Rulebook, TextAltered, VersionUnknown, chain_for
from verifier.tree import is_consistent, is_included, leaf_data, leaf_hash


class OlderThanYourCheckpoint(Exception):
    """The log of the file is shorter than it was at the earlier checkpoint."""


class TwoRootsForOneSize(Exception):
    """The file and the earlier checkpoint give the same log two contents."""


class LogRewritten(Exception):
    """The log of the file does not go on from the earlier checkpoint."""


class NoProofFromYourCheckpoint(Exception):
    """The file does not say how its log goes on from the earlier checkpoint."""


class EventNotInLog(Exception):
    """An event of the file is not in the log at its place as it stands in the file."""


class EventMissing(Exception):
    """The file lacks an event that its log has."""


class EventNotStated(Exception):
    """The file has an event that its signed statement of heads does not know of."""


class OtherQuestion(Exception):
    """The answer in the file is one to another question than the file says."""


class AnswerChanged(Exception):
    """The answer in the file, its timeline or its proofs are not those for which the log's key signed."""


class AnswerDiffers(Exception):
    """The answer in the file does not follow from the events and the rules."""


class CannotBeWorkedOut(Exception):
    """The events and the rules are not such that anything follows from them."""


PROBLEMS = (
    *(FileCutOff, NotADossier, EventMalformed, EventsOutOfOrder, ClockSetBack),
    *(KeyMalformed, NoteMalformed, NotSigned, OfAnotherLog),
    *(OlderThanYourCheckpoint, TwoRootsForOneSize, LogRewritten, NoProofFromYourCheckpoint),
    *(EventNotInLog, EventMissing, EventNotStated, OtherQuestion, AnswerChanged),
    *(TextAltered, VersionUnknown, UnreadableEvent, NoTextInForce, AnswerDiffers, CannotBeWorkedOut),
)
"""What the checks find to be the case, by name."""

MOST_TOLD = 3
"""How many differences are told."""
FORMAT_OF_ANSWER = "milepost.answer/v1"
MEMBERS_OF_ANSWER = {
    *("format", "pathway", "on", "known", "under", "level", "levels", "possible_levels", "specialisations", "lost"),
    *("standing", "listing", "open_conditions", "possible_conditions", "basis", "gaps", "reasons", "missing"),
    *("periods", "refused", "notes", "next_changes", "words"),
}


class Checked(NamedTuple):
    """What a check showed; one that could not be made is not ``done``."""

    name: str
    sentence: str
    done: bool


class Report:
    """What was checked and found, as far as the checks went."""

    def __init__(self) -> None:
        self.checked: list[Checked] = []
        self.dossier: Dossier | None = None
        self.log: Checkpoint | None = None
        self.streams: dict[str, int] = {}
        self.problem: Exception | None = None
        self.failed = ""
        self.left_open: list[str] = []

    @property
    def verdict(self) -> str:
        if self.problem is not None:
            return "NOT VERIFIED"
        return "VERIFIED IN PART" if self.left_open else "VERIFIED"


class Checks:
    """The checks of one file, with the keys of the log and an earlier checkpoint if there is one."""

    def __init__(self, content: bytes, keys: str, earlier: str | None) -> None:
        self._content = content
        self._written_keys = keys
        self._written_earlier = earlier
        self.report = Report()
        self._keys: list[Key] = []

    def run(self) -> Report:
        """Return what the checks found."""
        for name, check in CHECKS.items():
            try:
                sentence = check(self)
            except PROBLEMS as problem:
                self.report.problem, self.report.failed = problem, name
                break
            except (
                ArithmeticError,
                AttributeError,
                LookupError,
                RuntimeError,
                StopIteration,
                TypeError,
                ValueError,
            ) as cause:
                told = f"{name}: what stands there is not as it has to be ({type(cause).__name__}: {cause})"
                self.report.problem, self.report.failed = CannotBeWorkedOut(told), name
                break
            skipped = check is Checks._earlier and self._written_earlier is None
            self.report.checked.append(Checked(name, sentence, not skipped))
        return self.report

    @property
    def _dossier(self) -> Dossier:
        if self.report.dossier is None:
            raise NotADossier("the file was not read")
        return self.report.dossier

    @property
    def _log(self) -> Checkpoint:
        if self.report.log is None:
            raise NoteMalformed("the checkpoint was not read")
        return self.report.log

    def _file(self) -> str:
        self.report.dossier = read_dossier(self._content)
        return f"The file is whole and is a dossier, with {len(self._dossier.entries)} events."

    def _signature(self) -> str:
        self._keys = read_keys(self._written_keys)
        self.report.log, _ = opened(self._dossier.members["checkpoint"], self._keys)
        return f"The checkpoint of the log {self._log.origin}, of {self._log.size} events, is signed by its key."

    def _earlier(self) -> str:
        if self._written_earlier is None:
            self.report.left_open.append(
                "No earlier checkpoint was given: it is not shown that nothing was changed in the log before the file "
                "was made. Whoever keeps a checkpoint today can have that shown tomorrow."
            )
            return "No earlier checkpoint of the log was given to hold the file against."
        earlier, _ = opened(self._written_earlier, self._keys)
        log, since = self._log, self._dossier.members["since"]
        if log.size < earlier.size:
            raise OlderThanYourCheckpoint(
                f"the log of the file has {log.size} events, and it had {earlier.size} at your earlier checkpoint: the "
                "file was made from an older copy, or events were taken away"
            )
        if log.size == earlier.size:
            if log.root != earlier.root:
                raise TwoRootsForOneSize(f"of {log.size} events there are two logs, with different contents")
            return f"The checkpoint is of the same {log.size} events as your earlier one."
        if since is None or _old_size(since) != earlier.size:
            raise NoProofFromYourCheckpoint(
                f"the file does not prove that its log goes on from your checkpoint of {earlier.size} events; ask for "
                f"one made with --since {earlier.size}"
            )
        above, _, note = since.partition("\n\n")
        if note != self._dossier.members["checkpoint"]:
            raise LogRewritten("the proof from your earlier checkpoint is one to another checkpoint than the file's")
        if not is_consistent(earlier.size, earlier.root, log.size, log.root, hashes_of(above.split("\n")[1:])):
            raise LogRewritten(
                f"the log of the file does not go on from your earlier checkpoint: among its first {earlier.size} "
                "events some were changed, taken away, added or put elsewhere since"
            )
        return (
            f"The log goes on from your earlier checkpoint: none of its first {earlier.size} events was changed, taken "
            "away or added since."
        )

    def _included(self) -> str:
        for each in self._dossier.entries:
            hashed = leaf_hash(leaf_data(each.envelope, each.payload))
            if not is_included(hashed, each.position - 1, self._log.size, hashes_of(each.path), self._log.root):
                raise EventNotInLog(
                    f"{each.id}, said to be at position {each.position}, is not there in the log as it is in the file: "
                    "it was changed, moved, put in or dated otherwise"
                )
        require_times_in_order(self._dossier.entries)
        return f"Each of the {len(self._dossier.entries)} events is in the log at its place, byte for byte as recorded."

    def _complete(self) -> str:
        heads, lines = opened(self._dossier.members["heads"], self._keys, STREAMS)
        if (heads.size, heads.root) != (self._log.size, self._log.root):
            raise EventNotStated("the statement of heads is one of another checkpoint")
        stated = dict(map(_head, lines))
        found: dict[str, list[Entry]] = {name: [] for name in stated}
        for each in self._dossier.entries:
            if each.envelope["stream"] not in found:
                raise EventNotStated(f"{each.id} is of a stream that the signed statement of heads does not name")
            found[each.envelope["stream"]].append(each)
        for name, version in stated.items():
            _require_gapless(name, version, found[name])
        self.report.streams = stated
        own = f"pathway/{self._dossier.members['pathway']}"
        policy = f"policy/{self._dossier.members['rulebook']}"
        for name in (own, policy, *streams_named(self._own_facts())):
            if name not in stated:
                raise EventMissing(f"the file lacks the stream {name}, on which the answer leans")
        return "No event of these streams is missing: the log's key signed how many each had at the checkpoint."

    def _known(self, stream: str) -> list[Any]:
        return [each.event for each in self._dossier.stream(stream) if each.position <= self._dossier.known]

    def _own_facts(self) -> dict[str, list[Fact]]:
        return pathway_facts(self._known(f"pathway/{self._dossier.members['pathway']}"))

    def _texts(self) -> str:
        events = self._dossier.stream(f"policy/{self._dossier.members['rulebook']}")
        Rulebook(each.event for each in events)
        stated = sum(each.event.payload["topic"] in STATED for each in events)
        return f"The {stated} texts of the rulebook are those of their hashes."

    def _question(self) -> str:
        members, answer = self._dossier.members, self._dossier.members["answer"]
        if set(answer) != MEMBERS_OF_ANSWER or answer["format"] != FORMAT_OF_ANSWER:
            raise OtherQuestion(f"the answer has other members than those of {FORMAT_OF_ANSWER}")
        asked = {
            "pathway": (members["pathway"], answer["pathway"]),
            "on": (members["on"], answer["on"]),
            "known": (members["known"], answer["known"]["position"]),
            "under": (members["under"] or IN_FORCE, answer["under"]["asked"]),
            "rulebook": (members["rulebook"], answer["under"]["rulebook"]),
        }
        for name, (file, said) in asked.items():
            if file != said or type(file) is not type(said):
                raise OtherQuestion(f"the file is about {name} {file!r}, its answer about {said!r}")
        if not 0 < members["known"] <= self._log.size:
            raise OtherQuestion(f"position {members['known']} is not one of the {self._log.size} of the checkpoint")
        _require_instant(self._dossier, answer["known"]["recorded_at"])
        return f"The answer is one to the question of the file: {_question_of(self._dossier)}."

    def _told(self) -> str:
        signed, lines = opened(self._dossier.members["told"], self._keys, ANSWER)
        if (signed.size, signed.root, lines) != (self._log.size, self._log.root, [self._dossier.told]):
            raise AnswerChanged(
                "what the file tells is not what the log's key signed: it was changed after it was told"
            )
        return "The answer, its timeline and its proofs are as they were told: the log's key signed them."

    def _answer(self) -> str:
        case, known = self._case(), self._dossier.members
        derived, doubtful = case.answer(self._dossier.day)
        found = differences(known["answer"], derived)
        try:
            found += differences_of_timeline(known["timeline"], case.timeline())
        except PeriodInDoubt:
            doubtful.append("timeline")
        found += reasons_differing(case.texts, known["answer"])
        found += proofs_differing(case, known["proofs"])
        if found:
            raise AnswerDiffers("; ".join(map(str, found[:MOST_TOLD])) + (" …" if len(found) > MOST_TOLD else ""))
        if doubtful:
            self.report.left_open.append(
                "It is not known when a period began or ended, and this verifier does not look into such a doubt. Not "
                f"derived again, for that reason: {', '.join(doubtful)}."
            )
        return "The answer was worked out again from these events by these texts, and comes to the same."

    def _case(self) -> Case:
        members = self._dossier.members
        facts = self._own_facts()
        for stream in streams_named(facts):
            stating = program_facts if stream.startswith("program/") else register_facts
            for kind, items in stating(stream.partition("/")[2], self._known(stream)).items():
                facts[kind] = [*facts.get(kind, []), *items]
        events = self._dossier.stream(f"policy/{members['rulebook']}")
        chain = chain_for(events, self._dossier.known, members["under"], hindsight=members["hindsight"])
        return Case(Levels(chain, facts))


CHECKS: dict[str, Callable[[Checks], str]] = {
    "file": Checks._file,
    "checkpoint": Checks._signature,
    "earlier checkpoint": Checks._earlier,
    "events": Checks._included,
    "completeness": Checks._complete,
    "texts": Checks._texts,
    "question": Checks._question,
    "signed answer": Checks._told,
    "answer": Checks._answer,
}


def _question_of(dossier: Dossier) -> str:
    members = dossier.members
    by = f"version {members['under']} of the rulebook" if members["under"] else "the rules in force on that day"
    return (
        f"where {members['pathway']} stood on {members['on']} by {by}, as far as was known at position "
        f"{members['known']} of the log"
    )


def _old_size(since: str) -> int | None:
    word, _, size = since.partition("\n")[0].partition(" ")
    return int(size) if word == "old" and is_size(size) else None


def _head(line: str) -> tuple[str, int]:
    version, _, stream = line.partition(" ")
    if not is_size(version):
        raise NoteMalformed("a line of the statement of heads is a version and a stream")
    return str(json.loads(stream)), int(version)


def _require_gapless(stream: str, version: int, entries: Sequence[Entry]) -> None:
    for expected, entry in enumerate(entries, start=1):
        if entry.envelope["version"] != expected:
            raise EventMissing(f"{stream}@{expected} is missing: {entry.id} follows in the file")
    if len(entries) < version:
        raise EventMissing(f"{stream}@{len(entries) + 1} is missing: the stream had {version} events at the checkpoint")
    if len(entries) > version:
        raise EventNotStated(
            f"{entries[version].id} is in the file, and the stream had {version} events at the checkpoint"
        )


def _require_instant(dossier: Dossier, stated: str) -> None:
    """Raise `OtherQuestion` where what was known was recorded at another time than events around it allow."""
    instant = datetime.fromisoformat(stated)
    for each in dossier.entries:
        recorded = datetime.fromisoformat(str(each.envelope["recorded_at"]))
        before, after = each.position <= dossier.known, each.position >= dossier.known
        if (before and recorded > instant) or (after and recorded < instant):
            raise OtherQuestion(
                f"position {dossier.known} cannot have been recorded at {stated}: {each.id} was at {recorded}"
            )

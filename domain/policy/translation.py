"""The words of a language for what a rulebook names: its reason codes, clauses, levels, and the fixed phrases."""

import re
from collections.abc import Collection

import msgspec

from domain.policy.typed import DocumentRefused, Fault, Text, Typed, Walk, entries_of, unknown
from domain.policy.wording import AT_MOST, DETAILS, JOINTS, NONE_OF, OF_EACH_PART

FORMAT = "milepost.words/v1"
HEAD = {"format", "rulebook", "language"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)

PHRASES = frozenset(
    {
        "(that day excluded)",
        "Also held",
        "Because",
        "Lost",
        "Missing",
        "Next, if nothing more happens",
        "Owed",
        "Perhaps owed",
        "Periods",
        "Possible",
        "Recognised, though the rules alone do not give it",
        "Refused",
        "To know",
        "all of these hold",
        "also",
        "and",
        "announced, not in force",
        "another kind",
        "at least one of these holds",
        "at least so many of these hold",
        "at most",
        "based on",
        "because of",
        "begins",
        "by clauses",
        "by recognition only",
        "changes nothing on that day",
        "clause",
        "condition",
        "correction",
        "counted up to",
        "counts up to",
        "each of another",
        "ends",
        "every one of them meets this",
        "everything is there",
        "evidence",
        "for each other",
        "for each",
        "found",
        "from",
        "good",
        "in doubt",
        "in each of",
        "in one",
        "interpretation",
        "judged on",
        "kept while",
        "late evidence",
        "late up to",
        "level",
        "lifted by",
        "listed",
        "listing lacks",
        "listing",
        "lost when",
        "met, lost",
        "met, not kept",
        "missed",
        "more in doubt",
        "nearest",
        "needs",
        "neither certain nor excluded: something is not known",
        "no evidence",
        "no longer",
        "no more of each part than counts",
        "no",
        "none of these holds",
        "none of",
        "none",
        "not certain",
        "not counted",
        "not met yet",
        "not met",
        "of another",
        "of which",
        "of",
        "on",
        "open",
        "or",
        "over",
        "passage of time",
        "policy",
        "possibly",
        "program event",
        "recognition",
        "recorded on",
        "register event",
        "renewal",
        "retracted from",
        "route",
        "short of",
        "since",
        "standing",
        "text asked for",
        "this is met or lifted",
        "this kind",
        "to before",
        "to",
        "unlisted",
        "until",
        "up to",
        "yes",
    }
)
"""What stands in every explanation, as it is said in English."""

COUNTING = {
    re.compile(r"every (.+) meets this"): "every one of them meets this",
    re.compile(r"at least (\d+) of these hold"): "at least so many of these hold",
}
"""Openings of a proof that name or count something, each with the phrase that says it of anything."""


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language; those of every rulebook have none of their own in ``rulebook``.

    Each part gives words for the ids of that part of a rulebook; ``units`` for units of amounts, in the singular and in
    the plural; ``kinds`` for kinds of evidence; ``phrases`` for `PHRASES`.
    """

    language: str
    rulebook: str = ""
    reasons: dict[str, str] = {}
    clauses: dict[str, str] = {}
    levels: dict[str, str] = {}
    routes: dict[str, str] = {}
    periods: dict[str, str] = {}
    standings: dict[str, str] = {}
    needs: dict[str, str] = {}
    conditions: dict[str, str] = {}
    notes: dict[str, str] = {}
    kinds: dict[str, str] = {}
    units: dict[str, str] = {}
    phrases: dict[str, str] = {}

    def over(self, base: "Translation") -> "Translation":
        """Return these words, and those of the other for what these leave out."""
        both = {part: {**getattr(base, part), **getattr(self, part)} for part in PARTS}
        return msgspec.structs.replace(self, **both)

    def phrase(self, phrase: str) -> str:
        return self.phrases.get(phrase, phrase)

    def statement(self, says: str) -> str:
        """Return what a line of a proof says; what it counts or names stands after the phrase."""
        for pattern, phrase in COUNTING.items():
            found = pattern.fullmatch(says)
            if found is not None and phrase in self.phrases:
                return f"{self.phrases[phrase]}: {self.periods.get(found[1]) or self.kind(found[1])}"
        return self.phrase(says)

    def reason(self, code: str) -> str:
        """Return the sentence of a reason code; a code that has none is shown itself."""
        return self.reasons.get(code, code)

    def kind(self, kind: str) -> str:
        return self.kinds.get(kind, kind)

    def change(self, what: str) -> str:
        """Return what begins or ends, such as ``standing lapsed begins``, as an answer tells it."""
        named, _, verb = what.rpartition(" ")
        for prefix, part in (
            ("standing", self.standings),
            ("listing lacks", self.needs),
            ("condition", self.conditions),
        ):
            name = named.removeprefix(f"{prefix} ")
            if name != named:
                return f"{self.phrase(prefix)} {part.get(name, name)} {self.phrase(verb)}"
        return f"{self.levels.get(named, named)} {self.phrase(verb)}"

    def amounts(self, amounts: str) -> str:
        """Return amounts such as ``1 mediation or 10 hours``, which are joined by ``and`` and ``or``."""
        first, joint, rest = JOINTS.split(amounts, 1) if JOINTS.search(amounts) else (amounts, "", "")
        if joint:
            return f"{self.amounts(first)} {self.phrase(joint.strip())} {self.amounts(rest)}"
        whole, among, inside = amounts.partition(DETAILS)
        if among:
            told = ", ".join(self._detail(part) for part in inside[:-1].split(", "))
            return f"{self.amounts(whole)} ({self.phrase('of which')} {told})"
        noted = _NOTED.match(amounts)
        if noted is not None:
            return f"{self.amounts(noted[1])} {self.phrase(noted[2])} {self._noun(noted[3])}"
        number, _, unit = amounts.partition(" ")
        unit, of, part = unit.partition(" of ")
        if of:
            return f"{self.amounts(f'{number} {unit}')} {self.phrase('of')} {self.phrase(self.kind(part))}".rstrip()
        return f"{number} {self.units.get(unit, unit)}".rstrip()

    def _detail(self, part: str) -> str:
        """Return how much of an amount has to be of something, or may be."""
        if part.startswith(NONE_OF):
            return f"{self.phrase(NONE_OF.strip())} {part.removeprefix(NONE_OF)}"
        if part.startswith(AT_MOST):
            return f"{self.phrase(AT_MOST.strip())} {self.amounts(part.removeprefix(AT_MOST))}"
        return self.phrase(part) if part == OF_EACH_PART else self.amounts(part)

    def _noun(self, noun: str) -> str:
        """Return the noun of what an amount has to be: a kind, so many of it, or a field."""
        return self.amounts(noun) if noun[0].isdigit() else self.kind(noun)

    def found(self, found: str) -> str:
        """Return what was found; amounts in words of the language, and whether more is in doubt."""
        amount, doubt, _ = found.partition(", ")
        if found.endswith(" in doubt"):
            return f"{self.amounts(amount)}, {self.phrase('more in doubt')}"
        return found if doubt else self.amounts(found)


_NOTED = re.compile(r"(.+?) (in one|in each of|each of another|of another|for each other|for each) (?!kind$)(.+)")

PARTS = tuple(field.name for field in msgspec.structs.fields(Translation) if field.name not in {"language", "rulebook"})

AS_STATED = Translation(language="")
"""No words but those of the rulebook; codes are shown themselves."""


def read_translation(typed: Typed) -> Translation:
    """Return the words of a document. Raises `DocumentRefused` with every fault."""
    try:
        entries = entries_of(typed, "the words", {*HEAD, *PARTS})
    except Fault as fault:
        raise DocumentRefused([fault]) from None
    walk = Walk(Text(value="the words", place=typed.place), entries)
    with walk.keeping_faults():
        _one_of(walk.text("format"), "the format", [FORMAT])
    with walk.keeping_faults():
        language = walk.text("language")
        if not LANGUAGE.fullmatch(language.value):
            raise Fault(language.place, f"expected a language such as en, de or pt-BR, found '{language.value}'")
    parts = {part: walk.lines(part) for part in PARTS}
    if parts["phrases"]:
        for phrase, _ in entries_of(walk.required("phrases"), "phrases").values():
            with walk.keeping_faults():
                _one_of(phrase, "the phrase", PHRASES)
    rulebook = walk.line("rulebook", "")
    if walk.faults:
        raise DocumentRefused(walk.faults)
    return Translation(language=walk.line("language"), rulebook=rulebook, **parts)


def _one_of(text: Text, what: str, known: Collection[str]) -> None:
    if text.value not in known:
        raise unknown(text, what, known)

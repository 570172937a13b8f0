"""Short rulebook texts, facts typed as a person would, and timelines shown as a person reads them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from textwrap import dedent, indent
from typing import Any, TypeAlias

from domain.case import Case
from domain.content import content_hash
from domain.policy.chain import Chain, Version, alone, in_force
from domain.policy.proof import Proof
from domain.policy.reading import read_policy, read_vocabulary
from domain.policy.rules import Assessment, Rules
from domain.policy.text import Policy
from domain.policy.typed import DocumentRefused
from domain.policy.vocabulary import Vocabulary
from domain.timeline import ALWAYS_SPANS, BEGIN, END, Spans, Timeline
from infrastructure.documents import canonical_bytes, read_yaml

Item: TypeAlias = dict[str, Any]
Facts: TypeAlias = dict[str, list[Item]]

VOCABULARY = """
course:
  words: a course
  counts from: ended_on
  fields:
    id: text
    program: text
    format: one of face to face, online, blended
    begun_on: date
    ended_on: date; absent means not yet
    valid_until: date; absent means no end
    hours: number of hours
    places: number
    tutor_hours: number of hours; absent means no
    passed: yes or no
    logo: yes or no; absent means no
    label: text; absent means no
approval:
  words: an approval
  counts from: from
  until: until
  fields:
    id: text
    program: text
    format: text
    from: date
    until: date; absent means no end
    min_hours: number of hours
    retro_months: number of months
mediation:
  words: a mediation
  counts from: started_on
  fields:
    id: text
    started_on: date
    hours: number of hours
    role: one of lead, co, observer
    verified_on: date; absent means not yet
application:
  words: an application
  counts from: submitted_on
  fields:
    id: text
    level: text
    submitted_on: date
    decided_on: date; absent means not yet
registration:
  words: a registration
  counts from: since
  until: until
  fields:
    id: text
    register: text
    since: date
    until: date; absent means no end
refresher:
  words: a refresher
  counts from: held_on
  fields:
    id: text
    held_on: date
learning:
  words: a piece of learning
  counts from: held_on
  fields:
    id: text
    held_on: date
    category: text
    process: text
    hours: number of hours
    minutes: number of minutes
    points: number of points
education:
  words: a degree
  counts from: awarded_on
  fields:
    id: text
    degree: one of bachelor, master, certificate
    awarded_on: date
leave:
  words: a leave
  counts from: from
  until: until
  fields:
    id: text
    from: date
    until: date; absent means no end
    requested_on: date
extension:
  words: more time
  counts from: granted_on
  fields:
    id: text
    granted_on: date
    until: date
    months: number of months
waiver:
  words: a requirement waived
  counts from: granted_on
  until: until
  fields:
    id: text
    requirement: text
    granted_on: date
    until: date; absent means no end
recognition:
  words: a recognition
  counts from: granted_on
  until: until
  fields:
    id: text
    level: text
    granted_on: date
    until: date; absent means no end
    cites_evidence: yes or no; absent means no
"""
HEAD = """
format: milepost.policy/v1
rulebook: guild
version: "{version}"
title: The rules of the guild
published: {published}
in force from: {from_}
"""


def kinds(text: str = VOCABULARY) -> Vocabulary:
    return read_vocabulary(read_yaml(text, "vocabulary.yaml"))


KINDS = kinds()


def written(body: str, version: str = "1", from_: str = "2000-01-01", published: str = "", extra: str = "") -> str:
    """Return the body under a head; ``extra`` are further lines of the head, such as ``amends``."""
    head = HEAD.format(version=version, from_=from_, published=published or from_).lstrip()
    return head + dedent(extra) + dedent(body)


def read(text: str, before: Policy | None = None) -> Policy:
    return read_policy(read_yaml(text, "rules.yaml"), KINDS, before)


def policy(body: str, version: str = "1", from_: str = "2000-01-01") -> Policy:
    return read(written(body, version, from_))


def amendment(before: Policy, body: str, version: str, from_: str) -> Policy:
    return read(written(body, version, from_, extra=f'amends: "{before.version}"\n'), before)


def version_of(text: Policy, **readings: str) -> Version:
    return Version(policy=text, content_hash=content_hash(canonical_bytes(text)), readings=readings)


def chain_of(*texts: Policy) -> Chain:
    return in_force(version_of(text) for text in texts)


def faults_of(text: str, before: Policy | None = None) -> list[str]:
    """Return the faults of a document as `line:column: message`, in their order; none if it is accepted."""
    try:
        read(text, before)
    except DocumentRefused as refused:
        return [str(fault).removeprefix("rules.yaml:") for fault in refused.faults]
    return []


def fact(kind: str, **fields: Any) -> tuple[str, Item]:  # noqa: ANN401 - a text, a number or None, as typed
    """Return an item of a kind, each value typed as in a document; None is a value nobody knows."""
    given = {name.removesuffix("_"): value for name, value in fields.items()}
    item: Item = {"id": given.pop("id", kind), "event": f"pathway/ada@{given.pop('at', 1)}"}
    for name, value in given.items():
        declared = KINDS[kind].fields.get(name)
        item[name] = value if value is None else _typed(value, declared.type if declared else "date")
    return kind, item


def _typed(value: Any, type_: str) -> Any:  # noqa: ANN401 - as the fact holds it
    if type_ == "date":
        return date.fromisoformat(value).toordinal()
    if type_ == "number":
        return int(Decimal(str(value)) * 1000)
    return value == "yes" if type_ == "yes or no" else value


def facts(*items: tuple[str, Item]) -> Facts:
    found: Facts = {}
    for kind, item in items:
        found.setdefault(kind, []).append(item)
    return found


def on(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def shown_spans(spans: Spans) -> str:
    """Return spans as ``2020-01-01 to 2020-02-29``, both days included; what has no end is ``from …``."""
    if spans == ALWAYS_SPANS:
        return "always"
    return ", ".join(_span(spans[i], spans[i + 1]) for i in range(0, len(spans), 2)) or "never"


def _span(from_: int, until: int) -> str:
    first, last = date.fromordinal(from_), date.fromordinal(until - 1)
    if until == END:
        return f"from {first}"
    if from_ == BEGIN:
        return f"to {last}"
    return f"on {first}" if first == last else f"{first} to {last}"


def shown(timeline: Timeline) -> str:
    """Return a timeline; where there is doubt, ``certain; perhaps possible``."""
    certain, possible = timeline
    return shown_spans(certain) if certain == possible else f"{shown_spans(certain)}; perhaps {shown_spans(possible)}"


NOTE = "notes:\n  asked:\n    reason: ASKED\n    when:\n"


def asking(condition: str) -> str:
    """Return a body whose note `asked` has just this condition, which is one line or more of a document."""
    return NOTE + indent(dedent(condition).strip("\n"), "      ") + "\n"


def assess(chain: Chain, *items: tuple[str, Item]) -> Assessment:
    return Rules(chain).assess(facts(*items))


def days(condition: str, *items: tuple[str, Item], beside: str = "") -> str:
    """Return the days on which a condition holds of the items; ``beside`` are other parts of the text."""
    text = policy(dedent(beside) + asking(condition))
    return shown(assess(alone(version_of(text)), *items).notes["asked"])


def held(chain: Chain, level: str, *items: tuple[str, Item]) -> str:
    """Return the days on which a level is held."""
    return shown(assess(chain, *items).held[level])


def case(chain: Chain, *items: tuple[str, Item]) -> Case:
    return Case(Rules(chain), facts(*items))


def proof(condition: str, day: str, *items: tuple[str, Item], beside: str = "") -> Proof:
    """Return the proof of a condition on a day, asked as the only route to a level."""
    route = "levels:\n  asked:\n    rank: 1\n    title: Asked\n    routes:\n      route:\n"
    body = route + indent(dedent(condition).strip("\n"), "        ") + "\n" + dedent(beside)
    ((_, _, found),) = case(alone(version_of(policy(body))), *items).proofs(date.fromisoformat(day))
    return found


def evidence(proof: Proof) -> list[str]:
    return [f"{cited.kind} {cited.id}" for cited in proof.cited()]


def each_day(first: str, last: str) -> Iterable[int]:
    return range(on(first), on(last) + 1)

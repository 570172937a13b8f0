"""What conditions mean, apart from the numbers of their clauses: the ground on which versions share their nodes."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec

from domain.policy.chain import Chain, Version
from domain.policy.language import ClauseHolds, Condition, Exists, Reading, Require, Share
from domain.policy.leaning import conditions_of, kinds_in, parts_of
from domain.policy.vocabulary import Kind
from domain.timeline import NEVER_SPANS, Spans, union

INSIDE = {"of", "when", "where", "that", "which", "parts", "by"}
"""The fields in which conditions hold other conditions."""

RETRACTED = "retracted_on"
"""The field from whose day on no item counts."""


class Meanings:
    """What conditions of one version mean, with clauses and readings put in place of their names."""

    def __init__(self, version: Version) -> None:
        """Take the version whose clauses and readings count."""
        self._version = version
        self._policy = version.policy
        self._known: dict[Condition, bytes] = {}
        self._clauses: dict[str, bytes] = {}

    def of(self, condition: Condition) -> bytes:
        """Return a digest that is equal for conditions of equal meaning."""
        if condition not in self._known:
            self._known[condition] = self._meaning(condition)
        return self._known[condition]

    def _meaning(self, condition: Condition) -> bytes:
        if isinstance(condition, ClauseHolds):
            return self.of(self._policy.clause(condition.no).condition)
        if isinstance(condition, Require):
            return self.of(condition.that)
        if isinstance(condition, Exists):
            binders = tuple(msgspec.structs.replace(binder, missing="") for binder in condition.binders)
            condition = msgspec.structs.replace(condition, binders=binders)
        if isinstance(condition, Reading):
            return _digest(["reading", self.reading(condition)])
        own = [getattr(condition, name) for name in condition.__struct_fields__ if name not in INSIDE]
        own += [len(condition.which)] if isinstance(condition, Share) else []
        described = [self._as_read(kind, condition) for kind in kinds_in(condition)]
        inside = [self.of(part) for part in parts_of(condition)]
        return _digest([type(condition).__name__, own, described, inside])

    def _as_read(self, name: str, condition: Condition) -> Kind:
        """Return a kind with those of its fields that bear on the condition: others may be added, and words change."""
        kind = self._policy.vocabulary[name]
        always, written = {kind.since, kind.until, RETRACTED}, self._written(condition)
        fields = {
            key: field for key, field in kind.fields.items() if key in always or msgspec.json.encode(key) in written
        }
        return msgspec.structs.replace(kind, words="", fields=fields)

    def _written(self, condition: Condition) -> bytes:
        """Return a condition with the clauses that it names, so that every field that it reads stands there."""
        return msgspec.json.encode(condition) + b"".join(map(self._clause, dict.fromkeys(_clauses_in(condition))))

    def _clause(self, no: str) -> bytes:
        if no not in self._clauses:
            self._clauses[no] = self._written(self._policy.clause(no).condition)
        return self._clauses[no]

    def reading(self, condition: Reading) -> bool:
        """Tell whether the parameter is read as the condition says."""
        return self._version.reading(condition.parameter) in condition.values

    def acts(self) -> set[bytes]:
        """Return the meanings of all acts in the text."""
        roots = list(conditions_of(self._policy))
        found: set[bytes] = set()
        while roots:
            condition = roots.pop()
            if isinstance(condition, Exists) and condition.judged_on is not None:
                found.add(self.of(condition))
            roots += parts_of(condition)
        return found


def acts_honoured(chain: Chain, meanings: Sequence[Meanings]) -> dict[bytes, Spans]:
    """Return, for the meaning of each act, the days on which a text that meant just that was in force."""
    honoured: dict[bytes, Spans] = {}
    for each, (_, cover) in zip(meanings, chain.covers, strict=True):
        for act in each.acts():
            honoured[act] = union(honoured.get(act, NEVER_SPANS), cover)
    return honoured


def _clauses_in(condition: Condition) -> Iterator[str]:
    if isinstance(condition, ClauseHolds):
        yield condition.no
    for part in parts_of(condition):
        yield from _clauses_in(part)


def _digest(meaning: object) -> bytes:
    return blake2b(msgspec.msgpack.encode(meaning), digest_size=16).digest()

"""Random chains of whole texts, and random facts for them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from domain.policy import text as rulebook
from domain.policy.chain import Chain, Version, in_force
from domain.policy.text import Policy
from domain.policy.vocabulary import Kind, Vocabulary
from tests.evaluator.scales import MONTHS, YEARS, Scale
from tests.evaluator.vocabularies import LEVELS, ROLES, vocabularies
from tests.evaluator.writing import Writer

PARAMETER = rulebook.Parameter("reach", "How far.", "leaflet", {"wide": "far", "narrow": "near"}, "wide")
Facts = dict[str, list[dict[str, Any]]]


class Author(Writer):
    """Writes whole texts, each but the first as a change of the one before."""

    def text(self, number: int, before: Policy | None) -> Policy:
        """Return a text; clauses and levels lean on what stands before them alone, in every text in the same order."""
        self.parameters = ("reach",)
        self.clauses, self.levels = (), ()
        early = self._clauses(("1", "2"), before)
        self.clauses = ("1", "2")
        first = self._level("first", 1, before)
        self.levels = ("first",)
        late = self._clauses(("3",), before)
        self.clauses = ("1", "2", "3")
        second = self._level("second", 2, before)
        self.levels = ("first", "second")
        from_ = date.fromordinal(self.day())
        return Policy(
            rulebook="guild",
            version=str(number),
            title="The rules of the guild",
            published=from_,
            in_force_from=from_ if number > 1 else from_ - timedelta(self.pick((20, 0))),
            in_force_until=date.fromordinal(self.day()) if self.chance(8) else None,
            vocabulary=self.vocabulary,
            parameters=(PARAMETER,),
            clauses=early + late,
            levels=tuple(level for level in (first, second) if level is not None),
            standings=self._rules("standing", before.standings if before else None),
            listing_of=self.pick((LEVELS, ("second",), ())),
            listing=tuple(
                rulebook.Need(each.name, each.condition, "UNMET")
                for each in self._rules("need", before.standings if before else None)
            ),
            conditions=self._rules("condition", before.conditions if before else None),
            notes=self._rules("note", before.notes if before else None),
        )

    def _clauses(self, numbers: Sequence[str], before: Policy | None) -> tuple[rulebook.Clause, ...]:
        return tuple(
            before.clause(no)
            if before is not None and not self.chance(3)
            else rulebook.Clause(no, "A clause.", "leaflet", self.condition({}))
            for no in numbers
        )

    def _level(self, name: str, rank: int, before: Policy | None) -> rulebook.Level | None:
        if before is not None:
            stood = next((level for level in before.levels if level.id == name), None)
            if not self.chance(3):
                return stood
            if self.chance(3):
                return None
        routes = self.several(lambda: rulebook.Route("route", self.condition({}, 1)), 2)
        kept = self.condition({}, 1) if self.chance(2) else None
        lost = self.condition({}, 1) if self.chance(4) else None
        return rulebook.Level(name, rank, name, routes, kept, lost)

    def _rules(self, name: str, before: Sequence[rulebook.Rule] | None) -> tuple[rulebook.Rule, ...]:
        if before is not None and not self.chance(2):
            return tuple(before)
        return self.several(lambda: rulebook.Rule(name, self.condition({}, 1), "SO"), 1, 0)

    def version(self, number: int, before: Version | None) -> Version:
        suspended = (self.day(), self.day()) if self.chance(12) else ()
        return Version(
            policy=self.text(number, before.policy if before else None),
            content_hash=str(number),
            suspended=suspended if suspended and suspended[0] < suspended[1] else (),
            readings={"reach": "narrow"} if self.chance(4) else {},
        )


SCALES = st.sampled_from([MONTHS] * 24 + [YEARS])


@st.composite
def cases(draw: st.DrawFn, scales: st.SearchStrategy[Scale] = SCALES) -> tuple[Chain, Facts]:
    """Return a chain and the facts of a pathway."""
    scale = draw(scales)
    vocabulary = draw(vocabularies())
    author = Author(draw, scale, vocabulary)
    versions: list[Version] = []
    for number in range(1, 2 + author.pick((0, 1, 2))):
        versions.append(author.version(number, versions[-1] if versions else None))
    return in_force(versions), facts(author, vocabulary)


def facts(author: Author, vocabulary: Vocabulary) -> Facts:
    return {
        name: list(author.several(lambda kind=kind: item(author, kind), 3 if name == "course" else 2, 0))  # type: ignore[misc]
        for name, kind in vocabulary.items()
    }


def item(author: Author, kind: Kind) -> dict[str, Any]:
    """Return an item of which a value may be unknown or absent; a decision always has its level and its day."""
    found: dict[str, Any] = {}
    for name, field in kind.fields.items():
        how = author.pick(("known", "known", "known", "known", "known", "absent", "unknown"))
        if how == "known":
            found[name] = _value(author, name, field.type)
        elif how == "unknown" or name in {"level", "granted_on"}:
            found[name] = None
    if author.chance(8):
        found["retracted_on"] = author.day()
    return found


def _value(author: Author, name: str, type_: str) -> Any:  # noqa: ANN401 - a fact's value
    if type_ == "date":
        return author.day()
    if name == "months":
        return author.pick(author.scale.months) * 1000
    if type_ == "number":
        return int(author.hours() * 1000)
    if type_ == "text":
        return author.pick(LEVELS if name == "level" else ROLES)
    return author.chance(2)

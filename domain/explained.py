"""A proof as it is told to the person concerned, in the words of a language."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from domain.policy.proof import Cited, Proof, Reduced
from domain.policy.said import Said
from domain.policy.saying import OPENINGS
from domain.policy.translation import Translation

MARKS = {True: "yes", False: "no", None: "in doubt"}
HOISTED = {OPENINGS["all"]}
CHOICES = {OPENINGS["any"], OPENINGS["none"]}


class Explanation:
    """Tells proofs of one day. Lines that hold and rest on nothing of their own are passed over."""

    def __init__(self, words: Translation, on: date, titles: Mapping[str, str] | None = None) -> None:
        """Take the words, the day, and the titles of levels for which the language has none."""
        self._words = words
        self._on = on
        self._titles = titles or {}

    def of(self, proof: Proof, spoken: bool = False) -> tuple[Said, ...]:  # noqa: FBT001, FBT002 -- of what is above
        """Return what is said of a proof, each line with those that it rests on under it.

        Where the reason is ``spoken`` above it, a line that says no more than that is passed over.
        """
        under = tuple(self._under(proof, spoken or self._speaks(proof)))
        if proof.says in HOISTED and not proof.clause and not proof.lifted_by:
            return under
        if proof.says in CHOICES and not proof.clause and proof.holds:
            return under if proof.says == OPENINGS["any"] else ()
        if not proof.holds and spoken and not (under or _says_more(proof)):
            return ()
        if proof.holds and not (proof.clause or proof.evidence or proof.set_aside or proof.reduced or under):
            return ()
        return (Said(self._line(proof, under), under),)

    def _speaks(self, proof: Proof) -> bool:
        return bool(proof.clause) and any(code in self._words.reasons for code in proof.codes)

    def _under(self, proof: Proof, spoken: bool) -> Iterator[Said]:  # noqa: FBT001 -- of what is above
        made = proof.says in CHOICES and not proof.clause
        for part in proof.parts:
            if not made or (part.holds is proof.holds) is (proof.says == OPENINGS["any"]):
                yield from self.of(part, spoken)
        yield from map(self._reduced, proof.reduced)
        alike: dict[tuple[str, str, str, str], list[Cited]] = {}
        for aside in proof.set_aside:
            alike.setdefault((aside.code, aside.fails, aside.found, aside.short), []).append(aside.evidence)
        yield from (self._set_aside(items, *why) for why, items in alike.items())

    def _line(self, proof: Proof, under: tuple[Said, ...]) -> str:
        words = self._words
        deeper = " ".join(_all_words(under))
        reasons = [words.reason(code).rstrip(".") for code in dict.fromkeys(proof.codes) if code]
        said = [
            self._statement(proof),
            f"{words.phrase('found')} {words.found(proof.found)}" if proof.found else "",
            f"{words.phrase('short of')} {words.amounts(proof.short)}" if proof.short else "",
            f"{words.phrase('judged on')} {proof.judged_on}" if proof.judged_on and not proof.holds else "",
            self._last_day(proof),
            f"{words.phrase('lifted by')} {proof.lifted_by}" if proof.lifted_by else "",
            f"{words.phrase('based on')} {self._named(proof.evidence)}" if proof.evidence else "",
            *(reason for reason in reasons if reason not in deeper),
        ]
        return f"{words.phrase(MARKS[proof.holds])}: {'; '.join(part.rstrip('.') for part in said if part)}"

    def _statement(self, proof: Proof) -> str:
        words = self._words
        if proof.clause:
            return f"{words.phrase('clause')} {proof.clause}: {words.clauses.get(proof.clause, proof.text)}"
        return words.statement(proof.says)

    def _last_day(self, proof: Proof) -> str:
        if proof.last_day is None or proof.holds:
            return ""
        phrase = "counts up to" if proof.last_day >= self._on else "counted up to"
        return f"{self._words.phrase(phrase)} {proof.last_day}"

    def _reduced(self, reduced: Reduced) -> Said:
        words = self._words
        counts, found = words.amounts(reduced.counts), words.amounts(reduced.found)
        return Said(f"{counts} {words.phrase('of')} {found}: {words.reason(reduced.code)}".rstrip("."))

    def _set_aside(self, items: list[Cited], code: str, fails: str, found: str, short: str) -> Said:
        words = self._words
        said = [
            f"{words.phrase('not counted')}: {self._named(items)}",
            f"{words.phrase('not met')}: {(words.reasons.get(code) or fails).rstrip('.')}",
            f"{words.phrase('found')} {words.found(found)}" if found else "",
            f"{words.phrase('short of')} {words.amounts(short)}" if short else "",
        ]
        return Said("; ".join(part for part in said if part))

    def _named(self, items: Iterable[Cited]) -> str:
        return ", ".join(named_item(item, self._words) for item in items)

    def titled(self, part: str, name: str, holds: bool | None, since: date | None = None) -> str:  # noqa: FBT001 -- three-valued
        """Return the title of a proof: the part of the rulebook that it is of, its name there, and the outcome.

        ``since`` is the day that is proved, if it is an earlier one.
        """
        words = self._words
        level, colon, rest = name.partition(": " if part == "route" else ", ")
        if part in {"route", "level"}:
            title = words.levels.get(level) or self._titles.get(level, level)
            name = f"{title}{colon}{words.routes.get(rest) or words.phrase(rest)}"
        else:
            own = {"standing": words.standings, "listing": words.needs, "renewal": words.periods}
            name = own.get(part, words.conditions).get(name, name)
        day = f" {words.phrase('on')} {since}" if since else ""
        return f"{words.phrase(part)} {name}{day}: {words.phrase(MARKS[holds])}"


def named_item(item: Cited, words: Translation) -> str:
    """Return an item by its kind and its name, which need not be said twice."""
    kind = words.kind(item.kind)
    return item.id if item.id.startswith(kind) else f"{kind} {item.id}"


def _says_more(proof: Proof) -> bool:
    """Tell whether a line has anything but what it asks for and that nothing was found."""
    told = (proof.clause, proof.level, proof.codes, proof.short)
    return any((*told, proof.evidence, proof.set_aside, proof.reduced, proof.last_day))


def _all_words(said: tuple[Said, ...]) -> Iterator[str]:
    for each in said:
        yield each.words
        yield from _all_words(each.under)

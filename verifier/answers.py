"""An answer derived again: everything in it that is a fact about the person's standing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from verifier.calendar import END, shown
from verifier.levels import Levels, Stretch, Track, Tracks, at, days, edges_of, span_at, track
from verifier.moment import Moment
from verifier.periods import PeriodInDoubt, Periods, period_on
from verifier.terms import Item, Node
from verifier.texts import Text
from verifier.truth import Truth

NO_LEVEL, GOOD = "none", "good"
IN_FORCE = "in force"
ANNOUNCED = "announced, not in force"
NOT_LISTED = "LEVEL_NOT_LISTED"

Said = dict[str, Any]


class NoTextInForce(Exception):
    """No text of the rulebook was in force on the day, as far as was known."""


class Case:
    """One pathway's facts under a chain of texts, worked out for all days."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels
        self.held = Tracks(levels.names("levels", "id"), levels.held)
        self.entitled = Tracks(levels.names("levels", "id"), levels.entitled)
        self.standings = self._said("standings")
        self.conditions = self._said("conditions")
        self.notes = self._said("notes")
        self.unmet = Tracks(levels.names("listing"), levels.unmet)
        self._listable = Tracks(["listable"], lambda _, moment: levels.listable(moment))

    def _said(self, part: str) -> Tracks:
        return Tracks(self._levels.names(part), lambda name, moment: self._levels.said(part, name, moment))

    @property
    def listable(self) -> Track:
        return self._listable["listable"]

    def text_on(self, day: int) -> Text:
        text = self._levels.chain.at(day)
        if text is None:
            raise NoTextInForce(f"no text of the rulebook was in force on {shown(day)}, as far as was known")
        return text

    @property
    def texts(self) -> list[Text]:
        """The texts that judge, and those to which they may refer."""
        return [text for text, _ in (*self._levels.chain.covers, *self._levels.chain.referred)]

    def truth(self, condition: Node, day: int) -> Truth:
        """Return whether a condition of the text in force on a day holds then."""
        return self._levels.truth(condition, self.text_on(day), Moment(day))

    def answer(self, day: int) -> tuple[Said, list[str]]:
        """Return the parts of the answer that this derives, and the names of those that hang on a period in doubt."""
        text = self.text_on(day)
        found: Said = {}
        doubtful: list[str] = []
        for name, derive in MEMBERS_DERIVED.items():
            try:
                found[name] = derive(self, text, day)
            except PeriodInDoubt:
                doubtful.append(name)
        return found, doubtful

    def _levels_held(self, text: Text, day: int) -> list[Said]:
        return self._held_on(text, day, aside=False)

    def _level(self, text: Text, day: int) -> Said:
        levels = self._levels_held(text, day)
        return levels[0] if levels else {"id": NO_LEVEL, "title": "", "since": None, "until": None}

    def _specialisations(self, text: Text, day: int) -> list[Said]:
        return self._held_on(text, day, aside=True)

    def _possible_levels(self, text: Text, day: int) -> list[str]:
        return [each["id"] for each in (*ladder(text), *ladder(text, aside=True)) if self._possibly(each["id"], day)]

    def _all_of_basis(self, text: Text, day: int) -> list[Said]:
        held = [*self._levels_held(text, day), *self._specialisations(text, day)]
        return [base for each in held for base in self._basis(each["id"], day)]

    def _all_gaps(self, text: Text, day: int) -> list[Said]:
        return [gap for each in self._levels_held(text, day) for gap in self._gaps(each["id"])]

    def _standing_on(self, text: Text, day: int) -> Said:
        return self._standing(text, day, bool(self._levels_held(text, day)))

    def _noted(self, text: Text, day: int) -> Iterator[Said]:
        for rule in text.part("notes"):
            if at(self.notes[rule["name"]], day):
                yield {"id": rule["name"], "reason": rule["reason"], "text": rule.get("text", "")}

    def _reasons(self, text: Text, day: int) -> list[str]:
        """Return the reasons that follow without an explanation."""
        found = [self._standing_on(text, day)["reason"]]
        found += [each["reason"] for part in (self._open, self._refused, self._noted) for each in part(text, day)]
        return [each for each in dict.fromkeys([*found, *self._listing(text, day)["reasons"]]) if each]

    def timeline(self) -> list[Said]:
        """Return the whole timeline: days on which nothing changes, from the first on which anything holds."""
        beginnings = [*self.held.values(), *self.standings.values(), *self.conditions.values(), *self.notes.values()]
        edges = {edge for each in (*beginnings, *self.unmet.values(), self.listable) for edge in edges_of(each)}
        edges |= {edge for _, spans in self._levels.chain.covers for span in spans for edge in span}
        first = min((spans[0][0] for each in beginnings if (spans := days(each, possibly=True))), default=END)
        starts = sorted(edge for edge in edges if first <= edge < END)
        found: list[Said] = []
        for start, until in pairwise([*starts, END]):
            text = self._levels.chain.at(start)
            if text is None:
                continue
            segment = {"from": shown(start), "until": shown(until), **self._segment(text, start)}
            if found and found[-1]["until"] == segment["from"] and _same(found[-1], segment):
                before = found.pop()
                segment.update({"from": before["from"], "version": before["version"]})
            found.append(segment)
        return found

    def _segment(self, text: Text, day: int) -> Said:
        levels, aside = self._held_on(text, day, aside=False), self._held_on(text, day, aside=True)
        standing, listing = self._standing(text, day, bool(levels)), self._listing(text, day)
        conditions = [each["reason"] for each in self._open(text, day)]
        notes = [each["reason"] for each in self._noted(text, day)]
        reasons = [*filter(None, [standing["reason"]]), *conditions, *listing["reasons"], *notes]
        return {
            "version": text.version,
            "level": levels[0]["id"] if levels else NO_LEVEL,
            "levels": [each["id"] for each in (*levels, *aside)],
            "possible_levels": [each["id"] for each in text.part("levels") if self._possibly(each["id"], day)],
            "standing": standing["id"],
            "listing": listing["state"],
            "reasons": list(dict.fromkeys(reasons)),
        }

    def _under(self, text: Text, _: int) -> Said:
        policy = text.policy
        return {
            "rulebook": policy["rulebook"],
            "version": policy["version"],
            "title": policy["title"],
            "content_hash": text.content_hash,
            "published": policy["published"],
            "in_force_from": policy["in_force_from"],
            "readings": {each["name"]: text.reading(each["name"]) for each in text.part("parameters")},
            "marked": policy.get("marked", ""),
        }

    def _held_on(self, text: Text, day: int, *, aside: bool) -> list[Said]:
        found = []
        for level in ladder(text, aside=aside):
            span = span_at(days(self.held[level["id"]]), day)
            if span is not None:
                found.append(
                    {"id": level["id"], "title": level["title"], "since": shown(span[0]), "until": shown(span[1])}
                )
        return found

    def _possibly(self, level: str, day: int) -> bool:
        return at(self.held[level], day) is None

    def _standing(self, text: Text, day: int, holds_level: bool) -> Said:  # noqa: FBT001 - one of four facts
        ordered = sorted(text.part("standings"), key=lambda each: each.get("order", 0))
        certain = [each for each in ordered if at(self.standings[each["name"]], day)]
        possible = [each["name"] for each in ordered if at(self.standings[each["name"]], day) is None]
        first = certain[0] if certain else {"name": GOOD if holds_level else NO_LEVEL, "reason": ""}
        also = [each["name"] for each in certain[1:]]
        return {
            "id": first["name"],
            "reason": first["reason"],
            "text": first.get("text", ""),
            "also": also,
            "possible": possible,
        }

    def _listing(self, text: Text, day: int) -> Said:
        """Return the listing; the reason of a need that states none is found by an explanation, and is left out."""
        if not text.part("listing_of") and not text.part("listing"):
            return {"state": "unlisted", "reasons": [], "possible": False}
        listable = at(self.listable, day)
        if not listable:
            return {"state": "unlisted", "reasons": [NOT_LISTED], "possible": listable is None}
        unmet = [(each, at(self.unmet[each["name"]], day)) for each in text.part("listing")]
        if all(truth is False for _, truth in unmet):
            return {"state": "listed", "reasons": [], "possible": True}
        reasons = [each["otherwise"] for each, truth in unmet if truth is not False and each["otherwise"]]
        possible = not any(truth for _, truth in unmet)
        return {"state": "unlisted", "reasons": list(dict.fromkeys(reasons)), "possible": possible}

    def _open(self, text: Text, day: int) -> Iterator[Said]:
        for rule in text.part("conditions"):
            if at(self.conditions[rule["name"]], day):
                yield open_condition(rule, days(self.conditions[rule["name"]]), day)

    def _possible(self, text: Text, day: int) -> Iterator[Said]:
        for rule in text.part("conditions"):
            if at(self.conditions[rule["name"]], day) is None:
                yield open_condition(rule, days(self.conditions[rule["name"]], possibly=True), day)

    def _basis(self, level: str, day: int) -> Iterator[Said]:
        span = span_at(days(self.entitled[level]), day)
        if span is not None:
            text = self.text_on(span[0])
            for route in (text.level(level) or {}).get("routes", ()):
                if self._levels.truth(route["condition"], text, Moment(span[0])):
                    yield {
                        "level": level,
                        "route": route["name"],
                        "since": shown(span[0]),
                        "version": text.version,
                    }
        for item in self._recognitions():
            if item["level"] == level and any(from_ <= day < until for from_, until in self._recognised(item, level)):
                cited = {"kind": "recognition", "id": item["id"], "event": item["event"]}
                yield {
                    "level": level,
                    "route": "recognition",
                    "since": shown(item["granted_on"]),
                    "version": item.get("policy_version", ""),
                    "clauses": [],
                    "reasons": ["RECOGNISED"],
                    "evidence": [cited],
                }

    def _recognitions(self) -> Sequence[Item]:
        return self._levels.facts.get("recognition", ())

    def _recognised(self, item: Item, level: str) -> list[Stretch]:
        return days(track(lambda moment: self._levels.recognised(item, level, moment)))

    def _gaps(self, level: str) -> Iterator[Said]:
        """Yield the days on which a recognition cites evidence that does not give the level."""
        cited = [item for item in self._recognitions() if item["level"] == level and item.get("cites_evidence")]

        def unfounded(moment: Moment) -> Truth:
            recognised = any(self._levels.recognised(item, level, moment) is True for item in cited)
            return recognised and self._levels.entitled(level, moment) is False

        for from_, until in days(track(unfounded)) if cited else []:
            yield {"level": level, "from": shown(from_), "until": shown(until)}

    def _lost(self, text: Text, day: int) -> Iterator[Said]:
        """Yield the levels that were held and are not, unless a higher one was or is held."""
        ordered = sorted(text.part("levels"), key=lambda each: (each.get("specialisation", False), -each["rank"]))
        for level in ordered:
            span = self._last_held(level["id"], day)
            if span is None or any(self._above(text, level, on) for on in (span[1], day)):
                continue
            then = self._levels.chain.at(span[1])
            yield {
                "id": level["id"],
                "title": level["title"],
                "since": shown(span[0]),
                "until": shown(span[1]),
                "version": "" if then is None else then.version,
            }

    def _last_held(self, level: str, day: int) -> Stretch | None:
        found = self.held[level]
        since = max((from_ for from_, _ in days(found) if from_ <= day), default=None)
        if since is None or at(found, day) is not False:
            return None
        span = span_at(days(found, possibly=True), since)
        return None if span is None else (since, span[1])

    def _above(self, text: Text, level: Node, day: int) -> bool:
        higher = [each for each in ladder(text) if each["rank"] > level["rank"]]
        return not level.get("specialisation", False) and any(at(self.held[each["id"]], day) for each in higher)

    def _missing(self, text: Text, day: int) -> Iterator[Said]:
        """Yield the ways to each level that is not held; of those that are met, what keeps the level away."""
        ordered = sorted(text.part("levels"), key=lambda each: (each.get("specialisation", False), each["rank"]))
        for level in ordered:
            if at(self.held[level["id"]], day):
                continue
            for route in level.get("routes", ()):
                met = self._levels.truth(route["condition"], text, Moment(day))
                way = {"level": level["id"], "title": level["title"], "route": route["name"]}
                yield way if met else {**way, "status": "open"}
            for each in text.part("announcements"):
                if each["level"] == level["id"]:
                    yield {
                        "level": level["id"],
                        "title": level["title"],
                        "route": each["route"],
                        "status": ANNOUNCED,
                        "reasons": [each["reason"]],
                        "text": each["text"],
                    }

    def _periods(self, _: Text, day: int) -> Iterator[Said]:
        conditions = self._levels.conditions
        for name in self._levels.names("periods"):
            period = period_on(conditions.periods(name), day)
            if period is None:
                continue
            worked = Periods(name, conditions)
            last = period["until"] - 1
            late_until = worked.renewable_until(last)
            renewal = worked.renewal(dict(period), min(day, late_until))
            late = shown(late_until) if last < late_until < END else None
            yield {
                "name": name,
                "number": period["number"] // 1000,
                "from": shown(period["from"]),
                "last_day": shown(last) if last + 1 < END else None,
                "runs": day <= last,
                "certain": True,
                "renewal": None if renewal is None else {"met": renewal[0], "late_until": late},
            }

    def _refused(self, text: Text, day: int) -> Iterator[Said]:
        for clause in text.part("refusals"):
            if self._levels.truth(clause["condition"], text, Moment(day)):
                yield {"clause": clause["no"], "reason": clause.get("reason", ""), "text": clause["text"]}

    def _changes(self, _: Text, day: int) -> Iterator[Said]:
        """Yield the later days on which something changes if nothing more happens."""
        found: dict[int, list[str]] = {}
        parts: tuple[tuple[str, Mapping[str, Track]], ...] = (
            ("", self.held),
            ("standing ", self.standings),
            ("listing lacks ", self.unmet),
            ("condition ", self.conditions),
        )
        for prefix, part in parts:
            for name, each in part.items():
                for from_, until in days(each):
                    for edge, what in ((from_, "begins"), (until, "ends")):
                        if day < edge < END:
                            found.setdefault(edge, []).append(f"{prefix}{name} {what}")
        for edge in sorted(found):
            yield {"on": shown(edge), "what": found[edge]}


def listed(several: Callable[[Case, Text, int], Iterator[Said]]) -> Callable[[Case, Text, int], list[Said]]:
    return lambda case, text, day: list(several(case, text, day))


MEMBERS_DERIVED: dict[str, Callable[[Case, Text, int], Any]] = {
    "under": Case._under,
    "level": Case._level,
    "levels": Case._levels_held,
    "possible_levels": Case._possible_levels,
    "specialisations": Case._specialisations,
    "lost": listed(Case._lost),
    "standing": Case._standing_on,
    "listing": Case._listing,
    "open_conditions": listed(Case._open),
    "possible_conditions": listed(Case._possible),
    "basis": Case._all_of_basis,
    "gaps": Case._all_gaps,
    "reasons": Case._reasons,
    "missing": listed(Case._missing),
    "periods": listed(Case._periods),
    "refused": listed(Case._refused),
    "notes": listed(Case._noted),
    "next_changes": listed(Case._changes),
}


def ladder(text: Text, *, aside: bool = False) -> list[Node]:
    """Return the levels of a text, the highest first, or those that stand aside of it."""
    return sorted(
        (each for each in text.part("levels") if bool(each.get("specialisation", False)) is aside),
        key=lambda each: -int(each["rank"]),
    )


def open_condition(rule: Node, spans: Sequence[Stretch], day: int) -> Said:
    span = span_at(spans, day)
    return {
        "id": rule["name"],
        "reason": rule["reason"],
        "text": rule.get("text", ""),
        "since": None if span is None else shown(span[0]),
        "by": rule.get("by", ""),
    }


def _same(one: Said, other: Said) -> bool:
    kept = [
        {name: value for name, value in each.items() if name not in ("from", "until", "version")}
        for each in (one, other)
    ]
    return kept[0] == kept[1]

"""What the rules give on all days: levels, which last from day to day, and standings, which are of each day alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from verifier.calendar import BEGIN, END
from verifier.conditions import Conditions, Facts
from verifier.moment import THE_DAY, Moment, related, throughout
from verifier.terms import Item, Node
from verifier.texts import Chain, Text
from verifier.truth import Truth, every, opposite, some

Track = list[tuple[int, int, Truth]]
"""What is found from one day on until before another, over all days."""
Stretch = tuple[int, int]
"""Days from one on until before another."""


class Levels:
    """Says of a chain of texts and some facts what holds: certainly, possibly (None) or not."""

    def __init__(self, chain: Chain, facts: Facts) -> None:
        self.chain = chain
        self.facts = facts
        self.conditions = Conditions(chain, facts, self._level)
        self._entitled: dict[str, Track] = {}

    def held(self, level: str, moment: Moment) -> Truth:
        """Return whether a level is held, by rule or by a decision that recognises it."""
        return some([self.entitled(level, moment), *(self.recognised(item, level, moment) for item in self._decided)])

    def entitled(self, level: str, moment: Moment) -> Truth:
        """Return whether the rules give a level: it is kept, and it was given on the day before or is acquired."""
        if level not in self._entitled:
            self._entitled[level] = self._lasting(level)
        _, until, truth = next(each for each in self._entitled[level] if each[0] <= moment.day < each[1])
        moment.stays(until)
        return truth

    def _lasting(self, level: str) -> Track:
        given: Truth = False
        found: Track = []
        day = BEGIN
        while day < END:
            moment = Moment(day)
            reached = some([given, self._acquired(level, moment)])
            given = reached if reached is False else every([reached, self._kept(level, moment)])
            found.append((day, moment.until, given))
            day = moment.until
        return merged(found)

    def recognised(self, item: Item, level: str, moment: Moment) -> Truth:
        """Return whether a decision recognises a level: from its day on, until it is revoked or taken back."""
        return every(
            [
                related(item["level"], "is", level, moment),
                related(item["granted_on"], "on or before", THE_DAY, moment),
                related(item.get("until", END), "after", THE_DAY, moment),
                related(item.get("retracted_on", END), "after", THE_DAY, moment),
            ]
        )

    def said(self, part: str, name: str, moment: Moment) -> Truth:
        """Return whether a standing, a condition or a note of a name holds, by the text in force."""
        text = self.chain.text_on(moment)
        rules = [] if text is None else [each for each in text.part(part) if each["name"] == name]
        return some(self.truth(each["condition"], text, moment) for each in rules if text is not None)

    def unmet(self, name: str, moment: Moment) -> Truth:
        """Return whether a need of the listing is stated, and is not met."""
        text = self.chain.text_on(moment)
        needs = [] if text is None else [each for each in text.part("listing") if each["name"] == name]
        return some(opposite(self.truth(each["condition"], text, moment)) for each in needs if text is not None)

    def listable(self, moment: Moment) -> Truth:
        """Return whether one of the levels is held that the listing is for."""
        text = self.chain.text_on(moment)
        return some(self.held(level, moment) for level in ([] if text is None else text.part("listing_of")))

    def truth(self, condition: Node, text: Text, moment: Moment) -> Truth:
        return self.conditions.truth(condition, text, {}, moment)

    def names(self, part: str, key: str = "name") -> list[str]:
        """Return the names of a part in all texts, each once, in the order of the texts."""
        return list(dict.fromkeys(each[key] for text in self.chain.texts for each in text.part(part)))

    @property
    def _decided(self) -> Sequence[Item]:
        return self.facts.get("recognition", ())

    def _level(self, level: str, by_rule: bool, moment: Moment) -> Truth:  # noqa: FBT001 - the two questions about a level
        return self.entitled(level, moment) if by_rule else self.held(level, moment)

    def _acquired(self, level: str, moment: Moment) -> Truth:
        text = self.chain.text_on(moment)
        stated = None if text is None else text.level(level)
        if text is None or stated is None:
            return False
        return some(self.truth(route["condition"], text, moment) for route in stated.get("routes", ()))

    def _kept(self, level: str, moment: Moment) -> Truth:
        """Return whether no rule of the text in force takes the level away."""
        text = self.chain.text_on(moment)
        stated = None if text is None else text.level(level)
        if text is None or stated is None:
            return True
        kept: Truth = True if stated.get("kept") is None else self.truth(stated["kept"], text, moment)
        lost: Truth = False if stated.get("lost") is None else self.truth(stated["lost"], text, moment)
        return every([kept, opposite(lost)])


class Tracks(Mapping[str, Track]):
    """What is found of some names on all days, each worked out when it is first asked for."""

    def __init__(self, names: Sequence[str], found: Callable[[str, Moment], Truth]) -> None:
        self._names = names
        self._found = found
        self._known: dict[str, Track] = {}

    def __getitem__(self, name: str) -> Track:
        if name not in self._known:
            self._known[name] = track(lambda moment: self._found(name, moment))
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def track(found: Callable[[Moment], Truth]) -> Track:
    """Return what is found on all days."""
    return merged(list(throughout(found)))


def merged(pieces: Track) -> Track:
    found: Track = []
    for from_, until, truth in pieces:
        goes_on = bool(found) and found[-1][2] is truth
        found.append((found.pop()[0] if goes_on else from_, until, truth))
    return found


def days(found: Track, *, possibly: bool = False) -> list[tuple[int, int]]:
    """Return the spans on which something certainly holds, or possibly."""
    holding = merged([(from_, until, truth is True or (possibly and truth is None)) for from_, until, truth in found])
    return [(from_, until) for from_, until, truth in holding if truth]


def at(found: Track, day: int) -> Truth:
    return next(truth for from_, until, truth in found if from_ <= day < until)


def span_at(spans: Sequence[Stretch], day: int) -> Stretch | None:
    return next((span for span in spans if span[0] <= day < span[1]), None)


def edges_of(found: Track) -> list[int]:
    return [edge for from_, until, truth in found if truth is not False for edge in (from_, until)]

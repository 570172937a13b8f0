"""Conditions judged on a day, for the items in hand, by the text that states them: one function for each form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from verifier.amounts import added_up, in_relation, measured, shared
from verifier.calendar import BEGIN, END
from verifier.dependent import ANYTHING, Bounds, amount_in
from verifier.meaning import acts_in, meaning
from verifier.moment import NOTHING, THE_DAY, Moment, as_long_as, elsewhere, first_day, related, throughout
from verifier.periods import PeriodInDoubt, Periods
from verifier.terms import (
    Hand,
    Item,
    Node,
    compared,
    field_of,
    later,
    length_of,
    mentions,
    over,
    since_of,
    until_of,
    value,
    written_value,
)
from verifier.texts import Chain, Text, covers
from verifier.truth import Truth, agreed, every, opposite, so_many, so_many_in_a_row, some

Facts = Mapping[str, Sequence[Item]]

LENGTH: Node = {
    "words": "one of several equal lengths",
    "since": "from",
    "until": "until",
    "fields": {"from": {"type": "date"}, "until": {"type": "date"}},
}


class Conditions:
    """Judges conditions; ``level`` answers whether a level is held, or given by rule alone, at a moment."""

    def __init__(self, chain: Chain, facts: Facts, level: Callable[[str, bool, Moment], Truth]) -> None:
        self.chain = chain
        self.facts = facts
        self._level = level
        self._periods: dict[str, list[dict[str, Any]] | None] = {}
        self._known: dict[Any, list[tuple[int, int, Truth, Hand]]] = {}
        self._named: dict[tuple[int, int], set[str]] = {}
        self._honoured: dict[tuple[int, int, int], bool] = {}
        self._first_possible: dict[Any, tuple[int | None, Hand]] = {}
        self._lengths: dict[Any, Item] = {}

    def truth(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        """Return whether a condition of a text holds, for the items in hand; what was found is kept."""
        if hand:
            named = self._names(condition, text)
            hand = {name: held for name, held in hand.items() if name in named}
        key = (id(condition), id(text), *((name, id(item)) for name, (_, item) in hand.items()))
        known = self._known.setdefault(key, [])
        for from_, until, truth, _ in reversed(known):
            if from_ <= moment.day < until:
                moment.stays(until)
                return truth
        own = Moment(moment.day)
        truth = FORMS[condition["is"]](self, condition, text, hand, own)
        known.append((own.day, own.until, truth, hand))
        moment.stays(own.until)
        return truth

    def _names(self, node: Node, text: Text) -> set[str]:
        """Return every name of an item that a condition may read, and so may the clauses that it names."""
        key = (id(node), id(text))
        if key not in self._named:
            found: set[str] = set()
            self._collect(node, text, found, set())
            self._named[key] = found
        return self._named[key]

    def _collect(self, node: Any, text: Text, found: set[str], clauses: set[tuple[int, str]]) -> None:
        if isinstance(node, (list, tuple)):
            for each in node:
                self._collect(each, text, found, clauses)
        if not isinstance(node, dict):
            return
        form = node.get("is")
        texts = [text] if form == "clause" else self._referred if form == "clause as in force" else []
        for other in texts:
            if other.has_clause(node["no"]) and (id(other), node["no"]) not in clauses:
                clauses.add((id(other), node["no"]))
                self._collect(other.clause(node["no"]), other, found, clauses)
        found.update(node[key] for key in ("item", "name", "within") if isinstance(node.get(key), str))
        if isinstance(node.get("kind"), str):
            found.add(over(node["kind"]))
        for each in node.values():
            self._collect(each, text, found, clauses)

    @property
    def _referred(self) -> list[Text]:
        return [text for text, _ in self.chain.referred]

    def all_of(self, lines: Sequence[Node], text: Text, hand: Hand, moment: Moment) -> Truth:
        return every(self.truth(line, text, hand, moment) for line in lines)

    def _compare(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return compared(condition, hand, moment)

    def _one_of(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        kind, item = hand[condition["left"]["item"]]
        name = condition["left"]["field"]
        found = field_of(kind, item, name)
        values = [written_value(each, kind["fields"][name]) for each in condition["values"]]
        return some(related(found, "is", each, moment) for each in values)

    def _given(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        item = hand[condition["item"]][1]
        return False if condition["field"] not in item else None if item[condition["field"]] is None else True

    def _in_force(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        kind, item = hand[condition["item"]]
        on = value(condition["on"], hand)
        begun = related(since_of(kind, item), "on or before", on, moment)
        return every([begun, related(until_of(kind, item), "after", on, moment)])

    def _begun(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return related(since_of(*hand[condition["item"]]), "on or before", THE_DAY, moment)

    def _reading(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return text.reading(condition["parameter"]) in condition["values"]

    def _clause(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self.truth(text.clause(condition["no"]), text, hand, moment)

    def _held(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self._level(condition["level"], False, moment)  # noqa: FBT003 - held, not entitled

    def _entitled(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self._level(condition["level"], True, moment)  # noqa: FBT003 - entitled, not held

    def _require(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self.truth(condition["that"], text, hand, moment)

    def _relieved(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        ways = [condition["that"], *(relief["when"] for relief in condition["by"])]
        return some(self.truth(each, text, hand, moment) for each in ways)

    def _together(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        truths = (self.truth(each, text, hand, moment) for each in condition["of"])
        how = condition["how"]
        if how == "all":
            return every(truths)
        if how == "any":
            return some(truths)
        return opposite(some(truths)) if how == "none" else so_many(condition.get("n", 0), truths)

    def _on_day(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        on = value(condition["day"], hand)
        if on is NOTHING or on == END:
            return False
        if on is None:
            every_day = throughout(lambda each: self.truth(condition["that"], text, hand, each))
            return agreed(truth for _, _, truth in every_day)
        other = elsewhere(on, moment)
        truth = False if other.day == END else self.truth(condition["that"], text, hand, other)
        as_long_as(other, on, moment)
        return truth

    def _as_in_force(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        on, no = value(condition["on"], hand), condition["no"]
        if on is NOTHING or on == END:
            return False
        texts = [(each, spans) for each, spans in self.chain.referred if spans]
        if on is None:
            found = [self._by_text(no, each, hand, moment) for each, _ in texts]
            if _every_day([span for _, spans in texts for span in spans]) and every(found) is True:
                return True
            return False if some(found) is False else None
        other = elsewhere(on, moment)
        for edge in {edge for _, spans in texts for span in spans for edge in span}:
            other.turns(edge)
        as_long_as(other, on, moment)
        there = [each for each, spans in texts if covers(spans, other.day)]
        return self._by_text(no, there[0], hand, moment) if there else False

    def _by_text(self, no: str, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self.truth(text.clause(no), text, hand, moment) if text.has_clause(no) else False

    # Items taken in hand.

    def at_hand(self, kind: Node, item: Item, moment: Moment) -> Truth:
        """Return whether an item counts: from its own date on, until it was taken back."""
        since = related(since_of(kind, item), "on or before", THE_DAY, moment)
        return since if since is False else every([since, self._not_taken_back(item, moment)])

    def _not_taken_back(self, item: Item, moment: Moment) -> Truth:
        return related(item.get("retracted_on", END), "after", THE_DAY, moment)

    def items_of(self, kind: str, hand: Hand) -> Sequence[Item]:
        """Return the items of a kind: what is recorded, or the periods of that name, those over if they are in hand."""
        if over(kind) in hand:
            items: Sequence[Item] = hand[over(kind)][1]["items"]
            return items
        described = [text.policy["vocabulary"].get(kind, {}) for text in self.chain.texts]
        if not any(each.get("derived", False) for each in described):
            return self.facts.get(kind, ())
        return self.periods(kind)

    def periods(self, name: str) -> list[dict[str, Any]]:
        """Return the periods of a name, in the order in which they begin."""
        if name not in self._periods:
            # While they are worked out, and where that fails, nothing can be said that hangs on them.
            self._periods[name] = None
            self._periods[name] = Periods(name, self).items()
        found = self._periods[name]
        if found is None:
            raise PeriodInDoubt
        return found

    def combinations(self, exists: Node, text: Text, hand: Hand) -> Iterator[tuple[Hand, list[tuple[Node, Item]]]]:
        """Yield every combination of items in hand beside those that are, and which were taken."""
        new = [binder for binder in exists["binders"] if binder["name"] not in hand]
        kinds = [text.kind(binder["kind"]) for binder in new]
        for items in product(*(self.items_of(binder["kind"], hand) for binder in new)):
            taken = {binder["name"]: (kind, item) for binder, kind, item in zip(new, kinds, items, strict=True)}
            yield {**hand, **taken}, list(taken.values())

    def _exists(self, exists: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return some(self.counts(exists, text, *each, moment) for each in self.combinations(exists, text, hand))

    def counts(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]], moment: Moment) -> Truth:
        """Return whether one combination of items counts."""
        counting = every(
            [
                self._bound(exists.get("counts_from"), "on or before", hand, moment),
                self._bound(exists.get("counts_up_to"), "on or after", hand, moment),
            ]
        )
        if counting is False:
            return False
        if exists.get("judged_on") is None:
            return every([counting, self._met(exists, text, hand, taken, moment)])
        act = hand[next((name for name in hand if mentions(exists["judged_on"], name)), exists["binders"][0]["name"])]
        own = self._not_taken_back(act[1], moment)
        if exists.get("counts_from") is None:
            own = self.at_hand(*act, moment)
        return own if own is False else every([counting, own, self._act(exists, text, hand, taken, moment)])

    def _bound(self, term: Node | None, relation: str, hand: Hand, moment: Moment) -> Truth:
        return True if term is None else related(value(term, hand), relation, THE_DAY, moment)

    def _met(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]], moment: Moment) -> Truth:
        own = every(self.at_hand(kind, item, moment) for kind, item in taken)
        return own if own is False else every([own, self.all_of(exists.get("when", ()), text, hand, moment)])

    def _act(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]], moment: Moment) -> Truth:
        """Return whether what an act was judged to be on its own day holds."""
        on = value(exists["judged_on"], hand)
        lasting = exists.get("counts_from") is not None
        if on is NOTHING or on == END:
            return False
        if on is None:
            first = self._first(exists, text, hand, taken)
            if first is None:
                return False
            return None if related(BEGIN if lasting else first, "on or before", THE_DAY, moment) else False
        if not lasting and related(on, "on or before", THE_DAY, moment) is False:
            return False
        other = elsewhere(on, moment)
        truth = self._met(exists, text, hand, taken, other) if self._honours(exists, text, other) else False
        as_long_as(other, on, moment)
        return truth

    def _first(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]]) -> int | None:
        """Return the first day on which an act of an unknown day may have been met."""
        key = (id(exists), id(text), len(taken), *((name, id(item)) for name, (_, item) in hand.items()))
        if key not in self._first_possible:
            found = first_day(lambda each: self._met(exists, text, hand, taken, each))
            self._first_possible[key] = (found, hand)
        return self._first_possible[key][0]

    def _honours(self, exists: Node, text: Text, on: Moment) -> bool:
        """Tell whether a text judges an act of that day: the text in force then meant the same by it."""
        if exists.get("reaches_earlier_acts", False):
            return True
        then = self.chain.text_on(on)
        if then is None:
            return False
        key = (id(exists), id(text), id(then))
        if key not in self._honoured:
            meant = meaning(exists, text)
            self._honoured[key] = any(meaning(act, then) == meant for act in acts_in(then.policy))
        return self._honoured[key]

    # Amounts.

    def _items(self, part: Node, text: Text, hand: Hand, moment: Moment) -> Iterator[tuple[Truth, Item, Hand]]:
        kind = text.kind(part["kind"])
        for item in self.items_of(part["kind"], hand):
            inside = {**hand, part["name"]: (kind, item)}
            own = self.at_hand(kind, item, moment)
            truth = own if own is False else every([own, self.all_of(part.get("where", ()), text, inside, moment)])
            if truth is not False:
                yield truth, item, inside

    def _enough(self, whole: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        given = amount_in(whole["amount"], whole.get("amount_of"), hand)
        if given is None or given is ANYTHING:
            return None if given is ANYTHING else False
        return in_relation(self._counted(whole, text, hand, moment), whole["relation"], given)

    def _counted(self, part: Node, text: Text, hand: Hand, moment: Moment) -> Bounds:
        if part["is"] == "total":
            parts = [(each["of"], self._counted(each["of"], text, hand, moment)) for each in part["parts"]]
            return added_up(part, parts, hand)
        taken = [(truth, item) for truth, item, _ in self._items(part, text, hand, moment)]
        return measured(part, text.kind(part["kind"]), taken, hand)

    def _share(self, share: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        items = self._items(share, text, hand, moment)
        taken = [(truth, self.all_of(share["which"], text, inside, moment), item) for truth, item, inside in items]
        return shared(share, text.kind(share["kind"]), taken)

    def _in_each(self, each: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        anchor = value(each["anchor"], hand)
        months, days = length_of(each["length"])
        truths: list[Truth] = []
        for number in range(each["times"]):
            ends = (-number - 1, -number) if each["side"] == "before" else (number, number + 1)
            from_, until = (later(anchor, end * months, end * days) for end in ends)
            item = self._lengths.setdefault((id(each), number, anchor), {"from": from_, "until": until})
            inside = {**hand, each["name"]: (LENGTH, item)}
            truths.append(self.truth(each["that"], text, inside, moment))
        needed = each.get("at_least", 0) or each["times"]
        if each.get("in_a_row", False):
            return so_many_in_a_row(needed, reversed(truths))
        return so_many(needed, truths)


FORMS: dict[str, Callable[[Conditions, Node, Text, Hand, Moment], Truth]] = {
    "compare": Conditions._compare,
    "one of": Conditions._one_of,
    "given": Conditions._given,
    "in force": Conditions._in_force,
    "begun": Conditions._begun,
    "reading": Conditions._reading,
    "clause": Conditions._clause,
    "clause as in force": Conditions._as_in_force,
    "level": Conditions._held,
    "entitled": Conditions._entitled,
    "together": Conditions._together,
    "require": Conditions._require,
    "on": Conditions._on_day,
    "exists": Conditions._exists,
    "measure": Conditions._enough,
    "total": Conditions._enough,
    "share": Conditions._share,
    "in each": Conditions._in_each,
    "relieved": Conditions._relieved,
}


def _every_day(spans: Sequence[tuple[int, int]]) -> bool:
    reached = BEGIN
    for from_, until in sorted(spans):
        reached = until if from_ <= reached else reached
    return reached == END

"""From a typed document to scenarios: every event and expectation checked, every fault at its place."""

from application.declared_evidence import declared_kinds
from application.event_reading import Events
from application.expectation_reading import Expectations
from application.levels import levels_of
from application.scenarios import Documents, Expectation, Given, Scenario
from domain.policy.typed import DocumentRefused, Fault, Text, Typed, Walk, entries_of, items_of

FORMAT = "milepost.scenarios/v1"
KEYS = ("format", "rulebook", "background", "scenarios")
KEYS_OF_SCENARIO = ("text", "source", "given", "expect")


def read_scenarios(typed: Typed, documents: Documents) -> tuple[Scenario, ...]:
    """Return the scenarios of a document about the given texts. Raises `DocumentRefused` with every fault found."""
    reader = _Reader(documents)
    scenarios = reader.scenarios(typed)
    if reader.faults:
        raise DocumentRefused(reader.faults)
    return scenarios


class _Reader:
    """One pass over a document, which goes on after a fault so that all are shown at once."""

    def __init__(self, documents: Documents) -> None:
        self.faults: list[Fault] = []
        self._rulebook = documents.rulebook
        texts = [each.policy for each in (*documents.versions, *documents.proposals)]
        self._expectations = Expectations(texts)
        versions = self._expectations.names["versions"]
        kinds = declared_kinds(text.vocabulary for text in texts)
        self._events = Events(documents.rulebook, versions, self._expectations.parameters, kinds, levels_of(texts))

    def scenarios(self, typed: Typed) -> tuple[Scenario, ...]:
        try:
            entries = entries_of(typed, "a document of scenarios", KEYS)
            walk = Walk(Text(value="the document", place=typed.place), entries, self.faults)
            for key, expected in (("format", FORMAT), ("rulebook", self._rulebook)):
                _expect(walk.text(key), expected)
            background = self._given(walk, "background", ())
            scenarios = walk.required("scenarios")
        except Fault as fault:
            self.faults.append(fault)
            return ()
        found_all = walk.each(scenarios, "scenarios", lambda name, body: self._scenario(name, body, background))
        return tuple(scenario for _, scenario in found_all)

    def _scenario(self, name: Text, body: Typed, background: tuple[Given, ...]) -> Scenario:
        walk = Walk(name, entries_of(body, f"the scenario '{name.value}'", KEYS_OF_SCENARIO), self.faults)
        expected = items_of(walk.required("expect"), "expectations")
        if not expected:
            raise Fault(name.place, f"'{name.value}' expects nothing")
        return Scenario(
            place=name.place,
            name=name.value,
            text=walk.line("text"),
            source=walk.line("source", ""),
            given=(*background, *self._given(walk, "given", background)),
            expectations=self._expected(walk, expected),
        )

    def _given(self, walk: Walk, key: str, before: tuple[Given, ...]) -> tuple[Given, ...]:
        return self._events.read(walk.entries[key][1], before, self.faults) if key in walk.entries else ()

    def _expected(self, walk: Walk, items: tuple[Typed, ...]) -> tuple[Expectation, ...]:
        found = []
        for item in items:
            with walk.keeping_faults():
                found.append(self._expectations.read(item))
        return tuple(found)


def _expect(text: Text, expected: str) -> None:
    if text.value != expected:
        raise Fault(text.place, f"expected '{expected}', found '{text.value}'")

"""Adoption over a store: nothing that may move anybody comes between what somebody was shown and their signature."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from application.adopting import Adopting, SomebodyStands, Suite
from application.chains import Chains
from application.impact_lines import DraftShown, ImpactEnding, ImpactHeading
from application.impact_reports import KeptImpact, ReportChanged
from application.memory import MemoryStore
from application.rulebooks import NothingToAdopt, Rulebooks
from application.store import Append, Command, Idempotency
from domain.adoption import ImpactChanged, ImpactOutdated, ScenariosMissing
from domain.answer import Known
from domain.content import content_hash
from domain.drafts import ImpactReported
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.policy.typed import DocumentRefused, Typed
from domain.reprojections import ReprojectionRequested
from domain.rulebook import PolicyPublished, PolicyRefused, SecondPersonNeeded, VersionUnknown
from infrastructure.documents import canonical_bytes, policy_from, read_yaml
from tests.application.harbour import BASE, MARCH_1, NOW, TEXT, Office

ADA, GRACE = Command("ada", "1"), Command("grace", "2", reason="agreed")
STORY = "format: milepost.scenarios/v1\nrulebook: harbour\nscenarios:\n"
NOBODY = f"{STORY}  nobody:\n    text: Nobody.\n    expect:\n      - on: 2020-06-01\n        level: none\n"


def text(version: str, hours: int = 40, days: str = "2019-01-01") -> Typed:
    return read_yaml(TEXT.format(version=version, title="Harbour", hours=hours, in_force_from=days), "harbour.yaml")


class Reports:
    """Reports on the last draft that was asked about, as of a position, if there is one."""

    def __init__(self) -> None:
        self.known: int | None = None
        self.on = MARCH_1
        self.changed = False

    def of_draft(self, content_hash: str) -> list[KeptImpact]:
        if self.known is None:
            return []
        draft = DraftShown("2", "Harbour", content_hash, MARCH_1, MARCH_1)
        heading = ImpactHeading(self.on, Known(self.known, ""), "harbour", draft, None, MARCH_1, 31, 100)
        return [KeptImpact("sha256:r", heading, ImpactEnding(1, 0, {}, 0, 0, 0, 0), NOW, "ada")]

    def keep(self, lines: Iterable[bytes], made_at: datetime, made_by: str) -> KeptImpact:
        raise NotImplementedError

    def find(self, content_hash: str) -> KeptImpact | None:
        if self.changed:
            raise ReportChanged(content_hash, "its content has another hash")
        return self.of_draft(content_hash)[0]

    def hashes(self, after: str, limit: int) -> list[str]:
        raise NotImplementedError

    def content(self, content_hash: str) -> Iterator[bytes]:
        raise NotImplementedError


class Busy(MemoryStore):
    """A store in which something is recorded just before the next append."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[tuple[str, Event]] = []

    def append(self, appends: Iterable[Append], command: Command, recorded_at: datetime, **more: Any) -> Any:  # noqa: ANN401 - as the store
        if self.meanwhile:
            stream, event = self.meanwhile.pop()
            super().append([Append(stream, self.versions([stream])[stream], [event])], command, recorded_at)
        return super().append(appends, command, recorded_at, **more)


class House(Office):
    """An office whose rulebook has a version, and what lets others be adopted."""

    def __init__(self) -> None:
        self.busy = Busy()
        super().__init__(self.busy)
        self.reports = Reports()
        chains = Chains(BASE, canonical_bytes, content_hash)
        self.rulebooks = Rulebooks(self.store, self.registrar, chains, policy_from, "harbour")
        self.adopting = Adopting(self.store, self.registrar, self.rulebooks, self.reports, read_yaml)

    def establish(self, version: str = "1", by: str = "ada", days: str = "2019-01-01") -> list[str]:
        recorded, _ = self.adopting.establish([text(version, days=days)], Suite((NOBODY,), 1), by, GRACE, NOW)
        return [each.event_id for each in recorded]

    def adopt(self) -> str:
        return self.adopting.adopt(text("2", 50, "2021-01-01"), GRACE, NOW).event_id

    def propose(self, *scenarios: str) -> None:
        self.adopting.propose(text("2", 50, "2021-01-01"), scenarios, ADA, NOW)


@pytest.fixture
def house() -> House:
    return House()


def test_the_first_texts_are_proposed_by_one_and_adopted_by_another(house: House) -> None:
    assert house.establish() == ["policy/harbour@4"]
    with pytest.raises(SecondPersonNeeded):
        house.establish("2", by="grace", days="2021-01-01")
    house.propose(NOBODY)
    with pytest.raises(SecondPersonNeeded):
        house.adopting.establish([text("2", 50, "2021-01-01")], Suite((NOBODY,), 1), "grace", ADA, NOW)
    house.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    with pytest.raises(SomebodyStands):
        house.establish("2", days="2021-01-01")


def test_while_there_is_no_pathway_nothing_has_to_be_reported(house: House) -> None:
    house.establish()
    house.propose(NOBODY)
    assert house.adopt() == "policy/harbour@8"


def test_a_file_of_no_scenarios_is_as_good_as_none(house: House) -> None:
    house.establish()
    house.propose()
    with pytest.raises(ScenariosMissing):
        house.adopt()
    house.adopting.attach("2", [f"{STORY}  {{}}\n"], ADA, NOW)
    with pytest.raises(ScenariosMissing):
        house.adopt()


def test_what_may_move_somebody_is_seen_even_at_the_last_moment(house: House) -> None:
    house.establish()
    house.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    house.propose(NOBODY)
    house.reports.known = house.store.head()
    house.busy.meanwhile = [("pathway/zoe", PathwayOpened(opened_on=MARCH_1))]
    with pytest.raises(ImpactOutdated, match="by 1 event, to position 8"):
        house.adopt()
    house.reports.known = house.store.head()
    house.busy.meanwhile = [("policy/other", ReprojectionRequested(reprojection="r-1"))]
    assert house.adopt() == "policy/harbour@9"
    published = house.store.stream("policy/harbour")[-1].event
    assert isinstance(published, PolicyPublished)
    assert (published.adopted_by, published.impact_hash) == ("grace", "sha256:r")


def test_nobody_signs_upon_a_report_that_was_changed(house: House) -> None:
    house.establish()
    house.record("pathway/ada", PathwayOpened(opened_on=MARCH_1))
    house.propose(NOBODY)
    house.reports.known, house.reports.changed = house.store.head(), True
    with pytest.raises(ImpactChanged, match="the impact of 2 was changed since it was made: ask for another one"):
        house.adopt()


def test_a_slip_is_corrected_in_place_of_the_version(house: House) -> None:
    house.establish()
    slip, right = text("1"), text("1", 38)
    with pytest.raises(NothingToAdopt):
        house.adopting.propose(slip, [NOBODY], ADA, NOW, corrects=True)
    with pytest.raises(VersionUnknown, match="no version '9' is adopted"):
        house.adopting.propose(text("9", 38), [NOBODY], ADA, NOW, corrects=True)
    house.adopting.propose(right, [NOBODY], ADA, NOW, corrects=True)
    assert house.adopting.adopt(right, GRACE, NOW).event_id == "policy/harbour@8"
    corrected = house.rulebooks.texts().published["1"]
    assert corrected.content_hash == house.rulebooks.read(right)[0].content_hash
    house.establish("2", days="2021-01-01")
    with pytest.raises(DocumentRefused, match="from the same days as version '2'"):
        house.adopting.propose(text("1", 39, "2021-01-01"), [NOBODY], ADA, NOW, corrects=True)


def test_what_is_proposed_is_refused_with_a_report_on_days_to_come(house: House) -> None:
    house.establish()
    house.propose(NOBODY)
    house.reports.known, house.reports.on = house.store.head(), NOW.date() + timedelta(days=400)
    refused = PolicyRefused(version="2", reasons=("Too early.",), refused_on=NOW.date(), refused_by="grace")
    assert house.adopting.refuse(refused, GRACE, NOW).event_id == "policy/harbour@8"
    reported = house.store.stream("policy/harbour")[-2].event
    assert isinstance(reported, ImpactReported)
    assert reported.on == house.reports.on


def test_what_was_proposed_under_a_key_is_told_again_whatever_became_of_it(house: House) -> None:
    house.establish()
    right, key = text("1", 38), Idempotency("key", "digest")
    proposed = house.rulebooks.propose(right, ADA, NOW, key, None, [NOBODY], corrects=True)
    house.adopting.adopt(right, GRACE, NOW)
    assert house.rulebooks.propose(right, ADA, NOW, key, corrects=True) == proposed
    with pytest.raises(NothingToAdopt):
        house.rulebooks.propose(right, ADA, NOW, corrects=True)

"""Texts of the rulebook over HTTP: checked, proposed, tried, adopted by a second person, found by their hash."""

from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from application.access import Caller, Role
from domain.content import content_hash
from domain.measures import InterpretationChosen, MeasureDrafted, terms_of
from tests.web import sample
from tests.web.laying import laid, measured, reported
from tests.web.office import Office
from tests.web.policy_texts import AMENDMENT, SCENARIOS, going_on
from tests.web.test_problems import problem

POLICIES = "/v1/policies"
TAKING = """
levels:
  qualified:
    kept while:
      require:
        for: course
        when:
          - course.format is online
      else: ONLINE_ALONE
"""
ANSWERED = """
takes away:
  courses in a room:
    level: qualified
    text: Whoever is qualified by a course in a room is qualified no more.
    source: invented
    reasons: [ONLINE_ALONE]
"""
OLGA = Caller("olga", frozenset({Role.ADMINISTRATOR}))
PAUL = Caller("paul", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def olga(office: Office) -> Office:
    return Office(office.store, OLGA)


def send(
    of: Office, address: str, document: str | bytes, key: str = "", match: str = "*", **query: str
) -> TestResponse:
    headers = {"Idempotency-Key": key or f"of-{of.store.head()}", "If-Match": match}
    return of.client.post(
        POLICIES + address, data=document, content_type="application/yaml", headers=headers, query_string=query
    )


def test_a_proposal_names_the_consultations_that_inform_it(olga: Office) -> None:
    had = {"If-None-Match": olga.get(POLICIES).headers["ETag"]}
    asked = {"title": "Other ways", "asked": ["mediators"], "opens_on": "2021-11-01", "informs": "alternatives"}
    question = {"id": "who", "asks": "Who?", "kind": "free text"}
    body = {"id": "ways", "consultation": {**asked, "questions": [question]}}
    assert olga.post("/v1/consultations", body, match=None).status_code == 201

    found = olga.get(POLICIES, headers=had)

    assert found.json
    assert [each["consultations"] for each in found.json["proposals"]] == [["ways"]]


def test_the_versions_and_proposals_are_listed(olga: Office) -> None:
    found = olga.get(POLICIES)

    assert found.json
    assert [each["version"] for each in found.json["versions"]] == list(sample.VERSIONS)
    assert [each["version"] for each in found.json["proposals"]] == ["alternatives"]
    assert found.headers["ETag"] == '"9"'
    text = olga.get(f"{POLICIES}/texts/{found.json['versions'][0]['content_hash']}")
    assert content_hash(text.data) == found.json["versions"][0]["content_hash"]
    problem(olga.get(f"{POLICIES}/texts/sha256:{'0' * 64}"), "text-unknown")
    problem(olga.get(f"{POLICIES}/events/99"), "event-unknown")


def test_a_document_is_checked_and_nothing_recorded(olga: Office) -> None:
    before = olga.store.head()
    response = send(olga, "/checks", AMENDMENT)

    assert response.status_code == 200, response.json
    assert response.json
    assert response.json["version"] == "2021.11"
    assert olga.store.head() == before


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (AMENDMENT.replace("title:", "titel:"), 5),
        (AMENDMENT.removesuffix("...\n"), 7),
        ("a: [\n...\n", 2),
        ("a: 1\na: 2\n...\n", 2),
        ("a: \x00\n...\n", 1),
        ("[" * 100 + "\n...\n", 1),
        ("", 1),
    ],
)
@pytest.mark.parametrize("address", ["/checks", "/drafts", "/adoptions", "/trials"])
def test_a_document_with_faults_is_refused_at_their_places(
    olga: Office, address: str, document: str, line: int
) -> None:
    before = olga.store.head()
    query = {"reason": "r"} if address in ("/drafts", "/adoptions") else {}

    found = problem(send(olga, address, document, **query), "document-refused")

    assert found["faults"]
    assert all(each["line"] >= 1 and each["column"] >= 1 and each["detail"] for each in found["faults"])
    if address != "/trials":
        assert line in {each["line"] for each in found["faults"]}
    assert olga.store.head() == before


def test_a_document_that_is_no_text(olga: Office) -> None:
    problem(send(olga, "/checks", b"\xff"), "body-invalid")
    problem(send(olga, "/checks", b"a" * 1_000_001), "body-too-large")
    problem(olga.client.post(POLICIES + "/checks", json={}), "media-type-unknown")


@pytest.mark.parametrize("query", [{}, {"reason": " "}, {"reason": "r", "cause": ""}, {"reason": "r", "why": "x"}])
def test_a_proposal_has_a_reason(olga: Office, query: dict[str, Any]) -> None:
    problem(send(olga, "/drafts", AMENDMENT, **query), "query-invalid")


def test_who_drafted_a_version_does_not_adopt_it(olga: Office) -> None:
    problem(send(olga, "/adoptions", AMENDMENT, reason="agreed"), "not-proposed")
    drafted = send(olga, "/drafts", AMENDMENT, reason="asked for", cause="letter-1", match='"9"')
    paul = Office(olga.store, PAUL)
    problem(send(paul, "/adoptions", AMENDMENT, reason="agreed"), "scenarios-missing")
    attached = send(olga, "/scenarios", SCENARIOS.format(level="none"), version="2021.11", reason="its own")
    problem(send(paul, "/adoptions", AMENDMENT, reason="agreed"), "impact-not-reported")
    reported(olga.store, "2021.11")
    address = {"version": "2021.11", "reason": "its own"}
    other = SCENARIOS.format(level="none").replace("Nobody yet", "Nobody")
    once = [send(olga, "/scenarios", other, "again", **address) for _ in range(2)]
    assert [each.status_code for each in once] == [201, 201]
    assert once[0].data == once[1].data
    own = send(olga, "/adoptions", AMENDMENT, reason="agreed")
    second = send(paul, "/adoptions", AMENDMENT, reason="agreed", match='"12"')

    assert drafted.status_code == 201, drafted.json
    assert attached.headers["Location"] == f"{POLICIES}/events/11"
    problem(own, "second-person-needed")
    assert second.status_code == 201, second.json
    *_, draft, _, _, tried, report, adoption = olga.store.stream("policy/imi")
    assert {each.actor for each in (tried, report, adoption)} == {"paul"}
    assert draft.cause == "letter-1"
    assert olga.get(second.headers["Location"]).status_code == 200
    standing = olga.get("/v1/pathways/ada/standing?on=2021-12-01").json
    assert standing
    assert standing["under"]["version"] == "2021.11"


@pytest.mark.parametrize(
    ("text", "level", "name"),
    [
        (AMENDMENT, "qualified", "scenarios-fail"),
        (going_on(AMENDMENT, TAKING), "none", "losers-unanswered"),
        (going_on(AMENDMENT, TAKING + ANSWERED), "none", ""),
    ],
)
def test_a_proposal_that_does_not_come_through_the_gate_says_why(
    olga: Office, text: str, level: str, name: str
) -> None:
    address = laid(olga, text)
    if level != "none":
        send(olga, "/scenarios", SCENARIOS.format(level=level), version="2021.11", reason="its own")
    done = send(Office(olga.store, PAUL), "/adoptions", text, reason="agreed")
    assert address.endswith("agreed")
    if name:
        problem(done, name)
    else:
        assert done.status_code == 201, done.json


def test_what_is_recorded_after_the_report_has_it_asked_for_again(olga: Office) -> None:
    laid(olga)
    body = {"id": "zoe", "pathway": {"opened_on": "2021-11-01", "country": "NL"}}
    assert Office(olga.store).post("/v1/pathways", body, match=None).status_code == 201
    problem(send(Office(olga.store, PAUL), "/adoptions", AMENDMENT, reason="agreed"), "impact-outdated")
    changed = AMENDMENT.replace("A small", "A smaller")
    problem(send(Office(olga.store, PAUL), "/adoptions", changed, reason="agreed"), "draft-changed")


def test_a_correction_is_proposed_like_a_version(olga: Office) -> None:
    text = (sample.RULEBOOKS / "imi" / "2021.06.yaml").read_text()
    problem(send(olga, "/corrections", text, reason="a slip"), "nothing-to-adopt")
    proposed = send(olga, "/corrections", text.replace('title: "Era C', 'title: "The era C'), reason="a slip")
    assert proposed.status_code == 201, proposed.json
    assert olga.store.stream("policy/imi")[-1].event.topic() == "policy.correction-drafted.v1"


def test_a_proposal_that_is_sent_again_is_recorded_once(olga: Office) -> None:
    first = send(olga, "/drafts", AMENDMENT, "draft", reason="asked for")
    again = send(olga, "/drafts", AMENDMENT, "draft", reason="asked for")
    other = send(olga, "/drafts", AMENDMENT.replace("small", "large"), "draft", reason="asked for")

    assert (again.status_code, again.data) == (201, first.data)
    problem(other, "idempotency-key-reused")
    assert olga.store.versions(["policy/imi"]) == {"policy/imi": 10}


def test_an_adoption_that_is_sent_again_is_recorded_once(olga: Office) -> None:
    laid(olga)
    paul = Office(olga.store, PAUL)
    first = send(paul, "/adoptions", AMENDMENT, "adopt", match='"11"', reason="agreed")
    again = send(paul, "/adoptions", AMENDMENT, "adopt", match='"11"', reason="agreed")

    assert (first.status_code, again.data) == (201, first.data)
    problem(send(olga, "/adoptions", AMENDMENT, reason="agreed"), "nothing-to-adopt")
    problem(send(olga, "/adoptions", AMENDMENT.replace("small", "large"), reason="r"), "adopted-with-other-text")
    problem(send(olga, "/adoptions", AMENDMENT.replace("2021.11", "x"), match='"9"', reason="r"), "precondition-failed")


@pytest.mark.parametrize(("level", "holds"), [("none", True), ("qualified", False)])
def test_scenarios_are_played_upon_what_there_is(olga: Office, level: str, holds: bool) -> None:  # noqa: FBT001
    response = send(olga, "/trials", SCENARIOS.replace("{level}", level))

    assert response.status_code == 200, response.json
    assert response.json
    assert response.json["holds"] is holds
    (scenario,) = response.json["scenarios"]
    assert scenario["name"] == "Nobody yet"
    assert bool(scenario["differences"]) is not holds


SUSPENSION = {"version": "2021.06", "from": "2021-12-01"}
TAKEN = {"level": "qualified", "from": "2020-01-01", "text": "Until the board has decided."}
READING = {
    "parameter": "pandemic_reading",
    "value": "provisional until face to face",
    "chosen_by": "board",
    "chosen_on": "2021-11-01",
}


def test_a_proposal_is_refused_for_reasons(olga: Office) -> None:
    refusal = {"refusal": {"version": "alternatives", "reasons": ["invented"], "refused_on": "2021-11-01"}}

    refused = olga.post(POLICIES + "/refusals", refusal, match='"9"')

    assert refused.status_code == 201
    assert olga.get(refused.headers["Location"]).json == (refused.json or {})["event"]
    problem(olga.post(POLICIES + "/refusals", refusal), "already-refused")


def signed(by: Office, of_hash: str, **options: Any) -> TestResponse:  # noqa: ANN401  (of the office)
    return by.post(POLICIES + "/measures/adoptions", {"adoption": {"content_hash": of_hash}}, **options)


def test_a_measure_is_proposed_by_one_and_adopted_by_another(olga: Office) -> None:
    paul, key = Office(olga.store, PAUL), "adopt"
    proposed = olga.post(POLICIES + "/suspensions", {"suspension": SUSPENSION}, match='"9"')
    event = (proposed.json or {})["event"]
    of_hash = event["payload"]["content_hash"]
    (listed,) = (olga.get(POLICIES).json or {})["measures"]
    problem(signed(paul, of_hash), "impact-not-reported")
    reported(olga.store, "suspension-2021.06")
    problem(signed(olga, of_hash), "second-person-needed")
    first, again = (signed(paul, of_hash, key=key, match='"10"') for _ in range(2))

    assert event["payload"]["topic"] == "policy.measure-drafted.v1"
    assert listed["says"] == "Version 2021.06 is not applied from 2021-12-01, until further notice"
    assert listed["content_hash"] == of_hash
    assert content_hash(olga.get(f"{POLICIES}/texts/{of_hash}").data) == of_hash
    assert first.status_code == 201, first.json
    assert again.data == first.data
    *_, report, suspended = olga.store.stream("policy/imi")
    assert [each.event.topic() for each in (report, suspended)] == [
        "policy.impact-reported.v1",
        "policy.policy-suspended.v1",
    ]
    assert (suspended.actor, suspended.cause) == ("paul", "policy/imi@10")
    assert (olga.get(POLICIES).json or {})["measures"] == []
    problem(signed(paul, of_hash), "measure-not-open")


def test_a_measure_that_was_changed_after_its_impact_was_told_is_not_adopted(olga: Office) -> None:
    paul = Office(olga.store, PAUL)
    before = measured(olga, "suspensions", "suspension", SUSPENSION)
    olga.post(POLICIES + "/suspensions", {"suspension": SUSPENSION | {"until": "2022-12-01"}})

    problem(signed(paul, before), "measure-not-open")
    (changed,) = (olga.get(POLICIES).json or {})["measures"]
    problem(signed(paul, changed["content_hash"]), "impact-not-reported")


def test_a_measure_is_refused_with_what_it_would_do(olga: Office) -> None:
    of_hash = measured(olga, "supersessions", "supersession", {"version": "2021.06", "effective_on": "2022-03-01"})
    refusal = {"version": "supersession-2021.06", "reasons": ["too early"], "refused_on": "2021-12-01"}

    refused = Office(olga.store, PAUL).post(POLICIES + "/refusals", {"refusal": refusal})

    assert refused.status_code == 201, refused.json
    assert olga.store.stream("policy/imi")[-2].event.topic() == "policy.impact-reported.v1"
    assert (olga.get(POLICIES).json or {})["measures"] == []
    problem(signed(Office(olga.store, PAUL), of_hash), "already-refused")
    of_it = {"version": "supersession-2021.06", "reason": "its own"}
    measured(olga, "supersessions", "supersession", {"version": "2021.06", "effective_on": "2022-03-01"})
    problem(send(olga, "/scenarios", SCENARIOS.format(level="none"), **of_it), "measure-has-no-scenarios")


def test_what_a_measure_speaks_of_is_there(olga: Office) -> None:
    readings, suspensions, supersessions = (
        f"{POLICIES}/{noun}" for noun in ("readings", "suspensions", "supersessions")
    )
    ended = {"version": "2021.06", "effective_on": "2022-03-01", "by": "2023"}

    problem(olga.post(readings, {"reading": READING | {"parameter": "moon"}}), "parameter-unknown")
    problem(olga.post(readings, {"reading": READING | {"chosen_on": "2030-01-01"}}), "not-yet-happened")
    problem(olga.post(suspensions, {"suspension": SUSPENSION | {"version": "2021.6"}}), "version-unknown")
    problem(olga.post(suspensions, {"suspension": SUSPENSION | {"until": "2021-01-01"}}), "impossible-value")
    lifting = {"lifting": {"version": "2021.06", "lifted_on": "2022-06-01"}}
    problem(olga.post(f"{POLICIES}/liftings", lifting), "nothing-to-lift")
    problem(olga.post(supersessions, {"supersession": ended}), "version-unknown")
    of_other = {"suspension": SUSPENSION, "takes_away": [TAKEN | {"level": "qualifed"}]}
    assert "qualified" in problem(olga.post(suspensions, of_other), "level-unknown")["detail"]
    wordless = {"suspension": SUSPENSION, "takes_away": [TAKEN | {"text": " "}]}
    problem(olga.post(suspensions, wordless), "body-invalid")


def test_a_reading_says_what_it_takes_and_why_it_reaches_back(olga: Office) -> None:
    said = {"takes_away": [TAKEN | {"reasons": ["HOURS_SHORT"]}], "retroactive": " It was meant so. "}
    adopted = signed(Office(olga.store, PAUL), measured(olga, "readings", "reading", READING, **said))

    assert adopted.status_code == 201, adopted.json
    *_, proposed, _, chosen = (each.event for each in olga.store.stream("policy/imi"))
    assert isinstance(proposed, MeasureDrafted)
    terms = terms_of(proposed)
    assert [(each.level, each.from_, each.reasons) for each in terms.takes_away] == [
        ("qualified", date(2020, 1, 1), ("HOURS_SHORT",))
    ]
    assert terms.retroactive == "It was meant so."
    assert isinstance(chosen, InterpretationChosen)
    assert (chosen.chosen_by, chosen.chosen_on) == ("board", sample.TODAY)


def test_nobody_else_proposes_or_adopts(office: Office) -> None:
    problem(send(office, "/drafts", AMENDMENT, reason="r"), "not-permitted")
    problem(send(office, "/adoptions", AMENDMENT, reason="r"), "not-permitted")
    problem(office.post(POLICIES + "/readings", {"reading": {}}), "body-invalid")

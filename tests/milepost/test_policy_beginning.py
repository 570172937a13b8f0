"""What a rulebook begins with: documents to be rewritten, and the kinds of evidence that it may read."""

import pytest

from tests.milepost.running import Cli


def test_a_rulebook_to_begin_with_checks_without_a_remark_and_holds(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cli.folder)

    assert "harbour/scenarios/first.yaml is written." in cli.says("policy", "new", "harbour")

    assert "harbour 1, 4 clauses" in cli.says("policy", "check", "harbour", "--strict")
    assert cli.says("policy", "try", "harbour").endswith("2 scenarios hold.\n")
    assert "'harbour' is there already; nothing was written" in cli.refuses("policy", "new", "harbour")


@pytest.mark.parametrize("name", ["Harbour", "harbour/mediators", "../harbour", "harbour ", ""])
def test_a_rulebook_has_a_name_that_a_folder_and_a_stream_can_have(cli: Cli, name: str) -> None:
    assert "expected a name of small letters, digits and hyphens" in cli.refuses("policy", "new", name)


def test_the_kinds_of_evidence_are_told_with_their_fields(cli: Cli) -> None:
    assert "  leave               a leave\n" in cli.says("policy", "kinds")
    assert cli.says("policy", "kinds", "leave") == (
        "leave: a leave\n  recorded by  leave started\n"
        "  is           a span: 'in force on' a day, or 'begun by the day', up to before until\n"
        "  counts from  from\n  until        until\n"
        "Fields\n  id            text\n  from          date\n  until         date; absent means no end\n"
        "  requested_on  date\n  ground        text\n"
    )
    assert "recorded by  the events of a program" in cli.says("policy", "kinds", "approval")
    assert cli.answer("policy", "kinds", "mediation")["mediation"]["since"] == "started_on"
    assert len(cli.answer("policy", "kinds")) >= 40
    assert "there is no kind 'lave' that every rulebook may read; did you mean 'leave'?" in cli.refuses(
        "policy", "kinds", "lave"
    )

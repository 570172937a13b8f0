"""A document that cannot be meant is refused at its place, with what to do about it, and nothing is recorded."""

from textwrap import indent

import pytest

from tests.milepost.running import ADA, Cli, X

HEAD = """format: milepost.policy/v1
rulebook: guild
version: "1"
title: The guild
published: 2020-01-01
in force from: 2020-01-01
"""
STORIES = "format: milepost.scenarios/v1\nrulebook: guild\nscenarios:\n"


def clause(condition: str, number: str = "1") -> str:
    return f'  "{number}":\n    text: t\n    source: s\n{indent(condition, "    ")}\n'


def clauses(*conditions: str) -> str:
    numbered = "".join(clause(condition, str(number)) for number, condition in enumerate(conditions, 1))
    return f"{HEAD}clauses:\n{numbered}...\n"


def period(lines: str) -> str:
    begins = "    text: t\n    source: s\n    begins:\n      whenever:\n        for: course\n"
    return f"{HEAD}periods:\n  term:\n{begins}{indent(lines, '    ')}\n...\n"


ANCHORS = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n...\n"
NUMBER = "expected a number from zero up with at most three decimals, found"
NOTHING = "a length of nothing holds nothing: say how long; found"
INSTANT = "a day has no time and no zone: say which day it was there; found"

REFUSED = [
    (
        "clauses that name each other in a circle",
        clauses("that: clause 2", "that: clause 1"),
        "8:3: the conditions turn in a circle: clause 1 → clause 2 → clause 1",
    ),
    (
        "hours against points",
        clauses("sum: learning.hours\nat least: 20 points"),
        "12:15: expected an amount in hours, found '20 points'",
    ),
    (
        "hours of one item against points of another",
        clauses("for: course\nwith: [learning]\nwhen:\n  - course.hours at least learning.points"),
        "14:31: 'learning.points' counts points, not hours",
    ),
    (
        "hours and points in one total",
        clauses("total:\n  a:\n    sum: learning.hours\n  b:\n    sum: learning.points\nat least: 1 hour"),
        "14:7: the parts of a total have one unit: hours and points",
    ),
    (
        "a cap in points on hours",
        clauses("sum: learning.hours\ncounts at most: 20 points\nat least: 20 hours"),
        "12:21: expected an amount in hours, found '20 points'",
    ),
    (
        "a negative cap",
        clauses("sum: learning.hours\ncounts at most: -20 hours\nat least: 20 hours"),
        f"12:21: {NUMBER} '-20'",
    ),
    (
        "a negative cap for each item",
        clauses("sum: learning.hours\ncounts at most: -2 hours for each learning\nat least: 20 hours"),
        f"12:21: {NUMBER} '-2'",
    ),
    (
        "a negative amount",
        clauses("sum: learning.hours\nat least: -20 hours"),
        f"12:15: {NUMBER} '-20'",
    ),
    (
        "a window of nothing",
        clauses("count: learning\nwhere:\n  - learning.held_on on or after 0 months before the day\nat least: 1"),
        f"13:38: {NOTHING} '0 months'",
    ),
    (
        "a window that runs backwards",
        clauses("count: learning\nwhere:\n  - learning.held_on on or after -6 months before the day\nat least: 1"),
        "13:38: expected a length such as '6 months' or '1 year', found '-6 months'",
    ),
    ("a period of nothing", period("lasts: 0 years"), f"14:12: {NOTHING} '0 years'"),
    (
        "a period of nothing after the first",
        period("lasts: 5 years, then 0 days"),
        f"14:12: {NOTHING} '0 days'",
    ),
    (
        "anchors that explode",
        ANCHORS,
        "1:4: anchors and aliases are not accepted; write it out",
    ),
    ("a tab", clauses("for: course").replace("    text", "\ttext"), "9:1: tabs are not accepted; use blanks"),
    (
        "a clause that stands twice",
        clauses("for: course", "for: course").replace('"2"', '"1"'),
        "12:3: the key '1' stands twice; the first is at",
    ),
    (
        "an instant of another zone as the day of publication",
        clauses("for: course").replace("published: 2020-01-01", "published: 2020-01-01T23:30:00-05:00"),
        f"5:12: {INSTANT} '2020-01-01T23:30:00-05:00'",
    ),
    (
        "an instant of another zone in a rule",
        clauses("for: course\nwhen:\n  - course.ended_on on or after 2020-01-01T00:00:00+02:00"),
        f"13:37: {INSTANT} '2020-01-01T00:00:00+02:00'",
    ),
]


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_text_that_cannot_be_meant_is_refused_at_its_place(cli: Cli, text: str, said: str) -> None:
    file = cli.write("guild.yaml", text)

    refused = cli.refuses("policy", "check", file)

    assert refused.startswith(f"Error: {file}:{said}")


def folder(cli: Cli, stories: str, **versions: str) -> str:
    (cli.folder / "guild" / "scenarios").mkdir(parents=True)
    for name, text in versions.items():
        cli.write(f"guild/{name}.yaml", text)
    cli.write("guild/scenarios/all.yaml", f"{STORIES}{stories}...\n")
    return str(cli.folder / "guild")


def test_versions_of_which_nobody_can_tell_which_is_in_force(cli: Cli) -> None:
    first = clauses("for: course")
    guild = folder(cli, "", first=first, second=first.replace('version: "1"', 'version: "2"'))

    assert cli.refuses("policy", "check", guild).startswith(
        f"Error: {guild}/second.yaml:6:1: published and in force from the same days as version '1'"
    )


STORY = """  {name}:
    text: t
    given:
      - profile completed: profile-1
        completed_on: {day}
    expect:
      - on: 2021-01-01
        level: {level}
"""
LEVELS = "levels:\n  seen:\n    rank: 1\n    title: Seen\n    routes:\n      profile: clause 1\n"


def test_a_scenario_that_contradicts_another(cli: Cli) -> None:
    text = clauses("for: profile").replace("clauses:", f"{LEVELS}clauses:")
    ada = STORY.format(name="ada", day="2020-05-01", level="seen")
    bob = STORY.format(name="bob", day="2020-05-01", level="none")
    guild = folder(cli, ada + bob, first=text)

    stories = f"{guild}/scenarios/all.yaml"

    assert cli.refuses("policy", "try", guild).startswith(
        f"Error: {stories}:19:9: 'level' contradicts 'level' of 'ada' at {stories}:11:9, "
        "of the same given and question: correct one of the two, or what is given"
    )


def test_an_instant_of_another_zone_in_a_scenario(cli: Cli) -> None:
    story = STORY.format(name="ada", day="2020-05-01T00:30:00+02:00", level="none")
    guild = folder(cli, story, first=clauses("for: profile"))

    assert cli.refuses("policy", "try", guild).startswith(
        f"Error: {guild}/scenarios/all.yaml:8:23: {INSTANT} '2020-05-01T00:30:00+02:00'"
    )


def test_an_instant_of_another_zone_in_a_row(cli: Cli) -> None:
    refused = cli.refuses("import", cli.rows(X, ADA, [{**ADA[1], "ref": "c", "ended_on": "2019-05-01T00:30:00+02:00"}]))

    assert "line 5, ended_on: expected a day as YYYY-MM-DD, found '2019-05-01T00:30:00+02:00'" in refused
    assert cli.head() == 0


def test_an_instant_of_another_zone_in_a_history(cli: Cli) -> None:
    cli.run("import", cli.rows(X, ADA))
    history = cli.run("export").stdout
    other = Cli(cli.folder / "other")
    other.folder.mkdir()
    other.run("init")

    refused = other.refuses("import", other.write("history.jsonl", history.replace('Z"', '+02:00"')))

    assert "line 1, recorded_at: expected " in refused
    assert other.head() == 0


def test_an_instant_of_another_zone_is_the_same_instant_in_a_question(cli: Cli) -> None:
    cli.run("import", cli.rows(X, ADA))

    assert cli.answer("history", "ada", "--known", "2026-03-01T14:00:00+02:00") == cli.answer(
        "history", "ada", "--known", "2026-03-01T12:00:00Z"
    )

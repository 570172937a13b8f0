"""``milepost policy``: documents checked, tried, listed, shown, adopted, proposed and read."""

import json
from pathlib import Path

import pytest

from milepost.composition import RULEBOOKS
from tests.milepost.running import ADA, JANUARY_15, Cli, X

IMI = RULEBOOKS / "imi"
BECAUSE = ("--reason", "as published")
BY_ANOTHER = (*BECAUSE, "--proposed-by", "secretary")

DRAFT = """format: milepost.policy/v1
rulebook: imi
version: "2026.02"
amends: "2025.09"
title: Profiles are no longer asked for
published: 2026-02-01
in force from: 2026-02-01

clauses:
  1.3:
    text: A profile, or a course of the program named here.
    source: invented for a test
    any:
      - for: profile
      - for: course
        when:
          - course.program is X
    reason: PROFILE_COMPLETE
    else: PROFILE_MISSING
...
"""


DAYS = "published: 2026-02-01\nin force from: 2026-02-01\n"
HEAD = 'rulebook: imi\nversion: "2026.02"\namends: "2025.09"\n'


@pytest.fixture
def draft(imi: Cli) -> Path:
    return imi.write("draft.yaml", DRAFT)


def rulebook(cli: Cli, *versions: Path, level: str = "none") -> Path:
    """Return a folder with documents and a scenario."""
    folder = cli.folder / "imi"
    (folder / "scenarios").mkdir(parents=True, exist_ok=True)
    for document in versions:
        (folder / document.name).write_bytes(document.read_bytes())
    (folder / "scenarios" / "mine.yaml").write_text(SCENARIOS.replace("LEVEL", level))
    return folder


def changed(cli: Cli, old: str, new: str) -> Path:
    return cli.write("changed.yaml", DRAFT.replace(old, new))


def test_a_rulebook_is_checked_with_its_proposals(cli: Cli) -> None:
    said = cli.says("policy", "check", IMI)

    texts = [line for line in said.splitlines() if "sha256:" in line]
    assert len(texts) == len([*IMI.glob("*.yaml"), *IMI.glob("proposals/*.yaml")])
    assert "2025.09.yaml: imi 2025.09, " in said


def test_a_document_is_checked_on_the_text_that_it_amends(imi: Cli, draft: Path) -> None:
    assert "draft.yaml: imi 2026.02, " in imi.says("policy", "check", draft)


UNREAD = DRAFT.replace(
    "clauses:", "vocabulary:\n  essay:\n    words: an essay\n    counts from: day\n    fields: {day: date}\n\nclauses:"
)


def test_a_remark_on_a_document_stands_at_its_place(imi: Cli) -> None:
    document = imi.write("unread.yaml", UNREAD)

    assert "unread.yaml:10:3: the kind 'essay' is read by no condition [kind-not-read]" in imi.says(
        "policy", "check", document
    )
    assert imi.answer("policy", "check", document)["documents"][0]["remarks"][0]["code"] == "kind-not-read"


def test_remarks_are_refused_where_that_is_asked_for(imi: Cli, draft: Path) -> None:
    document = imi.write("unread.yaml", UNREAD)

    assert "1 remark" in imi.refuses("policy", "check", document, "--strict")
    assert "2 remarks" in imi.refuses("policy", "check", document, document, "--strict")
    imi.run("policy", "check", draft, "--strict")


def test_versions_in_force_together_are_remarked_on(cli: Cli) -> None:
    folder = cli.folder / "twice"
    folder.mkdir()
    for version in ("2009.10", "2010.01"):
        text = (IMI / "2009.10.yaml").read_text().replace('version: "2009.10"', f'version: "{version}"')
        published = f"published: {version.replace('.', '-')}-01\nretroactive: It was agreed so."
        (folder / f"{version}.yaml").write_text(text.replace("published: 2009-10-01", published))

    assert (
        "takes effect on 1 October 2009, as version 2009.10 does: the one published later decides [versions-overlap]"
        in cli.says("policy", "check", folder)
    )


def test_every_fault_of_a_document_is_named_at_its_place(cli: Cli) -> None:
    broken = DRAFT.replace("course.program is", "course.programme is").replace("from: 2026-02-01", "from: 2026-02-29")

    refused = cli.refuses("policy", "check", cli.write("broken.yaml", broken))

    assert "broken.yaml:7:16: " in refused
    assert "broken.yaml:17:" in refused
    assert "did you mean 'program'?" in refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DRAFT.replace('amends: "2025.09"', 'amends: "2031.01"'), ":4:9: amends '2031.01', which is not at hand"),
        (DRAFT.replace("title:", "title:\n\t"), "tabs are not accepted; use blanks"),
        ("- a\n- b\n...\n", "expected a policy, as a mapping"),
        ("", "the document is empty"),
    ],
)
def test_a_document_that_is_none_is_refused_at_its_place(cli: Cli, content: str, said: str) -> None:
    assert said in cli.refuses("policy", "check", cli.write("broken.yaml", content))


def test_a_fault_of_a_text_that_several_amend_is_told_once(cli: Cli) -> None:
    folder = cli.folder / "harbour"
    folder.mkdir()
    head = "format: milepost.policy/v1\nrulebook: harbour\ntitle: T\n"
    (folder / "1.yaml").write_text(f'{head}version: "1"\npublished: 2020-01-01\nin force from: never\n...\n')
    for year in (2021, 2022, 2023):
        days = f"published: {year}-01-01\nin force from: {year}-01-01\n"
        (folder / f"{year}.yaml").write_text(f'{head}version: "{year}"\namends: "1"\n{days}...\n')

    refused = cli.refuses("policy", "check", *(folder / f"{year}.yaml" for year in ("1", 2021, 2022, 2023)))

    assert refused.count("harbour/1.yaml:6:") == 1


def test_a_folder_without_a_rulebook_is_refused(cli: Cli) -> None:
    folder = cli.folder / "empty"
    folder.mkdir()

    assert "there is no rulebook in this folder" in cli.refuses("policy", "check", folder)


SCENARIOS = """format: milepost.scenarios/v1
rulebook: imi
scenarios:
  nobody holds a level without evidence:
    text: A pathway that was opened and no more.
    expect:
      - on: 2026-01-01
        level: LEVEL
...
"""


def test_scenarios_that_hold_are_counted(cli: Cli) -> None:
    said = cli.says("policy", "try", cli.write("mine.yaml", SCENARIOS.replace("LEVEL", "none")))

    assert "holds    nobody holds a level without evidence  mine.yaml" in said
    assert "1 scenario holds." in said


def test_a_scenario_that_differs_says_how(cli: Cli) -> None:
    result = cli.run("policy", "try", cli.write("mine.yaml", SCENARIOS.replace("LEVEL", "qualified")), code=1)

    assert "differs  nobody holds a level" in result.stdout
    assert "mine.yaml:8:9: on 2026-01-01: 'level': expected qualified, found none" in result.stderr


def test_a_rulebook_is_adopted_in_order_and_then_listed(cli: Cli) -> None:
    folder = rulebook(cli, *(IMI / f"{version}.yaml" for version in ("2009.10", "2019.01", "2019.07")))

    said = cli.says("policy", "adopt", folder, *BY_ANOTHER)

    assert [line.split()[0] for line in said.splitlines()] == ["2009.10", "2019.01", "2019.07"]
    listed = cli.answer("policy", "list")
    assert [each["version"] for each in listed["versions"]] == ["2009.10", "2019.01", "2019.07"]
    assert {each["adopted_by"] for each in listed["versions"]} == {"registrar"}
    assert {each["reason"] for each in listed["versions"]} == {"as published"}
    assert "2019.07  2019-07-05     2019-07-05" in cli.says("policy", "list")


def test_a_store_without_a_rulebook_says_how_to_adopt_one(cli: Cli) -> None:
    assert "No version of imi is adopted yet" in cli.says("policy", "list")


def test_versions_adopted_before_are_passed_over(imi: Cli, draft: Path) -> None:
    folder = rulebook(imi, *IMI.glob("*.yaml"))
    (folder / "2026.02.yaml").write_bytes(draft.read_bytes())
    imi.run("import", imi.rows(X))

    said = imi.says("policy", "adopt", folder, *BY_ANOTHER)

    assert "2025.09 was adopted before." in said
    assert "2026.02 is adopted, in force from 2026-02-01 (policy/imi@14)." in said


def test_an_adopted_version_judges_from_its_day(imi: Cli, draft: Path) -> None:
    imi.run("import", imi.rows(X, ADA))
    imi.propose_and_adopt(draft)

    assert imi.answer("status", "ada", "--on", "2026-01-31")["under"]["version"] == "2025.09"
    assert imi.answer("status", "ada", "--on", "2026-02-01")["under"]["version"] == "2026.02"
    assert imi.answer("status", "ada", "--on", "2026-02-01", "--known", "14")["under"]["version"] == "2025.09"


def test_adopting_the_same_text_again_is_refused(imi: Cli) -> None:
    assert "2025.09 adopted already" in imi.refuses("policy", "adopt", alone(imi, IMI / "2025.09.yaml"), *BECAUSE)


def alone(cli: Cli, document: Path, old: str = "", new: str = "") -> Path:
    """Return a copy of the document, away from the scenarios of its rulebook."""
    return cli.write(document.name, document.read_text().replace(old, new))


def test_the_same_version_with_another_text_is_refused(imi: Cli) -> None:
    other = alone(imi, IMI / "2025.09.yaml", "title: ", "title: Once more, ")

    assert "version 2025.09 was adopted with another text" in imi.refuses("policy", "adopt", other, *BECAUSE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('amends: "2025.09"', 'amends: "2024.03"', "version 2026.02 amends 2024.03, but the text before it is 2025.09"),
        (
            DAYS,
            DAYS.replace("2026-02-01", "2026-03-02"),
            "version 2026.02 is published on 2026-03-02, and today is 2026-03-01",
        ),
        (HEAD, 'rulebook: iami\nversion: "2026.02"\n', "judges here is 'imi'; the setting MILEPOST_RULEBOOK names it"),
        ("program is X", "program is Y", "changed.yaml:17:13: the program 'Y' is not known; did you mean"),
    ],
)
def test_a_version_that_cannot_be_adopted_is_refused(imi: Cli, old: str, new: str, said: str) -> None:
    imi.run("import", imi.rows(X))

    refused = imi.refuses("policy", "adopt", changed(imi, old, new), *BECAUSE)

    assert said.partition("; did you mean")[0] in refused
    assert imi.head() == 12


def test_a_rulebook_whose_scenarios_fail_is_not_adopted(imi: Cli) -> None:
    folder = rulebook(imi, IMI / "2009.10.yaml", level="certified")

    assert "expected certified, found none" in imi.refuses("policy", "adopt", folder, *BY_ANOTHER)
    rulebook(imi)
    assert "2009.10 adopted already" in imi.refuses("policy", "adopt", folder, *BY_ANOTHER)


def test_a_proposal_judges_only_where_it_is_named(imi: Cli, draft: Path) -> None:
    imi.run("import", imi.rows(X, ADA))

    assert "2026.02 is proposed" in imi.says("policy", "propose", draft)

    assert imi.answer("status", "ada")["under"]["version"] == "2025.09"
    assert imi.answer("status", "ada", "--under", "2026.02")["under"]["version"] == "2026.02"
    assert "Proposals" in imi.says("policy", "list")
    assert [each["version"] for each in imi.answer("policy", "list")["proposals"]] == ["2026.02"]


def test_a_reading_is_chosen_and_shown(imi: Cli) -> None:
    chosen = ("choose", "document_timing", "before delivery")

    assert "document_timing is read as 'before delivery' in every version that has it" in imi.decide(*chosen)

    assert "document_timing" in imi.says("policy", "list")
    assert imi.answer("policy", "list")["readings"][0]["value"] == "before delivery"
    assert "before delivery (read so)" in imi.says("policy", "show", "2025.09")
    assert "document_timing" in imi.refuses("policy", *chosen, *BECAUSE)


def test_a_reading_is_chosen_for_one_version(imi: Cli) -> None:
    imi.decide("choose", "document_timing", "before delivery", "--version", "2020.04")

    assert "before delivery (read so)" in imi.says("policy", "show", "2020.04")
    assert "any time (read so)" in imi.says("policy", "show", "2025.09")


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        (
            "document_time",
            "any time",
            "no adopted version has a parameter 'document_time'; did you mean 'document_timing'?",
        ),
        (
            "document_timing",
            "later",
            "'document_timing' cannot be read as 'later'; known are: any time, before delivery",
        ),
    ],
)
def test_a_reading_that_no_text_has_is_refused(imi: Cli, parameter: str, value: str, said: str) -> None:
    assert said in imi.refuses("policy", "choose", parameter, value, *BECAUSE)


def test_a_reading_of_a_version_that_nobody_adopted_is_refused(imi: Cli) -> None:
    chosen = ("policy", "choose", "document_timing", "before delivery", *BECAUSE, "--version")

    assert "no version '2019' is adopted; did you mean '2019." in imi.refuses(*chosen, "2019")
    assert "version 2009.10 does not have a parameter 'document_timing'" in imi.refuses(*chosen, "2009.10")


def test_a_rulebook_is_listed_and_shown_as_it_was_known(imi: Cli) -> None:
    imi.decide("choose", "document_timing", "before delivery")

    for known, versions, readings in (("3", 3, 0), ("11", 10, 0), ("12", 10, 1)):
        listed = imi.answer("policy", "list", "--known", known)
        assert (len(listed["versions"]), len(listed["readings"])) == (versions, readings)
    assert imi.says("policy", "show", "2025.09", "--known", "10") != imi.says("policy", "show", "2025.09")
    assert "no version '2025.09' is published" in imi.refuses("policy", "show", "2025.09", "--known", "3")
    assert "which is in the future" in imi.refuses("policy", "list", "--known", "99")
    assert "--known is for versions in the store" in imi.refuses(
        "policy", "show", IMI / "2009.10.yaml", "--known", "3", code=2
    )


def test_a_version_is_shown_in_words(imi: Cli) -> None:
    said = imi.says("policy", "show", "2021.06")

    for part in (
        "imi 2021.06: Era C",
        "Read as it is chosen: document_timing",
        "Clause 1.1",
        "Experience of at least 20 mediations or at least 200 hours.",
        "(a) at least 20 mediations, counting those of which this is true:",
        "(i) the mediation's role is lead, sole or co",
        "Gives EXPERIENCE_MET, otherwise EXPERIENCE_SHORT",
        "Refused by name R.1",
        "Level qualified: IMI Qualified Mediator",
        "Specialisation online: ",
        "It is kept while all of these hold:",
        "Standing: suspended",
        "Listing",
        "Announced, not in force: ",
        "Sources",
    ):
        assert part in said
    assert max(map(len, said.splitlines())) <= 100


def test_two_texts_are_compared_in_meaning(imi: Cli, draft: Path) -> None:
    said = imi.says("policy", "diff", "2025.09", draft)

    assert "imi 2025.09 → imi 2026.02" in said
    assert "clause 1.3: 'there is a profile' becomes 'at least one of these holds: [there is a profile;" in said
    assert "in force from: '1 September 2025' becomes '1 February 2026'" in said
    assert "clause 1.3: the text is worded otherwise" in said
    assert imi.answer("policy", "diff", "2025.09", draft)["difference"]["meaning"][0]["where"] == "clause 1.3"


def test_two_texts_that_differ_in_words_alone_say_so(imi: Cli) -> None:
    said = imi.says("policy", "diff", "2019.01", "2019.07")

    assert "Nothing changes in meaning." in said
    assert "level qualified: the title is worded otherwise" in said


def test_the_levels_of_a_text_are_drawn(imi: Cli) -> None:
    drawing = imi.says("policy", "graph", "2025.09")

    assert drawing.startswith("<svg ")
    assert imi.says("policy", "graph", "2025.09", "--out", imi.folder / "levels.svg") == ""
    assert (imi.folder / "levels.svg").read_text() == drawing


def test_a_document_is_shown_as_the_text_that_results_from_it(imi: Cli, draft: Path) -> None:
    assert "A profile, or a course of the program named here." in imi.says("policy", "show", draft)
    assert imi.answer("policy", "show", draft)["version"] == "2026.02"


def test_a_version_that_nobody_knows_is_not_shown(imi: Cli) -> None:
    assert "no version '2030' is published or proposed" in imi.refuses("policy", "show", "2030")


def test_the_shown_json_is_what_is_hashed(imi: Cli) -> None:
    published = json.loads(imi.run("export").stdout.splitlines()[0])["payload"]

    assert imi.answer("policy", "show", published["version"]) == json.loads(published["document"])
    assert published["published_on"] <= JANUARY_15.date().isoformat()

"""What the demo tells, chapter by chapter."""

import msgspec

from milepost.command_line.console import table
from milepost.demo.dossiers import checkpoint, dossier, forgery
from milepost.demo.service import serving
from milepost.demo.stage import Stage

PATHWAYS = 200
APPROVAL = """\
event,program,formats,effective_on,retrospective,min_hours
program approved,CMTP-CEDAR,face to face,2026-06-01,yes,40
"""


class Asked(msgspec.Struct, frozen=True):
    """The options of a question about Ben, and what is told of the answer; a long one is shown `up_to` a line."""

    options: str
    level: str
    since: str
    standing: str
    why: str
    up_to: str = "Missing"


ASKED = (
    Asked(
        options=" --under 2019.10 --known 2021-12-31",
        level="trained_unrecognised",
        since="2020-07-10",
        standing="good",
        why="FORMAT_MISMATCH",
        up_to="assessed experience",
    ),
    Asked(
        options=" --under 2019.10",
        level="qualified",
        since="2021-07-01",
        standing="good",
        why="retrospective: RETRO_WINDOW",
    ),
    Asked(
        options=" --known 2021-12-31",
        level="qualified",
        since="2020-07-10",
        standing="conditional",
        why="PANDEMIC_CONDITION_OPEN",
    ),
    Asked(options="", level="qualified", since="2020-07-10", standing="good", why="pandemic course: PANDEMIC_COURSE"),
)


def fill(stage: Stage) -> None:
    stage.title("1. A fresh store, and a made-up population in it")
    stage.say(
        "The texts are those that IMI published. The people and the programs are made up, and so is the board that "
        "adopts the texts in this store: IMI itself has recorded nothing here."
    )
    stage.run("init", "ready")
    stage.run(f"sample --pathways {PATHWAYS} --seed 1", f"pathway streams {PATHWAYS + 9}")


def standing(stage: Stage) -> None:
    stage.title("2. Where does Ada stand?")
    stage.say("She completed an approved course face to face. The question is of a day; the answer says why.")
    stage.run(
        "status ada --on 2022-03-01",
        "ada on 2022-03-01: IMI Qualified Mediator (qualified) since 2020-03-20",
        "standing good",
        "COMPLETED_APPROVED",
        "listing listed",
    )


def four_coordinates(stage: Stage) -> None:
    stage.title("3. One question about one day, at four coordinates")
    stage.say(
        "Ben did his course online in July 2020, at a program approved face to face. He held the role-play that he "
        "owed in May 2021, and in July 2021 the program was approved for online delivery: both were recorded in April "
        "2022. He is asked about on 1 March 2022: by the rules of before the pandemic (2019.10) and by those in force, "
        "and knowing what was known at the end of 2021 and what is known now."
    )
    found = table("by the rules", "knowing", "level", "since", "standing", "why")
    for asked in ASKED:
        stage.run(
            f"status ben --on 2022-03-01{asked.options}",
            f"({asked.level}) since {asked.since} standing {asked.standing}",
            asked.why,
            up_to=asked.up_to,
        )
        rules = "2019.10" if "under" in asked.options else "in force"
        knowing = "of then" if "known" in asked.options else "of now"
        found.add_row(rules, knowing, asked.level, asked.since, asked.standing, asked.why)
    stage.out.print(found)


def replay(stage: Stage) -> None:
    stage.title("4. A history, replayed")
    stage.say(
        "Chiara was certified on more than 200 hours. One entry was corrected, which changed nothing; another was "
        "taken back from 1 March 2022 on. Nothing is rewritten: both are events of their own."
    )
    stage.run("history chiara", "logbook hours amended", "logbook hours retracted", "effective_on: 2022-03-01")
    stage.say("One and the same day, as known on 3 March 2022, and as known since the day after:")
    day = "status chiara --on 2022-03-02"
    stage.run(f"{day} --known 2022-03-03", "(certified) since 2021-05-01", "standing good", up_to="Because")
    review = "standing under review (BASIS_UNDER_REVIEW)"
    stage.run(f"{day} --known 2022-03-04", "(certified) since 2021-05-01", review, up_to="Because")


def timeline(stage: Stage) -> None:
    stage.title("5. A timeline, with a lapse to come")
    stage.say("David paid on 1 September 2026. No job has to run for the list to lose him a year later.")
    stage.run("timeline david", "2027-09-01", "FEE_DUE")


def late_approval(stage: Stage) -> None:
    stage.title("7. A late approval reaches the graduates")
    stage.say(
        "Elena, Farid and Greta completed Cedar's course. No approval of Cedar is recorded, so none of them is "
        "qualified:"
    )
    for name in ("elena", "farid", "greta"):
        told = (f"{name} on 2026-10-01: Trained, not recognised", "PROGRAM_NOT_APPROVED")
        stage.run(f"status {name} --on 2026-10-01", *told, up_to="retrospective:")
    stage.say(
        "Now it is recorded, as a row of a file, that Cedar is approved from 1 June 2026, with retrospective effect:"
    )
    stage.out.print("$ cat approval.csv", style="bold")
    (stage.folder / "approval.csv").write_text(APPROVAL, encoding="utf-8")
    stage.say("  " + APPROVAL.strip().replace("\n", "\n  "))
    stage.run("import approval.csv", "1 event in 1 stream recorded")
    stage.say("Nothing was written to the pathways of the three. The approval reaches them by its date:")
    stage.run("status elena --on 2026-10-01", "(qualified) since 2026-06-01", "RETRO_WINDOW", up_to="Missing")
    stage.run("status farid --on 2026-10-01", "(qualified) since 2026-07-03", "COMPLETED_APPROVED", up_to="Missing")
    stage.say("Greta's course ended a year and a day before the approval:")
    stage.run(
        "status greta --on 2026-10-01",
        "greta on 2026-10-01: Trained, not recognised",
        "RETRO_WINDOW_EXCEEDED",
        up_to="registration in the local jurisdiction",
        but=("PROGRAM_NOT_APPROVED",),
    )
    stage.say("And what was rightly said before stays so: with what was known in September, Elena was not qualified.")
    stage.run(
        "status elena --on 2026-10-01 --known 2026-09-30",
        "elena on 2026-10-01: Trained, not recognised",
        up_to="Because",
    )


def over_http(stage: Stage) -> None:
    stage.title("8. The same answers over HTTP")
    with serving(stage) as service:
        path = "/v1/pathways/ben/standing?on=2022-03-01&known=2021-12-31"
        said = service.get(path)
        stage.say(f"GET {path}\n  {said.status}, ETag: {said.etag}, {len(said.body)} bytes")
        on_the_line = stage.quietly("status ben --on 2022-03-01 --known 2021-12-31 --json")
        same = msgspec.json.decode(said.body) == msgspec.json.decode(on_the_line)
        stage.check(said.status == 200 and same, "the service answers otherwise than the command line")  # noqa: PLR2004
        stage.say("That is what `milepost status … --json` prints, member for member. Asked again, with the ETag:")
        again = service.get(path, {"If-None-Match": said.etag})
        stage.check(again.status == 304 and not again.body, "the same answer is sent twice")  # noqa: PLR2004
        stage.say(f"GET {path}\n  If-None-Match: {said.etag}\n  {again.status}")
        path = "/v1/pathways/elena/history"
        told = service.get(path)
        events = msgspec.json.decode(told.body)["events"]
        stage.say(f"GET {path}\n  {told.status}, {len(events)} events, the last: {events[-1]['event_id']}")
        stage.check(events[-1]["event_id"] == "program/CMTP-CEDAR@2", "the approval is not in Elena's history")
    stage.say("The service is stopped.")


CHAPTERS = (
    fill,
    standing,
    four_coordinates,
    replay,
    timeline,
    checkpoint,
    late_approval,
    over_http,
    dossier,
    forgery,
)

"""``milepost consultation``: opened and announced from documents, listed, and their results."""

from datetime import date
from decimal import Decimal

from application.store import Command
from domain.consultation.events import ResponseGiven
from domain.consultation.question import OwnWords
from milepost.composition import RULEBOOKS, open_milepost
from milepost.settings import Settings
from tests.milepost.running import MARCH_1, Cli

IMI = RULEBOOKS / "imi"
MEDIATORS = IMI / "consultations" / "online-training-mediators.yaml"
BETA = IMI / "consultations" / "logbook-beta.yaml"


def test_those_that_come_along_are_opened_and_announced(imi: Cli) -> None:
    opened = imi.says("consultation", "open", IMI / "consultations", "--reason", "asked")
    told = imi.answer("consultation", "announce", IMI / "announcements", "--reason", "published")

    assert "online-training-mediators is open (consultation/online-training-mediators@1).\n" in opened
    assert told == {"recorded": [{"event": "announcement/2020-11-25@1", "id": "2020-11-25"}]}
    assert "online-training-mediators      mediators      2020-11-25            2021.06  0\n" in imi.says(
        "consultation", "list"
    )
    informing = imi.answer("consultation", "list", "--informs", "2021.06")["consultations"]
    assert [each["id"] for each in informing] == ["online-training-mediators", "online-training-organisations"]


def test_results_show_figures_and_the_words_that_may_be_published(cli: Cli) -> None:
    cli.says("consultation", "open", BETA, "--reason", "asked")
    response = ResponseGiven(
        ref="response-1",
        respondent="pathway/ada",
        given_on=date(2026, 3, 1),
        choices={"device": "on a phone"},
        numbers={"mediations": Decimal(12)},
        may_publish=("own words",),
        private=OwnWords(name="Ada", answers={"wishes": "Count my hours."}),
    )
    milepost = open_milepost(Settings(database_url=cli.url))
    milepost.registrar.record("consultation/logbook-beta", [response], Command("ada", "by hand"), MARCH_1)
    milepost.close()

    assert cli.says("consultation", "results", "logbook-beta") == (
        "Where would you mostly keep your logbook?\n"
        "  answered       1\n  at a computer  0\n  on a phone     1\n  both           0\n"
        "How many mediations did you log, or could you have logged, in the last year?\n"
        "  answered  1\n  least     12\n  median    12\n  most      12\n  total     12\n"
        "What should a logbook do for you?\n"
        "  answered  1\n  -         Count my hours.\n"
    )
    assert cli.answer("consultation", "results", "logbook-beta")["responses"] == 1


def test_nothing_is_recorded_unless_all_can_be(cli: Cli) -> None:
    refused = cli.refuses("consultation", "open", BETA, MEDIATORS, "--reason", "asked")
    unopened = cli.refuses("consultation", "announce", IMI / "announcements", "--reason", "published")

    assert refused == "Error: no version or proposal '2021.06' is recorded in policy/imi\n"
    assert unopened == "Error: no version or proposal '2020.11' is recorded in policy/imi\n"
    assert cli.head() == 0


def test_what_was_opened_before_is_refused(cli: Cli) -> None:
    cli.says("consultation", "open", BETA, "--reason", "asked")

    assert cli.refuses("consultation", "open", BETA, "--reason", "again") == (
        "Error: consultation/logbook-beta was opened before\n"
    )

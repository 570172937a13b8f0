"""``milepost policy words``, and words of one's own."""

import json

from milepost.composition import RULEBOOKS, translations
from milepost.settings import Settings
from tests.milepost.running import Cli

GERMAN = RULEBOOKS / "imi" / "words" / "de.yaml"
OWN = "format: milepost.words/v1\nrulebook: imi\nlanguage: de\nreasons:\n  {code}: Fehlt.\n...\n"


def test_what_has_no_words_is_listed(cli: Cli) -> None:
    said = cli.says("policy", "words", GERMAN)

    assert said == f"{GERMAN}: de, 2 are lacking\n  levels  certified\n  levels  qualified\n"


def test_it_can_be_required_that_nothing_is_lacking(cli: Cli) -> None:
    assert "2 are lacking" in cli.refuses("policy", "words", GERMAN, "--strict")
    assert cli.says("policy", "words", RULEBOOKS / "words.de.yaml", "--strict").endswith(": de, 0 are lacking\n")


def test_the_rulebook_may_lie_elsewhere(cli: Cli) -> None:
    own = cli.write("mine.yaml", OWN.format(code="FEE_DUE"))
    found = json.loads(cli.says("policy", "words", own, "--for", RULEBOOKS / "imi", "--json"))

    lacking = [each["id"] for each in found[str(own)] if each["part"] == "reasons"]
    assert "FEE_DUE" not in lacking
    assert "FD_STALE" in lacking


def test_words_for_what_there_is_not_are_refused_at_their_place(cli: Cli) -> None:
    own = cli.write("mine.yaml", OWN.format(code="FEE_DEU"))

    said = cli.refuses("policy", "words", own, "--for", RULEBOOKS / "imi")
    assert f"{own}:5:3: what 'reasons' gives words for, 'FEE_DEU' is not known; did you mean 'FEE_DUE'?" in said


def test_words_of_ones_own_stand_over_those_that_come_with_milepost(cli: Cli) -> None:
    cli.write("mine.yaml", OWN.format(code="FEE_DUE"))
    words = translations(Settings(words=str(cli.folder))).of("imi", "de")

    assert words.reason("FEE_DUE") == "Fehlt."
    assert words.reason("FD_STALE") == "Die letzte Feedback-Zusammenfassung ist älter als zwei Jahre."


def test_every_reason_of_imi_has_a_sentence(cli: Cli) -> None:
    for language in ("de", "en"):
        file = RULEBOOKS / "imi" / "words" / f"{language}.yaml"
        found = json.loads(cli.says("policy", "words", file, "--json"))
        assert [each for each in found[str(file)] if each["part"] == "reasons"] == []

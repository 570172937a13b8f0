"""The languages of a rulebook: its own words stand over those of every rulebook."""

import pytest

from application.translations import LanguageUnknown, Translations
from domain.policy.translation import Translation

COMMON = Translation(language="de", reasons={"WAIVED": "Erlassen.", "DONE": "Fertig."})
OWN = Translation(language="de", rulebook="guild", reasons={"DONE": "Getan."})
FRENCH = Translation(language="fr", rulebook="guild", reasons={"DONE": "Fait."})


def test_a_rulebook_has_its_own_words_and_those_of_every_rulebook() -> None:
    words = Translations([OWN, COMMON, FRENCH])
    assert words.of("guild", "de").reasons == {"WAIVED": "Erlassen.", "DONE": "Getan."}
    assert words.of("guild", "fr").reasons == {"DONE": "Fait."}
    assert words.of("another", "de").reasons == COMMON.reasons


def test_of_two_documents_the_later_stands_over_the_earlier() -> None:
    again = Translation(language="de", rulebook="guild", reasons={"DONE": "Erledigt."}, levels={"member": "Mitglied"})
    found = Translations([OWN, again]).of("guild", "de")
    assert (found.reasons, found.levels) == ({"DONE": "Erledigt."}, {"member": "Mitglied"})


def test_a_language_without_words_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(LanguageUnknown, match="'tlh'; there are some in: de, fr"):
        Translations([OWN, COMMON, FRENCH]).of("guild", "tlh")
    with pytest.raises(LanguageUnknown, match="'fr'; there are some in: de"):
        Translations([OWN, COMMON, FRENCH]).of("another", "fr")
    with pytest.raises(LanguageUnknown, match="in: none"):
        Translations().of("guild", "de")

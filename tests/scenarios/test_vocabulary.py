"""The vocabulary of the rulebooks and the events speak of the same kinds and fields."""

import pytest

from domain.kinds import KindField, kinds
from tests.scenarios.shelf import vocabulary

FIELDS = [(kind, name) for kind, each in vocabulary().items() for name in each.fields if name != "id"]


def field_of(kind: str, name: str) -> KindField:
    return next(field for field in kinds()[kind].fields if field.name == name)


def test_every_kind_that_events_give_is_in_the_vocabulary_and_no_other() -> None:
    assert set(vocabulary()) == set(kinds())


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_a_field_holds_what_the_events_give(kind: str, name: str) -> None:
    read, given = vocabulary()[kind].fields[name], field_of(kind, name)
    assert read.type == given.type
    if given.choices:
        assert read.values == given.choices


@pytest.mark.parametrize("kind", vocabulary())
def test_the_day_from_which_a_kind_counts_is_always_given_or_its_absence_has_a_meaning(kind: str) -> None:
    since = vocabulary()[kind].since
    assert field_of(kind, since).required or vocabulary()[kind].fields[since].absent != "unknown"

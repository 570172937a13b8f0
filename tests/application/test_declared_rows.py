"""Rows of evidence that only a rulebook's vocabulary declares have a column for each field of its kind."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from application.declared_rows import WORDS, declared_event_in
from application.rows import RowsRefused
from application.sheets import Row
from domain.pathway.record import EvidenceRecorded
from domain.policy.reading import read_vocabulary
from infrastructure.documents import read_yaml

KINDS = read_vocabulary(
    read_yaml(
        """
peer circle:
  words: a meeting of a peer circle
  counts from: held_on
  fields:
    id: text
    held_on: date
    minutes: number of minutes
    host: text
    mode: one of in room, online
    hosted: yes or no
""",
        "vocabulary.yaml",
    )
)
CIRCLE = {"event": WORDS, "pathway": "ada", "ref": "circle-1", "kind": "peer circle"}
MEETING = EvidenceRecorded(
    ref="circle-1",
    kind="peer circle",
    days={"held_on": date(2024, 5, 1)},
    numbers={"minutes": Decimal(90)},
    texts={"mode": "online"},
    flags={"hosted": True},
)


def reasons(cells: dict[str, Any], *, typed: bool = False) -> list[str]:
    with pytest.raises(RowsRefused) as refused:
        declared_event_in(Row(1, cells, typed=typed), KINDS)
    return [f"{each.column}: {each.reason}" for each in refused.value.refused]


@pytest.mark.parametrize(
    ("cells", "typed"),
    [
        ({"held_on": "2024-05-01", "minutes": "90", "mode": "online", "hosted": "yes"}, False),
        ({"held_on": "2024-05-01", "minutes": 90, "mode": "online", "hosted": True, "host": None}, True),
        ({"days.held_on": "2024-05-01", "numbers.minutes": "90", "mode": "online", "flags.hosted": "yes"}, False),
        (
            {
                "days": {"held_on": "2024-05-01"},
                "numbers": {"minutes": 90},
                "texts": {"mode": "online"},
                "flags": {"hosted": True},
            },
            True,
        ),
    ],
)
def test_a_field_has_a_column_of_its_name_alone_or_after_what_it_holds(cells: dict[str, Any], *, typed: bool) -> None:
    assert declared_event_in(Row(1, CIRCLE | cells, typed=typed), KINDS) == ("pathway/ada", MEETING)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"held": "2024-05-01"}, "held: 'evidence recorded' has no column of this name; did you mean 'held_on'?"),
        ({"days.held": "2024-05-01"}, "held: 'evidence recorded' has no column of this name; did you mean 'held_on'?"),
        ({"days": "2024-05-01"}, "days: 'evidence recorded' has no column of this name; known are "),
        ({"held_on": "1.5.2024"}, "held_on: expected a day as YYYY-MM-DD, found '1.5.2024'"),
        ({"minutes": "an hour"}, "minutes: expected a number such as 12.5, found 'an hour'"),
        ({"mode": "by letter"}, "mode: expected one of in room, online; found 'by letter'"),
        ({"hosted": "maybe"}, "hosted: expected yes or no, found 'maybe'"),
        ({"kind": "per circle"}, "kind: no version of the rulebook declares the kind 'per circle'; did you mean 'peer"),
        ({"kind": "course"}, "kind: 'course' is recorded by an event of its own, and not as 'evidence recorded'"),
        ({"kind": None}, "kind: is missing"),
        ({"ref": None}, "ref: is missing"),
        ({"pathway": ""}, "pathway: expected the pathway that this is about"),
    ],
)
def test_what_the_kind_does_not_have_is_named(cells: dict[str, Any], expected: str) -> None:
    (reason,) = reasons(CIRCLE | cells)

    assert reason.startswith(expected)


def test_a_rulebook_that_declares_no_kinds_says_so() -> None:
    with pytest.raises(RowsRefused, match="declares the kind 'peer circle', nor any other; adopt the one that does"):
        declared_event_in(Row(1, CIRCLE, typed=False), {})

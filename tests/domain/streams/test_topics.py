"""Every topic can be read for ever: one golden event each, byte for byte."""

import re
from pathlib import Path

import msgspec
import pytest

from domain.evidence import Evidence
from domain.pathway.fact import first_fact
from domain.pathway.former import LogbookHoursAddedV1
from domain.pathway.practice import LogbookHoursAdded
from domain.possible import in_order, possible
from domain.shape import fields
from domain.topics import EVENTS, UPCASTERS, as_of_today

GOLDEN = Path(__file__).parents[2] / "golden"
TOPICS = sorted(EVENTS)


def golden(topic: str) -> bytes:
    return (GOLDEN / f"{topic}.json").read_bytes()


def test_no_topic_lacks_a_golden_event_and_none_is_left_over() -> None:
    assert [path.stem for path in sorted(GOLDEN.glob("*.json"))] == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_a_golden_event_is_read_and_written_again_byte_for_byte(topic: str) -> None:
    event = msgspec.json.decode(golden(topic), type=EVENTS[topic])
    assert msgspec.json.encode(event) + b"\n" == golden(topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_golden_event_shows_every_field(topic: str) -> None:
    assert set(msgspec.json.decode(golden(topic))) == {"topic", *EVENTS[topic].__struct_encode_fields__}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_golden_event_could_be_true(topic: str) -> None:
    event = msgspec.json.decode(golden(topic), type=EVENTS[topic])
    possible(event)
    if isinstance(event, Evidence):
        in_order(first_fact("", event), event.order)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_names_its_stream_its_event_and_its_version(topic: str) -> None:
    name = "-".join(re.findall("[A-Z][a-z]+", EVENTS[topic].__name__)).lower()
    assert re.fullmatch(rf"(pathway|program|register|policy|consultation|announcement)\.{name}\.v[1-9]", topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_an_event_says_in_words_what_it_means(topic: str) -> None:
    assert (EVENTS[topic].__doc__ or "").count(".") > 0


@pytest.mark.parametrize("topic", TOPICS)
def test_every_field_holds_something_that_is_checked_or_is_private(topic: str) -> None:
    unchecked = {"private", "fields", "questions"}
    assert {field.attribute for field in fields(EVENTS[topic])} >= set(EVENTS[topic].__struct_fields__) - unchecked


@pytest.mark.parametrize("topic", sorted(UPCASTERS))
def test_an_event_of_a_former_topic_is_read_as_one_of_today(topic: str) -> None:
    event = as_of_today(msgspec.json.decode(golden(topic), type=EVENTS[topic]))
    assert event.topic() not in UPCASTERS


def test_an_event_of_today_stays_as_it_is() -> None:
    event = msgspec.json.decode(golden("program.audit-due.v1"), type=EVENTS["program.audit-due.v1"])
    assert as_of_today(event) is event


@pytest.mark.parametrize(("online", "medium"), [("true", "online"), ("false", "in room"), ("null", None)])
def test_the_first_logbook_knew_only_whether_a_mediation_was_online(online: str, medium: str | None) -> None:
    stored = f'{{"ref":"m","held_on":"2020-12-03","hours":"4.5","role":"lead","online":{online}}}'
    old = msgspec.json.decode(
        stored.replace("{", '{"topic":"pathway.logbook-hours-added.v1",', 1), type=LogbookHoursAddedV1
    )
    new = as_of_today(old)
    assert isinstance(new, LogbookHoursAdded)
    assert new.medium == medium
    assert new.started_on == old.held_on
    assert new.hours == old.hours

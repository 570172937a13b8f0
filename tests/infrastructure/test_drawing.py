"""A ladder of levels as a drawing: whole in itself, safe, and the same each time."""

from xml.etree import ElementTree as ET

from domain.policy.ladder import Ladder, Leaning, Rung, Way
from infrastructure.drawing import drawn

SVG = "{http://www.w3.org/2000/svg}"
TRAINED = Rung("trained", "Trained", 1, (Way("course", (Leaning("A course.", "1", ("2", "3")),)),), ())
QUALIFIED = Rung(
    "qualified",
    "Qualified <b> & \x1b",
    2,
    (Way("experience", (Leaning("a word " * 40),), ("trained", "gone", "qualified")),),
    (Way("kept while", (Leaning("there is an insurance"),)),),
)
LADDER = Ladder("harbour 1: \x07", (QUALIFIED, TRAINED), (Rung("honorary", "Honorary", None, (), ()),))


def texts(drawing: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own


def test_every_level_and_route_is_written_down() -> None:
    assert texts(drawn(LADDER)) == [
        "harbour 1: \ufffd",
        "experience",
        "a word " * 10 + "a …",
        "Qualified <b> & \ufffd",
        "qualified, rank 2",
        "kept while",
        "there is an insurance",
        "course",
        "1 (2, 3)  A course.",
        "Trained",
        "trained, rank 1",
        "Beside the ladder",
        "by recognition alone",
        "Honorary",
        "honorary",
    ]


def test_a_level_that_has_to_be_held_leads_to_the_one_that_asks_for_it() -> None:
    drawing = drawn(LADDER)

    assert drawing.count('marker-end="url(#from-level)"') == 1
    assert "<title>qualified asks for trained</title>" in drawing


def test_a_drawing_needs_nothing_from_elsewhere_and_is_the_same_each_time() -> None:
    drawing = drawn(LADDER)

    assert drawing == drawn(LADDER)
    assert [part for part in drawing.split('"') if "://" in part] == ["http://www.w3.org/2000/svg"]
    assert "<script" not in drawing


def test_a_text_without_specialisations_has_no_part_for_them() -> None:
    assert "Beside the ladder" not in texts(drawn(Ladder("harbour 1", (TRAINED,), ())))

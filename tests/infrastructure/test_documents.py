"""Policy documents: YAML with places, canonical bytes, and the hash by which a text is known."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.content import content_hash
from domain.policy.limits import BYTES
from domain.policy.typed import DocumentRefused, Mapping, Sequence, Text, Typed
from infrastructure.documents import (
    canonical_bytes,
    policy_from,
    read_document,
    read_yaml,
)
from tests.domain.policy.texts import amendment, asking, policy, written

ANCHORS = "anchors and aliases are not accepted; write it out, or put a text that begins with '&' or '*' in quotes"


def fault(text: str) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_yaml(text, "rules.yaml")
    (found,) = refused.value.faults
    return str(found)


def plain(typed: Typed) -> object:
    """Return what was typed without its places."""
    match typed:
        case Text(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key: plain(value) for key, (_, value) in entries.items()}


def test_every_scalar_is_text() -> None:
    text = "on: yes\nno: 012\nNO: 1:30\nfloat: 1.10\nnull: ~\ndate: 2020-02-29\nempty:\nlist: [1, off]\n"
    assert plain(read_yaml(text, "rules.yaml")) == {
        "on": "yes",
        "no": "012",
        "NO": "1:30",
        "float": "1.10",
        "null": "~",
        "date": "2020-02-29",
        "empty": "",
        "list": ["1", "off"],
    }


def test_everything_has_its_place() -> None:
    read = read_yaml("a:\n  - b\n  - c: d\n", "rules.yaml")
    assert isinstance(read, Mapping)
    key, items = read.entries["a"]
    assert isinstance(items, Sequence)
    assert [str(each.place) for each in (read, key, items, *items.items)] == [
        "rules.yaml:1:1",
        "rules.yaml:1:1",
        "rules.yaml:2:3",
        "rules.yaml:2:5",
        "rules.yaml:3:5",
    ]


def test_a_folded_text_is_one_line() -> None:
    assert plain(read_yaml("text: >-\n  one\n  two\n", "rules.yaml")) == {"text": "one two"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: the document is empty"),
        ("# nothing\n", "1:1: the document is empty"),
        ("a: 1\na: 2\n", "2:1: the key 'a' stands twice; the first is at rules.yaml:1:1"),
        ("a:\n  b: 1\n  b: 2\n", "3:3: the key 'b' stands twice; the first is at rules.yaml:2:3"),
        ("a: &x 1\n", f"1:4: {ANCHORS}"),
        ("a: *x\n", f"1:4: {ANCHORS}"),
        (
            "a: !!str 1\n",
            "1:4: tags are not accepted: tag:yaml.org,2002:str; put a text that begins with '!' in quotes",
        ),
        ("a: !mine 1\n", "1:4: tags are not accepted: !mine; put a text that begins with '!' in quotes"),
        ("? [a]\n: b\n", "1:3: expected a key on one line"),
        ("a: 1\nb:\t1\n", "2:3: tabs are not accepted; use blanks"),
        ("a:\n \u00a0b: 1\n", "2:1: a blank of another kind (U+00A0) is not accepted; use blanks"),
    ],
)
def test_what_is_not_plain_is_refused_at_its_place(text: str, message: str) -> None:
    assert fault(text) == f"rules.yaml:{message}"


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        ("a: Rule 3: at least\n", "1:10", "put a text that holds a colon and a blank in quotes"),
        ("a: 1\n  b: 2\n", "2:4", "keys that belong together begin in one column"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "lines that belong together begin in one column"),
        ("a: 'don't'\n", "1:9", "a quote inside it is doubled"),
        ("a: @b\n", "1:4", "put a text that begins with this sign in quotes"),
        ("a: & b\n", "1:5", "put a text that begins with this sign in quotes"),
        ("a: 'b\n", "2:1", "a quote that opens a text has to close it"),
        ("a: [1\n", "2:1", "a bracket that opens a list or a mapping has to close it"),
        ("a:\n  - b\n  -c\nd: e\n", "3:3", "a line of a list begins with a dash and a blank"),
        ("a: 1\nb\n", "2:1", "a key ends with a colon"),
        ("- a\n  else: B\n", "2:7", "a line with a reason of its own begins with 'require:', and 'else:' stands below"),
        ("a: > b\n", "1:6", "a text after '>' or '|' begins on the next line"),
        ("a: 1\n---\nb: 2\n", "2:1", "take out the line '---'"),
    ],
)
def test_what_is_no_yaml_is_refused_with_what_to_do(text: str, place: str, advice: str) -> None:
    found = fault(text)
    assert found.startswith(f"rules.yaml:{place}: not YAML as expected here: ")
    assert advice in found


def test_characters_that_yaml_does_not_know_are_refused() -> None:
    assert fault("a: \x07").startswith("rules.yaml:1:1: not YAML: unacceptable character #x0007")


def test_a_document_that_is_too_large_is_refused() -> None:
    assert fault("#" * (BYTES + 1)) == "rules.yaml:1:1: larger than 1,000,000 bytes"
    assert fault("é" * (BYTES // 2 + 1)) == "rules.yaml:1:1: larger than 1,000,000 bytes"
    assert fault("#" * BYTES) == "rules.yaml:1:1: the document is empty"


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes("title: Règle\n...\n".encode())
    assert plain(read_document(path)) == {"title": "Règle"}


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes("title: Règle\n".encode("latin-1"))
    with pytest.raises(DocumentRefused, match="not UTF-8 text"):
        read_document(path)


@given(st.text(max_size=60) | st.text("-:?[]{}&*!|>'\"#%@`,~ \n\tab01", max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(DocumentRefused):
        assert read_yaml(text, "rules.yaml").place.line >= 1


TEXT = policy("sources:\n  hall: https://example.org/é\n" + asking("count: course\nat least: 20"))


def test_a_policy_is_read_back_from_its_bytes() -> None:
    stored = canonical_bytes(TEXT)
    assert policy_from(stored) == TEXT
    assert canonical_bytes(policy_from(stored)) == stored


def test_an_amended_policy_is_stored_as_a_whole_text() -> None:
    whole = amendment(TEXT, "", "2", "2001-01-01")
    assert policy_from(canonical_bytes(whole)).notes == TEXT.notes


def test_the_bytes_are_canonical_json() -> None:
    stored = canonical_bytes(TEXT)
    assert stored.startswith(b'{"in_force_from":"2000-01-01","notes":[')
    assert b"https://example.org/\xc3\xa9" in stored


def test_how_a_text_was_typed_changes_no_hash() -> None:
    body = asking("for: course\nwhen:\n  - course.format is one of online or blended")
    other = asking('for: "course"\nwhen: ["course.format is one of online, blended"]') + "# a remark\n"
    one, two = (content_hash(canonical_bytes(policy(each))) for each in (body, other))
    assert one == two
    assert one.startswith("sha256:")
    assert len(one) == len("sha256:") + 64


def test_what_a_text_says_changes_its_hash() -> None:
    body = written(asking("for: course"))
    assert content_hash(body.encode()) != content_hash(body.replace("course", "refresher").encode())


@pytest.mark.parametrize("text", ["a: 1\nb: 2\n...\n", "a: 1\r\n...\r\n", "a: 1\n...", "a: 1\n...\n\n"])
def test_a_file_with_the_mark_of_its_end_is_whole(tmp_path: Path, text: str) -> None:
    (tmp_path / "text.yaml").write_bytes(text.encode())
    assert isinstance(read_document(tmp_path / "text.yaml"), Mapping)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: 2\n", 2), ("a: 1\nb: ", 2), ("a: 1\n..", 2), ("a: >-\n  ...\n", 2), ("a: 1\n...\nb: 2\n", 3)],
)
def test_a_file_without_the_mark_of_its_end_may_have_been_cut(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "text.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentRefused) as refused:
        read_document(tmp_path / "text.yaml")
    place = tmp_path / "text.yaml"
    assert (
        str(refused.value)
        == f"{place}:{line}:1: expected '...' as the last line: without it the file may have been cut"
    )


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = "a: 1\nb:\n  - c\n  - d\n...\n"
    for length in range(whole.index("..") + 3):
        (tmp_path / "text.yaml").write_text(whole[:length], encoding="utf-8")
        with pytest.raises(DocumentRefused):
            read_document(tmp_path / "text.yaml")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    with path.open("wb") as file:
        file.truncate(BYTES + 1)

    with pytest.raises(DocumentRefused, match="larger than 1,000,000 bytes"):
        read_document(path)

"""A hostile or absurd document is refused with a fault that names the limit, and soon."""

from collections.abc import Callable

import pytest

from domain.policy.limits import DEPTH, IN_HAND, INSIDE, LEANING, LETTERS, PARTS, STEPS_OF_A_DAY, TIMES, VALUES
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_yaml
from tests.domain.policy.texts import asking, faults_of, written


def clause(number: int, condition: str) -> str:
    return f"  {number}: {{text: A, source: A, {condition}}}\n"


def clauses(*conditions: str) -> str:
    return "clauses:\n" + "".join(clause(number, each) for number, each in enumerate(conditions, 1))


def yaml_fault(text: str) -> str:
    with pytest.raises(DocumentRefused) as refused:
        read_yaml(text, "rules.yaml")
    return str(refused.value.faults[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 500_000, f"rules.yaml:1:{DEPTH + 1}: lists and mappings stand more than {DEPTH} deep"),
        ("- " * 500_000, f"rules.yaml:1:{2 * DEPTH + 1}: lists and mappings stand more than {DEPTH} deep"),
        ("{a: " * 200_000, f"more than {DEPTH} deep"),
        ("a: [" + "b," * 200_000 + "]", f"more than {VALUES:,} keys, values, lists and mappings"),
        ("a: '" + "x" * 500_000 + "'", f"a text of 500,000 letters: more than {LETTERS:,}"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "rules.yaml:1:4: anchors and aliases are not accepted"),
        ("a" * 10_000_000, "rules.yaml:1:1: larger than 1,000,000 bytes"),
        (
            written("clauses:\n" + "".join(clause(n, "for: course") for n in range(100_000))),
            "larger than 1,000,000 bytes",
        ),
        (
            written("clauses:\n" + "".join(clause(n, "for: course") for n in range(15_000))),
            f"more than {VALUES:,} keys",
        ),
    ],
)
def test_a_document_that_is_too_large_is_not_read_on(text: str, said: str) -> None:
    assert said in yaml_fault(text)


def named(section: str, number: int, what: str) -> str:
    return f"{section}:\n" + "".join(f"  n{each}: {{{what}}}\n" for each in range(number))


PERIOD = "text: A, source: A, begins: {for: course, on: course.ended_on}"
DECLARED = "words: x, counts from: day, fields: {day: date}"
RULE = "reason: R, when: {for: course}"
LEVEL = "levels:\n  member:\n    rank: 1\n    title: M\n"


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ("parameters", "text: A, source: A, values: {a: a}, default: a"),
        ("clauses", "text: A, source: A, for: course"),
        ("refuses", "text: A, source: A, for: course"),
        ("vocabulary", DECLARED),
        ("periods", f"{PERIOD}, lasts: 1 year"),
        ("levels", "rank: 1, title: M"),
        ("standings", RULE),
        ("conditions", RULE),
        ("notes", RULE),
    ],
)
def test_each_part_of_a_text_has_a_limit(section: str, what: str) -> None:
    limit = PARTS[{"refuses": "refusals"}.get(section, section)]
    body = named(section, limit.most + 1, what)
    line = written("").count("\n") + 1

    assert f"{line}:1: {limit.most + 1:,} {limit.what}: more than {limit.most:,}" in faults_of(written(body))
    assert not any("more than" in each for each in faults_of(written(named(section, limit.most, what))))


def many(number: int, words: Callable[[int], str]) -> str:
    return ", ".join(words(each) for each in range(number))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "fields",
            lambda n: f"vocabulary:\n  x: {{words: x, counts from: f0, fields: {{{many(n, 'f{}: date'.format)}}}}}\n",
        ),
        (
            "readings",
            lambda n: (
                f"parameters:\n  p: {{text: A, source: A, values: {{{many(n, 'v{}: v'.format)}}}, default: v0}}\n"
            ),
        ),
        ("routes", lambda n: f"{LEVEL}    routes: {{{many(n, 'r{}: {{for: course}}'.format)}}}\n"),
        (
            "lengths",
            lambda n: f"periods:\n  p: {{{PERIOD}, lasts: '{many(n, lambda _: '1 year').replace(', ', ', then ')}'}}\n",
        ),
        (
            "extended",
            lambda n: (
                f"periods:\n  p: {{{PERIOD}, lasts: 1 year, "
                f"extended: {{{many(n, 'e{}: {{for: course, by: 1 day}}'.format)}}}}}\n"
            ),
        ),
        (
            "reliefs",
            lambda n: clauses(
                f"for: course, unless: {{{many(n, 'u{}: {{when: {{for: course}}, reason: R}}'.format)}}}"
            ),
        ),
        (
            "scale",
            lambda n: asking(
                f"best: learning\nat least: 1 points\n"
                f"counts as: {{by: learning.category, {many(n, 'd{}: 1 points'.format)}}}"
            ),
        ),
        ("parts", lambda n: asking(f"total: {{{many(n, 'p{}: {{count: course}}'.format)}}}\nat least: 1")),
    ],
)
def test_what_stands_inside_a_part_has_a_limit(name: str, body: Callable[[int], str]) -> None:
    limit = INSIDE[name]

    assert any(
        f"{limit.most + 1:,} {limit.what}: more than {limit.most:,}" in each
        for each in faults_of(written(body(limit.most + 1)))
    )
    assert faults_of(written(body(limit.most))) == []


def chain(number: int, condition: str = "clause {}") -> str:
    return clauses("for: course", *(f"that: {condition.format(each, each)}" for each in range(1, number)))


def test_clauses_lean_on_one_another_in_rows_of_some_length() -> None:
    assert faults_of(written(chain(LEANING))) == []
    (fault,) = faults_of(written(chain(LEANING + 1)))
    assert fault.endswith(f"lean on one another in a row of more than {LEANING}")
    assert faults_of(written(chain(1000)))


def test_circles_are_named_and_large_ones_refused() -> None:
    def circle(number: int) -> str:
        return clauses(*(f"that: clause {each % number + 1}" for each in range(1, number + 1)))

    assert (
        "the conditions turn in a circle: clause 1 → clause 2 → clause 3 → clause 1" in faults_of(written(circle(3)))[0]
    )
    assert "in a row of more than" in faults_of(written(circle(900)))[0]


def test_clauses_that_multiply_are_refused() -> None:
    (fault, *_) = faults_of(written(chain(LEANING, "{{all: [clause {}, clause {}]}}")))

    assert "nodes, the clauses that it names opened: more than 20,000" in fault


def nested(number: int) -> str:
    condition = "for: course"
    for each in range(number):
        condition = f"in each of: {TIMES} years before 2020-01-01, named: y{each}, that: {{{condition}}}"
    return asking(f"{{{condition}}}")


def test_lengths_that_multiply_are_refused() -> None:
    assert faults_of(written(nested(2))) == []
    (fault,) = faults_of(written(nested(4)))
    assert "nodes, the clauses that it names opened: more than 20,000" in fault


def test_too_many_items_in_hand_are_refused() -> None:
    def hand(number: int) -> str:
        beside = ", ".join(f"course as c{each}" for each in range(1, number))
        return asking(f"for: course as c0\nwith: [{beside}]")

    assert faults_of(written(hand(IN_HAND))) == []
    (fault,) = faults_of(written(hand(IN_HAND + 1)))
    assert fault.endswith(f"the note 'asked' has {IN_HAND + 1} items in hand at once: more than {IN_HAND}")


def test_conditions_too_deep_inside_one_another_are_refused() -> None:
    deep = "none: [" * 12 + "clause {}" + "]" * 12
    (fault, *_) = faults_of(written(clauses("for: course", *(deep.format(each) for each in range(1, 8)))))

    assert "conditions inside one another, the clauses that it names opened: more than 60" in fault


def test_a_day_of_too_many_lengths_is_refused() -> None:
    def late(number: int) -> str:
        return asking(f"the day on or after {'1 day after ' * number}2020-01-01")

    assert faults_of(written(late(STEPS_OF_A_DAY))) == []
    (fault,) = faults_of(written(late(300)))
    assert fault.endswith(f"expected a day of at most {STEPS_OF_A_DAY} lengths and anchors")


@pytest.mark.parametrize(
    "body",
    [
        asking("the day on or after 99999 years after 2020-01-01"),
        asking(f"the day on or after {'9' * 3900} days after 2020-01-01"),
        asking(f"in each of: {'9' * 3900} years before 2020-01-01\nnamed: y\nthat: {{for: course}}"),
        LEVEL.replace("rank: 1", "rank: 1234567890"),
        LEVEL.replace("rank: 1", f"rank: {'9' * 3900}"),
        asking(f"sum: course.hours\nat least: {'9' * 3900} hours"),
    ],
)
def test_numbers_without_end_are_refused(body: str) -> None:
    (fault,) = faults_of(written(body))

    assert "expected" in fault

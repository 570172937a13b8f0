"""Which text is in force on which days."""

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.chain import Version, alone, in_force
from domain.policy.text import Policy
from domain.timeline import NEVER_SPANS, Spans

FIRST, LAST = date(2020, 1, 1), date(2020, 1, 20)
DAYS = st.dates(FIRST, LAST)
SPANS = st.none() | st.tuples(DAYS, DAYS).map(lambda pair: tuple(day.toordinal() for day in sorted(pair)))


def version(number: int, from_: date, until: date | None, published: date, suspended: Spans | None) -> Version:
    text = Policy(
        rulebook="guild",
        version=str(number),
        title="The rules",
        published=published,
        in_force_from=from_,
        in_force_until=until,
        vocabulary={},
    )
    usable = suspended is not None and suspended[0] < suspended[1]
    return Version(policy=text, content_hash=str(number), suspended=suspended if suspended and usable else NEVER_SPANS)


VERSIONS = st.lists(st.tuples(DAYS, st.none() | DAYS, DAYS, SPANS), max_size=5).map(
    lambda several: [version(number, *each) for number, each in enumerate(several)]
)


def naive(versions: list[Version], on: date) -> Version | None:
    """Return, of the texts that cover the day and are not suspended, the latest by effect, publication and name."""
    day = on.toordinal()
    covering = [
        each
        for each in versions
        if each.policy.in_force_from <= on
        and (each.policy.in_force_until is None or on < each.policy.in_force_until)
        and not any(
            from_ <= day < until for from_, until in zip(each.suspended[::2], each.suspended[1::2], strict=True)
        )
    ]
    return max(
        covering, key=lambda each: (each.policy.in_force_from, each.policy.published, each.policy.version), default=None
    )


@given(VERSIONS)
def test_the_latest_text_that_covers_a_day_is_in_force_on_it(versions: list[Version]) -> None:
    chain = in_force(versions)
    for offset in range(-1, 22):
        on = FIRST + timedelta(offset)
        assert chain.version_on(on) == naive(versions, on)


@given(VERSIONS.flatmap(lambda versions: st.tuples(st.just(versions), st.permutations(versions))))
def test_the_order_in_which_texts_come_does_not_matter(orders: tuple[list[Version], list[Version]]) -> None:
    one, other = ({version.content_hash: cover for version, cover in in_force(each).covers} for each in orders)
    assert one == other


def test_a_text_alone_judges_every_day() -> None:
    only = version(1, FIRST, LAST, FIRST, None)
    chain = alone(only)
    assert chain.version_on(date.min) is chain.version_on(date.max) is only


def test_a_reading_is_the_one_chosen_for_the_version() -> None:
    only = msgspec.structs.replace(version(1, FIRST, None, FIRST, None), readings={"digest": "needed"})
    assert only.reading("digest") == "needed"

"""Lines of the log: none is lost, none overtakes another, and none is torn by those of another worker."""

from io import BytesIO

import pytest

from milepost.lines import TOGETHER, Lines


class Pieces(BytesIO):
    """Keeps what is written, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def write(self, piece) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001  (whatever holds bytes)
        self.pieces.append(bytes(piece))
        return len(piece)


@pytest.fixture
def written() -> Pieces:
    return Pieces()


@pytest.fixture
def lines(written: Pieces) -> Lines:
    made = Lines()
    made.to(written)
    return made


def test_a_line_is_written_at_once_where_nobody_looks_after_it(lines: Lines, written: Pieces) -> None:
    lines.info(b"one")
    lines.error(b"two")

    assert written.pieces == [b"one\n", b"two\n"]
    assert not lines.wait()


def test_lines_wait_for_one_another_but_not_for_what_is_amiss(lines: Lines, written: Pieces) -> None:
    lines.looked_after = True
    lines.info(b"one")
    lines.info(b"two")
    assert lines.wait()
    lines.error(b"three")
    lines.info(b"four")
    lines.write_out()
    lines.write_out()

    assert written.pieces == [b"one\ntwo\nthree\n", b"four\n"]


def test_no_more_is_written_together_than_a_pipe_takes_as_one_piece(lines: Lines, written: Pieces) -> None:
    lines.looked_after = True
    told = [b"%d " % number + b"x" * (number * 37 % 900) for number in range(100)]
    for line in told:
        lines.info(line)
    lines.write_out()

    assert b"".join(written.pieces).splitlines() == told
    assert max(map(len, written.pieces)) <= TOGETHER
    assert len(written.pieces) < len(told) / 5

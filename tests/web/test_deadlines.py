"""A client that stalls is parted from; what it had asked is answered all the same."""

from __future__ import annotations

from socket import SHUT_RD, SHUT_RDWR, socket
from typing import TYPE_CHECKING, cast

import pytest

from web.deadlines import ANSWER, BODY, HEAD, Deadlines

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """A clock that goes on when it is told to."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Line:
    """A connection that notes which of its directions are shut."""

    def __init__(self) -> None:
        self.shut: list[int] = []

    def shutdown(self, direction: int) -> None:
        self.shut.append(direction)


class Gone(Line):
    """A connection that the client has closed by itself."""

    def shutdown(self, direction: int) -> None:
        raise OSError(direction)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def deadlines(clock: Clock) -> Deadlines:
    return Deadlines(clock)


@pytest.fixture
def line(deadlines: Deadlines) -> Iterator[Line]:
    """A connection whose request is being received."""
    line = Line()
    with deadlines.watching(cast("socket", line)):
        yield line


def test_a_head_that_does_not_come_is_not_waited_for(
    deadlines: Deadlines, clock: Clock, line: Line
) -> None:
    clock.now += HEAD
    deadlines.enforce()
    assert line.shut == []

    clock.now += 1
    deadlines.enforce()
    deadlines.enforce()
    assert line.shut == [SHUT_RD]


def test_a_large_body_has_its_time(deadlines: Deadlines, clock: Clock, line: Line) -> None:
    deadlines.extend(cast("socket", line), 60 * BODY)

    clock.now += HEAD + 60
    deadlines.enforce()
    assert line.shut == []

    clock.now += 1
    deadlines.enforce()
    assert line.shut == [SHUT_RD]


def test_who_has_sent_all_of_a_request_may_send_another_after_a_long_answer(
    deadlines: Deadlines, clock: Clock, line: Line
) -> None:
    deadlines.received(cast("socket", line))

    clock.now += HEAD + 1
    deadlines.enforce()

    assert line.shut == []


def test_an_answer_that_nobody_reads_is_given_up(
    deadlines: Deadlines, clock: Clock, line: Line
) -> None:
    clock.now += ANSWER + 1
    deadlines.enforce()

    assert line.shut == [SHUT_RD, SHUT_RDWR]


def test_who_has_been_answered_is_left_alone(deadlines: Deadlines, clock: Clock) -> None:
    line = Line()
    with deadlines.watching(cast("socket", line)):
        pass

    clock.now += ANSWER + 1
    deadlines.enforce()

    assert line.shut == []


def test_who_has_gone_does_no_harm(deadlines: Deadlines, clock: Clock) -> None:
    with deadlines.watching(cast("socket", Gone())):
        clock.now += ANSWER + 1
        deadlines.enforce()

# SPDX-License-Identifier: Apache-2.0
"""The log at an earlier moment is made of what had arrived, and of nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incident_console.domain.as_known import entries_as_known, went_back
from incident_console.domain.merge import KnownOp
from incident_console.domain.status_log import project_entries
from tests.helpers.operations import ENTITY, an_operation, known, operation_histories


def test_a_strike_that_came_later_is_not_there_yet() -> None:
    line = an_operation("entry.add", {"text": "all accounted for"}, hlc=1)
    strike = an_operation("entry.strike", {"target": line.id, "reason": "two are missing"}, hlc=2, n=2)
    arrived = {line.id: 100, strike.id: 200}
    (then,) = entries_as_known(ENTITY, known(line, strike), arrived, 199)
    assert (then.text, then.is_struck) == ("all accounted for", False)
    struck, reason = entries_as_known(ENTITY, known(line, strike), arrived, 200)
    assert (struck.is_struck, struck.strike_reason, reason.text) == (True, "two are missing", "two are missing")


def test_a_strike_that_came_before_its_line_stands_alone() -> None:
    line = an_operation("entry.add", hlc=1)
    strike = an_operation("entry.strike", {"target": line.id, "reason": "wrong"}, hlc=2, n=2)
    (then,) = entries_as_known(ENTITY, known(line, strike), {line.id: 300, strike.id: 200}, 250)
    assert then.target == line.id


def test_a_mark_is_the_one_of_that_moment() -> None:
    line = an_operation("entry.add", hlc=1)
    on = an_operation("entry.mark", {"significant": True}, hlc=2)
    off = an_operation("entry.mark", {"significant": False}, hlc=3, sup=[on.id])
    arrived = {line.id: 1, on.id: 2, off.id: 3}
    shown = [entries_as_known(ENTITY, known(line, on, off), arrived, at)[0].is_significant for at in (1, 2, 3)]
    assert shown == [False, True, False]


def test_what_nobody_knows_to_have_been_here_is_not_there() -> None:
    assert entries_as_known(ENTITY, known(an_operation("entry.add")), {}, 10**15) == []


@given(operation_histories(), st.data())
def test_what_is_left_out_does_not_matter_in_any_order(history: list[KnownOp], data: st.DataObject) -> None:
    arrived = {item.op.id: data.draw(st.integers(0, 9)) for item in history}
    at_ms = data.draw(st.integers(0, 9))
    shuffled = data.draw(st.permutations(history))
    then = [item for item in history if arrived[item.op.id] <= at_ms]
    assert entries_as_known(ENTITY, shuffled, arrived, at_ms) == project_entries(ENTITY, then)


@given(operation_histories())
def test_at_the_end_of_time_everything_is_as_it_is(history: list[KnownOp]) -> None:
    arrived = {item.op.id: 5 for item in history}
    assert entries_as_known(ENTITY, history, arrived, 5) == project_entries(ENTITY, history)
    assert entries_as_known(ENTITY, history, arrived, 4) == []


def test_a_clock_that_was_set_back_over_a_moment_is_noticed() -> None:
    first, second, third = (an_operation("entry.add", hlc=hlc, n=n) for n, hlc in ((1, 100), (2, 200), (3, 120)))
    mark = an_operation("entry.mark", hlc=10)
    assert not went_back([second, first, mark], 150)
    assert went_back([third, mark, first, second], 150)
    assert not went_back([third, mark, first, second], 250)

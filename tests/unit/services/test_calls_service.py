# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.session import Session
from tests.helpers.workspaces import MINUTE_MS, Clock, a_workspace, an_incident, an_outage, two_laptops


@dataclass
class AList:
    """A call list of Ann, Boris and Carla; Ann has two numbers."""

    incident: bytes
    id: bytes
    ann: bytes
    boris: bytes
    carla: bytes


def a_list(session: Session) -> AList:
    ids = []
    for name, numbers in (("Ann", ("+49 1", "+49 2")), ("Boris", ("+49 3",)), ("Carla", ("+49 4",))):
        person = session.people.add(name)
        for number in numbers:
            session.people.set_number(person.id, number)
        ids.append(person.id)
    incident = an_incident(session).id
    call_list = session.calls.add_list(incident, "Key suppliers", ids, say="This is {caller}, about {incident}.")
    return AList(incident, call_list, *ids)


def test_the_queue_starts_with_the_first_person_and_their_first_number(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        queue = joy.calls.queue(a_list(joy).id)
    assert queue.next is not None
    assert queue.next.next_number is not None
    assert (queue.next.name, queue.next.next_number.shown) == ("Ann", "+49 1")
    assert (queue.list.listed, queue.list.reached, queue.list.waiting) == (3, 0, 3)
    assert queue.say == "This is Joy Okafor, about Power failure."


def test_who_was_reached_leaves_the_queue_and_counts(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        calls = a_list(joy)
        clock.pass_minutes(4)
        attempt = joy.calls.record(calls.incident, calls.ann, "reached", number="+49 1", note="truck leaves at 19:00")
        queue = joy.calls.queue(calls.id)
    assert (attempt.outcome, attempt.caller, attempt.retry_at_ms) == ("reached", "Joy Okafor", None)
    assert queue.next is not None
    assert queue.next.name == "Boris"
    assert (queue.list.reached, queue.list.median_ms) == (1, 4 * MINUTE_MS)
    assert (queue.rows[0].state, queue.rows[0].note) == ("reached", "truck leaves at 19:00")


def test_who_did_not_answer_comes_again_in_time_on_the_next_number(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        calls = a_list(joy)
        joy.calls.record(calls.incident, calls.ann, "No answer", number="+49 1")
        soon = joy.calls.queue(calls.id)
        clock.pass_minutes(15)
        later = joy.calls.queue(calls.id)
    assert soon.next is not None
    assert later.next is not None
    assert later.next.next_number is not None
    assert (soon.next.name, later.next.name, later.next.next_number.shown) == ("Boris", "Ann", "+49 2")


def test_when_all_were_tried_the_queue_says_when_to_go_on(tmp_path: Path) -> None:
    clock = Clock()
    with a_workspace(tmp_path, clock) as joy:
        calls = a_list(joy)
        joy.calls.record(calls.incident, calls.ann, "reached")
        joy.calls.record(calls.incident, calls.boris, "delegated")
        joy.calls.record(calls.incident, calls.carla, "busy", retry_in_min=7)
        queue = joy.calls.queue(calls.id)
    assert queue.next is None
    assert queue.next_retry_at_ms == clock.ms + 7 * MINUTE_MS
    assert [row.state for row in queue.rows] == ["reached", "delegated", "again"]


def test_a_wrong_number_is_marked_and_without_another_one_the_person_is_stuck(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        calls = a_list(joy)
        joy.calls.record(calls.incident, calls.ann, "wrong number", number="+49 1")
        joy.calls.record(calls.incident, calls.boris, "wrong-number")
        ann, boris, _ = joy.calls.queue(calls.id).rows
        assert [number.is_wrong for number in joy.people.get(calls.ann).numbers] == [True, False]
    assert ann.next_number is not None
    assert (ann.state, ann.next_number.shown) == ("again", "+49 2")
    assert (boris.state, boris.next_number) == ("stuck", None)


def test_a_call_counts_on_the_one_list_that_holds_the_person_else_on_all(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        calls = a_list(joy)
        wardens = joy.calls.add_list(calls.incident, "Wardens", [calls.boris])
        assert joy.calls.record(calls.incident, calls.ann, "reached").call_list == calls.id
        assert joy.calls.record(calls.incident, calls.boris, "reached").call_list is None
        assert [line.reached for line in joy.calls.lists(calls.incident)] == [2, 1]
        assert joy.calls.find_list(calls.incident, "wardens").id == wardens


def test_two_callers_on_two_laptops_share_a_list(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        calls = a_list(team.joy)
        team.sync()
        team.joy.calls.record(calls.incident, calls.ann, "reached")
        team.sam.calls.record(calls.incident, calls.boris, "reached")
        team.sync()
        (here,), (there,) = team.joy.calls.lists(calls.incident), team.sam.calls.lists(calls.incident)
        assert here == there
        assert (here.reached, here.callers, here.laptops) == (2, 2, 2)


def test_a_plans_lists_hold_the_people_of_its_groups_and_can_be_filled_later(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        ann, boris = joy.people.add("Ann"), joy.people.add("Boris")
        joy.people.set_group(ann.id, "Crisis team")
        outage = an_outage(joy)
        team = next(line for line in joy.calls.lists(outage.id) if line.name == "Crisis team")
        assert [row.name for row in joy.calls.queue(team.id).rows] == ["Ann"]
        joy.people.set_group(boris.id, "deputies")
        assert joy.calls.fill(team.id) == 1
        assert joy.calls.fill(team.id) == 0
        assert [row.name for row in joy.calls.queue(team.id).rows] == ["Ann", "Boris"]


def test_who_is_put_on_a_list_stands_last_also_after_somebody_was_taken_off(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        made = a_list(joy)
        eva, dan = (joy.people.add(name).id for name in ("Eva", "Dan"))
        joy.calls.remove_person(made.id, made.boris)
        assert joy.calls.add_people(made.id, [eva, made.ann]) == 1
        joy.calls.add_people(made.id, [dan])
        assert [row.name for row in joy.calls.queue(made.id).rows] == ["Ann", "Carla", "Eva", "Dan"]
        assert joy.calls.lists(made.incident)[0].people == (made.ann, made.carla, eva, dan)


def test_who_is_removed_stays_visible_on_the_list(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        calls = a_list(joy)
        joy.people.remove(calls.ann)
        assert joy.calls.queue(calls.id).rows[0].state == "stuck"
        joy.calls.remove_person(calls.id, calls.ann)
        assert [row.name for row in joy.calls.queue(calls.id).rows] == ["Boris", "Carla"]


def test_an_unknown_outcome_person_or_list_is_refused(tmp_path: Path) -> None:
    with a_workspace(tmp_path) as joy:
        calls = a_list(joy)
        with pytest.raises(KnownError, match="no call outcome"):
            joy.calls.record(calls.incident, calls.ann, "shrug")
        with pytest.raises(KnownError):
            joy.calls.record(calls.incident, bytes(16), "reached")
        with pytest.raises(KnownError, match="needs a name"):
            joy.calls.add_list(calls.incident, " ", [])
        assert joy.calls.attempts(calls.incident) == []

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from incident_console.domain.errors import KnownError
from incident_console.services.tasks import step_value
from incident_console.services.times import iso
from tests.helpers.workspaces import MINUTE_MS, Clock, an_incident, two_laptops


def test_two_owners_set_apart_are_one_conflict_and_one_word_settles_it_everywhere(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        incident = an_incident(team.joy).id
        task = team.joy.tasks.add(incident, "Shuttle buses")
        team.sync()
        team.joy.tasks.change(task.id, owner="Reyes")
        team.sam.tasks.change(task.id, owner="Novak")
        team.sync()
        (here,), (there,) = team.joy.conflicts.lines(), team.sam.conflicts.lines()
        assert here == there
        assert here.id == f"{task.id.hex()}:owner"
        assert {(choice.words, choice.author) for choice in here.choices} == {
            ("Reyes", "Joy Okafor"),
            ("Novak", "Sam Reed"),
        }
        assert team.joy.tasks.get(task.id).owner == here.choices[0].value
        team.sam.conflicts.settle(here.id, "Reyes")
        team.sync()
        assert team.joy.conflicts.lines() == team.sam.conflicts.lines() == []
        assert team.joy.tasks.get(task.id).owner == "Reyes"


def test_due_times_are_settled_by_the_time_as_it_is_shown_or_as_people_type_it(tmp_path: Path) -> None:
    clock = Clock()
    with two_laptops(tmp_path, clock=clock) as team:
        task = team.joy.tasks.add(an_incident(team.joy).id, "Shuttle buses")
        team.sync()
        for _ in range(2):
            team.joy.tasks.change(task.id, due_at_ms=clock.ms + 30 * MINUTE_MS)
            team.sam.tasks.change(task.id, due_at_ms=clock.ms + 60 * MINUTE_MS)
            team.sync()
            (conflict,) = team.joy.conflicts.lines()
            assert conflict.name == "due"
            words = iso(clock.ms + 60 * MINUTE_MS)
            assert words in [choice.words for choice in conflict.choices]
            team.joy.conflicts.settle(conflict.id, words)
            assert team.joy.tasks.get(task.id).due_at_ms == clock.ms + 60 * MINUTE_MS
            team.sync()
            team.joy.tasks.change(task.id, due_at_ms=None)
            team.sync()


def test_a_third_value_may_settle_a_text_but_must_be_a_sound_one(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = team.joy.tasks.add(an_incident(team.joy).id, "Shuttle buses")
        team.sync()
        team.joy.tasks.change(task.id, state="done", title="Buses")
        team.sam.tasks.change(task.id, state="in progress", title="Shuttles")
        team.sync()
        state = team.joy.conflicts.find(f"{task.id.hex()[:8]}:state")
        title = team.joy.conflicts.find(f"{task.id.hex()}:title")
        with pytest.raises(KnownError):
            team.joy.conflicts.settle(state.id, "perhaps")
        with pytest.raises(KnownError):
            team.joy.conflicts.settle(title.id, "  ")
        team.joy.conflicts.settle(state.id, "open")
        team.joy.conflicts.settle(title.id, "Shuttle buses, two")
        line = team.joy.tasks.get(task.id)
        assert (line.state, line.title, line.conflict_fields) == ("open", "Shuttle buses, two", ())


def test_ticking_one_step_in_two_ways_offers_both(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as team:
        task = team.joy.tasks.add(an_incident(team.joy).id, "Shuttle buses")
        key = team.joy.tasks.add_step(task.id, "Driver called").steps[0].key
        team.joy.tasks.tick(task.id, key)
        team.sync()
        team.joy.tasks.tick(task.id, key, False)
        team.sam.tasks.change(task.id, **{f"step.{key}": step_value("Driver reached", True)})
        team.sync()
        (conflict,) = team.joy.conflicts.of(task.id)
        with pytest.raises(KnownError, match="none of the values"):
            team.joy.conflicts.settle(conflict.id, "neither")
        chosen = next(choice for choice in conflict.choices if choice.author == "Sam Reed")
        team.joy.conflicts.settle(conflict.id, chosen.words)
        assert team.joy.tasks.get(task.id).steps[0].text == "Driver reached"


@pytest.mark.parametrize(
    "named", ["nothing", "00000000000000000000000000000000:owner", "00000000000000000000000000000000"]
)
def test_a_conflict_that_is_not_there_is_told(tmp_path: Path, named: str) -> None:
    with two_laptops(tmp_path) as team, pytest.raises(KnownError, match="no conflict"):
        team.joy.conflicts.settle(named, "x")

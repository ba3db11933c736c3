# SPDX-License-Identifier: Apache-2.0
"""The same world, its course chosen and shrunk by hypothesis instead of drawn by seed."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.helpers.faults import faulty_world
from tests.helpers.stations import cheap_secrets
from tests.simulation import world as events
from tests.simulation.run import bring_together, check, make_template, make_world
from tests.simulation.world import Actor, LaggingTree

ACTORS = st.integers(0, 3)
DICE = st.randoms(use_true_random=False)


class Laptops(RuleBasedStateMachine):
    """Three members and one who asks; every course of events must end in agreement."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        root = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.stack.enter_context(cheap_secrets())
        faults = self.stack.enter_context(faulty_world(LaggingTree))
        self.world = make_world(0, self.template, root, faults, 2)

    def actor(self, number: int, dice: Random) -> Actor:
        self.world.dice = dice
        self.world.story.append(f"{len(self.world.story)} laptop {number}")
        self.world.clock.ms += 60_000
        for actor in self.world.actors:
            actor.laptop.clock.ms = self.world.clock.ms
        return self.world.actors[number]

    @rule(number=ACTORS, dice=DICE)
    def write(self, number: int, dice: Random) -> None:
        events.write_entries(self.world, self.actor(number, dice))

    @rule(number=ACTORS, dice=DICE)
    def work_on_task(self, number: int, dice: Random) -> None:
        events.work_on_task(self.world, self.actor(number, dice))

    @rule(number=ACTORS, dice=DICE)
    def sync(self, number: int, dice: Random) -> None:
        events.sync(self.world, self.actor(number, dice))

    @rule(number=ACTORS, dice=DICE)
    def crash(self, number: int, dice: Random) -> None:
        events.crash(self.world, self.actor(number, dice))

    @rule(number=ACTORS, dice=DICE)
    def back_up_or_restore(self, number: int, dice: Random) -> None:
        actor = self.actor(number, dice)
        (events.restore if actor.backup else events.back_up)(self.world, actor)

    @rule(number=ACTORS, dice=DICE)
    def harm_folder(self, number: int, dice: Random) -> None:
        events.harm_folder(self.world, self.actor(number, dice))

    @rule(number=ACTORS, dice=DICE)
    def admit(self, number: int, dice: Random) -> None:
        events.let_in(self.world, self.actor(number, dice))

    def teardown(self) -> None:
        try:
            bring_together(self.world)
            check(self.world)
        finally:
            for actor in self.world.actors:
                actor.laptop.close()
            self.stack.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("stateful") / "template")


def test_any_course_of_events_ends_in_agreement(template: Path) -> None:
    Laptops.template = template
    chosen = settings(
        max_examples=6, stateful_step_count=15, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Laptops, settings=chosen)

# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.run import make_template, run


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("simulation") / "template")


FOUND_BY_THE_LONG_RUN = (
    *(100_074, 100_332, 101_199, 106_299, 107_790),
    *(200_092, 201_171, 201_940, 202_818, 206_543, 207_321, 401_204, 507_444, 602_590),
)


@pytest.mark.parametrize("seed", [*range(100, 115), *FOUND_BY_THE_LONG_RUN])
def test_whatever_happens_all_laptops_agree_and_nothing_saved_is_lost(
    seed: int, template: Path, tmp_path: Path
) -> None:
    world = run(seed, template, tmp_path)
    assert world.promises or not world.actors[0].laptop.texts()


@pytest.mark.parametrize("seed", [200])
def test_many_folders_that_never_meet_but_through_laptops_become_one(seed: int, template: Path, tmp_path: Path) -> None:
    run(seed, template, tmp_path, steps=40, count=4)

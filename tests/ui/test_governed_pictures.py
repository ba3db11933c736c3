# SPDX-License-Identifier: Apache-2.0
"""A team that lost a laptop is drawn as it looks to its admin and to the laptop that was removed."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from incident_console.ui.pictures import LIGHT
from tests.pictures.governed import SCENES, draw_governed


def test_every_scene_of_a_lost_laptop_is_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    drawn = draw_governed(tmp_path, (LIGHT,))
    assert [path.name for path in drawn] == [f"{name}-light.png" for name in SCENES]
    assert len({path.read_bytes() for path in drawn}) == len(drawn)

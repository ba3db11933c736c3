# SPDX-License-Identifier: Apache-2.0
"""Somebody who reads is drawn with everything that helps while reading."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from incident_console.ui.pictures import LIGHT
from tests.pictures.reading import draw_reading, reading_scenes


def test_every_scene_of_reading_is_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    drawn = draw_reading(tmp_path / "pictures", (LIGHT,))
    assert [path.name for path in drawn] == [f"{scene.name}-light.png" for scene in reading_scenes()]
    assert len({path.read_bytes() for path in drawn}) == len(drawn)

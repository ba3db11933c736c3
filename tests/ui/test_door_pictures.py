# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from incident_console.ui.pictures import LIGHT
from tests.pictures.doors import SCENES, draw_doors


def test_everything_before_the_pages_is_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    drawn = draw_doors(tmp_path, (LIGHT,))
    assert [path.name for path in drawn] == [f"{name}-light.png" for name in SCENES]
    assert {(QImage(str(path)).width(), QImage(str(path)).height()) for path in drawn} == {(1366, 768)}

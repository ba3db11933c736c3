# SPDX-License-Identifier: Apache-2.0
"""The reader of every format is drawn with a document of it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from incident_console.ui.pictures import LIGHT
from tests.pictures.readers import draw_readers


def test_the_reader_of_every_format_is_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    drawn = draw_readers(tmp_path, (LIGHT,))
    names = ("word", "workbook", "slides", "mail", "table-sorted")
    assert [path.name for path in drawn] == [f"reader-{name}-light.png" for name in names]
    assert len({path.read_bytes() for path in drawn}) == len(drawn)

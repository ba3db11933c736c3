# SPDX-License-Identifier: Apache-2.0
"""A row that wraps keeps telling the height it needs, whatever becomes of what stands in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from incident_console.ui.widgets.flow_layout import FlowLayout

NARROW, WIDE = 250, 4_000


def test_the_height_follows_texts_that_change_and_parts_that_come_and_go(
    show: Callable[..., QWidget], qtbot: QtBot
) -> None:
    row = QWidget()
    flow = FlowLayout(row)
    buttons = [QPushButton("Choose this one") for _ in range(4)]
    for button in buttons:
        flow.addWidget(button)
    show(row)
    one, all_rows = flow.heightForWidth(WIDE), flow.heightForWidth(NARROW)
    assert all_rows > one
    for button in buttons[1:]:
        button.hide()
    qtbot.waitUntil(lambda: flow.heightForWidth(NARROW) == one)
    for button in buttons[1:]:
        button.show()
    qtbot.waitUntil(lambda: flow.heightForWidth(NARROW) == all_rows)
    for button in buttons:
        button.setText("")
    qtbot.waitUntil(lambda: flow.heightForWidth(NARROW) < all_rows)

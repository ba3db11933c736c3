# SPDX-License-Identifier: Apache-2.0
"""How a document leaves the sealed library, and how it did before, as menus of the reader."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from incident_console.domain.clock import Moment
from incident_console.services.document_leaving import EXPORT
from incident_console.services.documents import LeftLine
from incident_console.services.taking_out import OPEN
from incident_console.services.times import clock

if TYPE_CHECKING:
    from incident_console.ui.pages.documents.reader_head import ReaderHead

_WAYS = {OPEN: "Open in another program\N{HORIZONTAL ELLIPSIS}", EXPORT: "Export\N{HORIZONTAL ELLIPSIS}"}
_DID = {OPEN: "opened in another program", EXPORT: "exported"}
_MOST = 12


def ways_out(head: ReaderHead) -> QMenu:
    """The ways in which a plain copy can be made; choosing one asks first."""
    menu = QMenu(head)
    menu.setObjectName("ways-out")
    menu.setAccessibleName("Take out")
    menu.aboutToHide.connect(menu.deleteLater)
    for way, words in _WAYS.items():
        menu.addAction(words).triggered.connect(partial(_want, head, way))
    return menu


def add_leavings(menu: QMenu, left: Sequence[LeftLine], now: Moment) -> None:
    """Say below the versions when a plain copy was made and by whom, the latest first."""
    if not left:
        return
    menu.addSection("Taken out of the library")
    for each in sorted(left, key=lambda line: -line.at_ms)[:_MOST]:
        menu.addAction(left_words(each, now).replace("&", "&&")).setEnabled(False)
    if len(left) > _MOST:
        menu.addAction(f"and {len(left) - _MOST:,} times before").setEnabled(False)


def left_words(left: LeftLine, now: Moment) -> str:
    """One leaving in words: "14:05 exported by Joy Okafor (JO)"."""
    return f"{clock(left.at_ms, now)} {_DID.get(left.how, left.how)} by {left.by} ({left.station})"


def _want(head: ReaderHead, way: str, *_checked: bool) -> None:
    head.way_out_wanted.emit(way)

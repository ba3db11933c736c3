# SPDX-License-Identifier: Apache-2.0
"""The page of the team on a real workspace, as somebody sits before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from incident_console.services.session import Session, join_session
from incident_console.ui.item_roles import KeyRole
from incident_console.ui.pages.team_page import TeamPage
from tests.helpers.workspaces import CHEAP_MIB, PASSPHRASE, Clock
from tests.ui.asking import part
from tests.ui.pages.page_desk import PageDesk, shown_page


@dataclass
class TeamDesk(PageDesk[TeamPage]):
    """What one does with the page again and again."""

    def rows(self) -> list[str]:
        """What the rows say, from top to bottom, headings too."""
        model = self.page.model
        return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]

    def row(self, beginning: str) -> str:
        """The one row that says this."""
        (found,) = [words for words in self.rows() if beginning in words]
        return found

    def wait_for(self, *words: str) -> None:
        """Wait until for each of the words a row says them."""
        self.wait_until(lambda: all(any(word in row for row in self.rows()) for word in words))

    def choose(self, words: str) -> None:
        """Choose the row that says this, with the keyboard on the list."""
        place = self.rows().index(self.row(words))
        self.page.rows.setFocus()
        assert self.page.rows.select_key(self.page.model.index(place, 0).data(KeyRole))

    def look_at(self, section: str) -> None:
        """Press a chip."""
        QTest.mouseClick(self.page.head.chips.chip(section), Qt.MouseButton.LeftButton)

    def asked(self) -> list[int]:
        """The places of the words that are asked for, once that is worked out."""
        self.wait_until(lambda: any(self.word(place).isEnabled() for place in range(1, 9)))
        return [place for place in range(1, 9) if self.word(place).isEnabled()]

    def word(self, place: int) -> QLineEdit:
        """The field for one word."""
        return part(self.page.detail.request, QLineEdit, f"word-{place}")


@contextmanager
def a_team_desk(session: Session, qtbot: QtBot, tmp_path: Path, *, is_visible: bool = True) -> Iterator[TeamDesk]:
    """The page, once it has read the team."""
    with shown_page(session, TeamPage, qtbot, tmp_path, is_visible=is_visible) as desk:
        team = TeamDesk(**vars(desk))
        team.wait_until(lambda: team.page.feed.facts is not None)
        if is_visible:
            team.page.focus_first()
        yield team


@contextmanager
def a_newcomer(folder: Path, path: Path, member: str = "Tom Brandt") -> Iterator[Session]:
    """A laptop that asks to join the team of a folder."""
    session = join_session(path, PASSPHRASE, folder=folder, member=member, kdf_memory_mib=CHEAP_MIB, now=Clock())
    try:
        yield session
    finally:
        session.close()
